/** A change that the audit log tells is there at once, before the rounds through the lists come to it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Engine, startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const MINUTE_MS = 60_000;

let stand: SyncStand;
let engine: Engine;
beforeAll(async () => {
  stand = await startStand({
    simulator: { ...TINY, projects: 4, keys: 8 },
    engine: { backfillMonths: 1, directory: 'whole' },
  });
  ({ engine } = stand);
  await stand.collect();
});
afterAll(() => stand.close());

/** The audit log's next turn, and what comes of it. No list is due. */
async function nextMinute(): Promise<void> {
  stand.simulator.clock.advance(MINUTE_MS);
  await stand.query(`UPDATE feeds SET next_run_at = now() + interval '1 hour'`);
  await stand.makeDue('audit-log', 'audit-log/tenant');
  stand.simulator.requests.clear();
  await engine.sync.runUntilIdle();
}

const stored = async (kind: string, id: string) => {
  const [row] = await stand.query<{ object: Record<string, unknown>; isGone: boolean }>(
    `SELECT object, gone_at IS NOT NULL AS "isGone" FROM directory_objects WHERE kind = $1 AND id = $2`,
    kind,
    id,
  );
  return row;
};

function project() {
  const [one] = stand.simulator.organization.projects.filter(({ archivedAt, isDefault }) => !archivedAt && !isDefault);
  if (one === undefined) throw new Error('The simulated organization has no active project.');
  return one;
}

describe('what others do at OpenAI', () => {
  it('shows a new key, and when it is deleted', async () => {
    const key = stand.simulator.organization.addKey(project().id, 'Made elsewhere');
    await nextMinute();
    expect(await stored('api_key', key.id)).toMatchObject({ isGone: false, object: { name: 'Made elsewhere' } });
    stand.simulator.organization.deleteKey(key.id);
    await nextMinute();
    expect(await stored('api_key', key.id)).toMatchObject({ isGone: true });
  });

  it('shows another role, a member who joins a project and one who leaves', async () => {
    const { organization } = stand.simulator;
    const member = organization.addMember({ email: 'new@example.com', name: 'New' });
    await nextMinute();
    expect(await stored('user', member.id)).toMatchObject({ isGone: false });
    organization.setMemberRole(member.id, 'owner');
    organization.addProjectMember(project().id, member.id, 'member');
    await nextMinute();
    expect(await stored('user', member.id)).toMatchObject({ object: { role: 'owner' } });
    expect(await stored('project_user', member.id)).toMatchObject({ isGone: false });
    organization.removeMember(member.id);
    await nextMinute();
    expect(await stored('user', member.id)).toMatchObject({ isGone: true });
  });

  it('shows another limit', async () => {
    const [limit] = await stand.query<{ id: string; model: string }>(
      `SELECT id, object ->> 'model' AS model FROM directory_objects WHERE kind = 'rate_limit' AND project_id = $1 LIMIT 1`,
      project().id,
    );
    stand.simulator.organization.setRateLimit(project().id, limit?.model ?? '', { max_requests_per_1_minute: 7 });
    await nextMinute();
    const [now] = await stand.query<{ limit: number }>(
      `SELECT (object ->> 'max_requests_per_1_minute')::integer AS limit FROM directory_objects
        WHERE kind = 'rate_limit' AND project_id = $1 AND id = $2`,
      project().id,
      limit?.id,
    );
    expect(now).toEqual({ limit: 7 });
  });

  it('shows a project that is made and one that is archived', async () => {
    const made = stand.simulator.organization.addProject('Made elsewhere');
    await nextMinute();
    expect(await stored('project', made.id)).toMatchObject({ object: { status: 'active' } });
    stand.simulator.organization.archiveProject(made.id);
    await nextMinute();
    expect(await stored('project', made.id)).toMatchObject({ object: { status: 'archived' } });
  });

  it('costs nothing while nothing is told', async () => {
    await nextMinute();
    await nextMinute();
    expect(new Set(stand.simulator.requests.entries.map(({ path }) => path))).toEqual(
      new Set(['/organization/audit_logs']),
    );
  });
});
