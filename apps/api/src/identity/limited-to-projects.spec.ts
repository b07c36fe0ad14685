/** Somebody who is limited to some projects learns nothing of the others, by no call. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES, costsAnswer, usageCapabilities, usageOverview } from '@bursar/contract';
import { describeApi } from '../http/openapi.js';
import { SMALL, startStand, type SyncStand } from '../sync/testing/sync-stand.js';
import { signIn } from '../testing/signed-in.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';

const RANGE = 'start=2026-01-01&end=2026-02-10';

let stand: SyncStand;
let server: TestApplication;
let own: string;
/** May see everything within the one project: what a role leaves out would show nothing here. */
let limited: string;
let all: string;

beforeAll(async () => {
  const [[first, capability] = ['', undefined]] = usageCapabilities(CAPABILITIES);
  if (capability === undefined) throw new Error('The table has no capability that is used.');
  stand = await startStand({
    simulator: SMALL,
    engine: {
      backfillMonths: 2,
      directory: 'whole',
      capabilities: { costs: CAPABILITIES.costs, [first]: { ...capability, collected: ['1d'] } },
    },
  });
  await stand.collect();
  server = await startTestApplication({ database: stand.database, clock: stand.simulator.clock, as: null });
  const busiest = await stand.query<{ id: string }>(
    `SELECT s.project_id AS id FROM points_1d p JOIN series s ON s.organization_id = p.organization_id AND s.id = p.series_id
      WHERE s.project_id IS NOT NULL AND s.api_key_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`,
  );
  own = busiest[0]?.id ?? '';
  const { nest } = server.application;
  limited = await signIn(nest, { role: 'admin', projectIds: [own] });
  all = await signIn(nest, { role: 'admin' });
}, 120_000);
afterAll(async () => {
  await server.close();
  await stand.close();
});

const ask = async (path: string, cookie: string): Promise<string> =>
  (await server.fetch(path, { headers: { cookie } })).text();

/** Every read of the API that can be asked without the id of an object, with what it needs. */
function reads(): string[] {
  const usage = usageCapabilities(CAPABILITIES).map(([name]) => name)[0] ?? '';
  return Object.entries(describeApi(server.application.nest).paths)
    .filter(([path, item]) => item.get !== undefined && path.startsWith('/api/v1/') && !path.includes('{id}'))
    .flatMap(([path]) => {
      const address = path.replace('{capability}', usage);
      if (!/costs|usage|restatements/.test(path))
        return [`${address}?limit=1000`, `${address}?include_gone=true&limit=1000`, address];
      const groupings = ['project_id', 'api_key_id', 'user_id', 'model'].map((key) => `&group_by=${key}`);
      return ['', ...(/restatements|usage$/.test(path) ? [] : groupings)].map((more) => `${address}?${RANGE}${more}`);
    });
}

/** Ids, names and parts of keys of what lies in other projects only. */
function foreign(): string[] {
  const { projects, keys, serviceAccounts } = stand.simulator.organization;
  const others = projects.filter(({ id }) => id !== own);
  const isForeign = ({ projectId }: { projectId: string }): boolean => projectId !== own;
  return [
    ...others.flatMap(({ id, name }) => [id, name]),
    ...keys.filter(isForeign).flatMap(({ id, name }) => [id, name]),
    ...serviceAccounts.filter(isForeign).flatMap(({ id }) => [id]),
  ].filter((text) => text.length > 6);
}

/** In whatever way JSON or CSV write it. */
const tells = (answer: string, text: string): boolean =>
  answer.includes(text) || answer.includes(JSON.stringify(text).slice(1, -1));

describe('somebody who is limited to a project', () => {
  it('reads nothing in any answer that names another, or what lies in it', async () => {
    const secrets = foreign();
    expect(secrets.length).toBeGreaterThan(15);
    const told = new Set<string>();
    for (const path of reads()) {
      const answer = await ask(path, limited);
      expect({ path, names: secrets.filter((secret) => tells(answer, secret)) }).toEqual({ path, names: [] });
      const whole = await ask(path, all);
      for (const secret of secrets) if (tells(whole, secret)) told.add(secret);
    }
    // The calls would have told them.
    expect(told.size).toBeGreaterThan(secrets.length / 2);
  }, 120_000);

  it('has the totals of that project, in answers and files', async () => {
    const wanted = costsAnswer.parse(JSON.parse(await ask(`/api/v1/costs?${RANGE}&project_id=${own}`, all)));
    const { total } = costsAnswer.parse(JSON.parse(await ask(`/api/v1/costs?${RANGE}`, limited)));
    expect(total).toBe(wanted.total);
    const rows = (await ask(`/api/v1/costs/export?${RANGE}&group_by=project_id`, limited))
      .trim()
      .split('\r\n')
      .slice(1);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.every((row) => row.includes(own) || /,0?,usd$/.test(row))).toBe(true);
  });

  it('is told of others what is told of those that do not exist', async () => {
    const { projects, members } = stand.simulator.organization;
    const other = projects.find(({ id }) => id !== own)?.id ?? '';
    const answers = async (id: string, nothing: string): Promise<void> => {
      const [real, made] = await Promise.all([ask(id, limited), ask(nothing, limited)]);
      const plain = (text: string, name: string): string =>
        text.replaceAll(name, '…').replace(/"request_id":"[^"]*"/, '');
      const last = (path: string): string => path.split(/[/=]/).at(-1) ?? '';
      expect(plain(real, last(id))).toBe(plain(made, last(nothing)));
    };
    await answers(`/api/v1/projects/${other}`, '/api/v1/projects/proj_nothing');
    await answers(`/api/v1/costs?${RANGE}&project_id=${other}`, `/api/v1/costs?${RANGE}&project_id=proj_nothing`);
    await answers(`/api/v1/api-keys?project_id=${other}`, '/api/v1/api-keys?project_id=proj_nothing');
    await answers(`/api/v1/members/${members[0]?.id}`, '/api/v1/members/user-nothing');
  });

  it('is told no counts of the whole organization by what is collected', async () => {
    const status = JSON.parse(await ask('/api/v1/sync', limited)) as {
      runs: unknown[];
      feeds: { rows_stored: unknown }[];
    };
    expect([status.runs, new Set(status.feeds.map(({ rows_stored: rows }) => rows))]).toEqual([[], new Set([null])]);
  });

  it('is told when their projects used something last, and nothing of when others did', async () => {
    const { nest } = server.application;
    const nobody = await signIn(nest, { role: 'viewer', projectIds: ['proj_of_nobody'] });
    const lastOf = async (cookie: string) =>
      usageOverview
        .parse(JSON.parse(await ask(`/api/v1/usage?${RANGE}`, cookie)))
        .capabilities.filter(({ state }) => state === 'collected')
        .map(({ last_activity }) => last_activity);
    const [newest] = await stand.query<{ day: Date }>(
      `SELECT max(p.start) AS day FROM points_1d p JOIN series s ON s.organization_id = p.organization_id AND s.id = p.series_id
        WHERE s.project_id = $1 AND s.capability = $2 AND s.kind = 'base'`,
      own,
      usageCapabilities(CAPABILITIES)[0]?.[0],
    );
    expect(await lastOf(limited)).toEqual([newest?.day.toISOString().replace('.000Z', 'Z')]);
    expect(await lastOf(all)).toHaveLength(1);
    expect(await lastOf(nobody)).toEqual([]);
  });
});
