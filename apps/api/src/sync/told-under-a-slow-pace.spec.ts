/** What the audit log tells shows within two minutes, although OpenAI takes ten requests a minute and much is to be read. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import type { StandTime } from './testing/stand-time.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const MINUTE_MS = 60_000;
const TWO_MINUTES_MS = 2 * MINUTE_MS;
/** More feeds of numbers than are worked on at the same time. */
const TABLE = Object.fromEntries(Object.entries(CAPABILITIES).slice(0, 3));
const LISTS = ['changed-objects', 'projects', 'members', 'api-keys', 'rate-limits', 'project-members'];

let stand: SyncStand;
let time: StandTime;
beforeAll(async () => {
  // Four minutes to a Monday: what is read again each night and each week falls due while everything else goes on.
  const now = new Date('2026-01-11T23:56:00Z');
  stand = await startStand({
    simulator: { ...TINY, projects: 28, keys: 40, members: 12, months: 2, now },
    engine: { backfillMonths: 12, directory: LISTS, capabilities: TABLE, shared: true },
    ownTime: true,
  });
  if (stand.time === null) throw new Error('The suite has asked for a time of its own and got none.');
  time = stand.time;
  time.engines.add(stand.engine.sync);
  for (let hour = 1; hour <= 600; hour++) {
    stand.simulator.auditLog.inject({
      type: 'login.succeeded',
      effectiveAt: new Date(now.getTime() - hour * 60 * MINUTE_MS),
    });
  }
  await stand.engine.sync.organizationIds();
  await stand.makeDue();
  // Numbers wait even longer: whoever reads them keeps his lane for minutes.
  stand.simulator.faults.add({ kind: 'rate-limit', perMinute: 1, match: { path: '/organization/usage/*' } });
  stand.simulator.faults.add({ kind: 'rate-limit', perMinute: 10 });
  await time.play(5 * MINUTE_MS);
}, 120_000);
afterAll(() => stand.close());

const stored = async (kind: string, id: string, projectId: string | null = null) => {
  const [row] = await stand.query<{ object: Record<string, unknown>; isGone: boolean }>(
    `SELECT object, gone_at IS NOT NULL AS "isGone" FROM directory_objects
      WHERE kind = $1 AND id = $2 AND ($3::text IS NULL OR project_id = $3)`,
    kind,
    id,
    projectId,
  );
  return row;
};

const organization = () => stand.simulator.organization;
const project = (place: number) => {
  const one = organization().projects.filter(({ archivedAt, isDefault }) => !archivedAt && !isDefault)[place];
  if (one === undefined) throw new Error('The simulated organization has too few active projects.');
  return one;
};

describe('under ten requests a minute, with lists, numbers, re-reads and history waiting', () => {
  it('there is more to read than can be read', async () => {
    const [waiting] = await stand.query<{ history: number; lists: number }>(
      `SELECT (SELECT count(*)::integer FROM feeds WHERE backfill_at IS NOT NULL) AS history,
              (SELECT count(*)::integer FROM directory_lists WHERE kind = 'rate_limit') AS lists`,
    );
    expect(waiting?.history).toBeGreaterThan(3);
    expect(waiting?.lists).toBeLessThan(27);
  });

  it('keys, roles and memberships that others change are there within two minutes', async () => {
    const key = organization().addKey(project(20).id, 'Made elsewhere');
    const member = organization().addMember({ email: 'new@example.com', name: 'New' });
    organization().addProjectMember(project(21).id, member.id, 'member');
    organization().setMemberRole(organization().members[3]?.id ?? '', 'owner');
    await time.play(TWO_MINUTES_MS);
    expect(await stored('api_key', key.id)).toMatchObject({ isGone: false });
    expect(await stored('user', member.id)).toMatchObject({ isGone: false });
    expect(await stored('project_user', member.id)).toMatchObject({ isGone: false });
    expect(await stored('user', organization().members[3]?.id ?? '')).toMatchObject({ object: { role: 'owner' } });
    organization().deleteKey(key.id);
    organization().removeMember(member.id);
    await time.play(TWO_MINUTES_MS);
    expect(await stored('api_key', key.id)).toMatchObject({ isGone: true });
    expect(await stored('user', member.id)).toMatchObject({ isGone: true });
  });

  it('also while a script changes fifty keys', async () => {
    for (let count = 0; count < 50; count++) organization().addKey(project(22).id, `Script ${count}`);
    await time.play(MINUTE_MS);
    organization().setMemberRole(organization().members[4]?.id ?? '', 'owner');
    await time.play(TWO_MINUTES_MS);
    expect(await stored('user', organization().members[4]?.id ?? '')).toMatchObject({ object: { role: 'owner' } });
  });

  it('also while OpenAI fails for another object', async () => {
    stand.simulator.faults.add({ kind: 'status', status: 500, match: { path: '/organization/projects/*/users/*' } });
    organization().addProjectMember(project(23).id, organization().members[5]?.id ?? '', 'member');
    await time.play(TWO_MINUTES_MS);
    const failing = await stand.query(`SELECT FROM directory_rereads WHERE failures > 0 AND due_at IS NOT NULL`);
    expect(failing.length).toBeGreaterThan(0);
    // As it is when it has failed for an hour.
    await stand.query(`UPDATE directory_rereads SET due_at = now() + interval '30 minutes' WHERE failures > 0`);
    await stand.query(`UPDATE feeds SET next_run_at = now() + interval '15 minutes' WHERE feed = 'changed-objects'`);
    organization().setMemberRole(organization().members[5]?.id ?? '', 'owner');
    await time.play(TWO_MINUTES_MS);
    expect(await stored('user', organization().members[5]?.id ?? '')).toMatchObject({ object: { role: 'owner' } });
  });
});
