/** Two organizations of the environment, collected by one server side by side. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { costsAnswer, organizationsAnswer, problem } from '@bursar/contract';
import { type Simulator, startSimulator } from '@bursar/openai-admin-simulator';
import { billedCosts, historyOf, storedCosts } from '../sync/testing/stored-costs.js';
import { startStand, type SyncStand, TINY } from '../sync/testing/sync-stand.js';
import { type Served, serve } from '../testing/served.js';
import { ConnectionsModule } from './connections.module.js';
import { ConnectedOrganizations } from './connected-organizations.service.js';
import { type OneAddress, startOneAddress } from './testing/one-address.js';

const FIRST_KEY = 'sk-admin-of-the-first-0123456789abcdef';
const SECOND_KEY = 'sk-admin-of-the-second-0123456789abcde';
const WRITE_KEY = 'sk-admin-that-writes-second-0123456789';

let second: Simulator;
let address: OneAddress;
let stand: SyncStand;
let served: Served;

beforeAll(async () => {
  second = await startSimulator({
    ...TINY,
    seed: 7,
    organizationId: 'org-second',
    adminKeys: [{ value: SECOND_KEY }, { value: WRITE_KEY, scopes: [] }],
  });
  // The stand makes the first simulator; its address is known only then.
  const first = { url: '', keys: [FIRST_KEY] };
  address = await startOneAddress([first, { url: second.url, keys: [SECOND_KEY, WRITE_KEY] }]);
  stand = await startStand({
    simulator: { ...TINY, organizationId: 'org-first', adminKeys: [{ value: FIRST_KEY }] },
    engine: {
      modules: [ConnectionsModule],
      adminKeys: [FIRST_KEY, SECOND_KEY],
      writeKeys: [WRITE_KEY],
      backfillMonths: 1,
      baseUrl: address.url,
    },
  });
  first.url = stand.simulator.url;
  served = await serve(stand.engine.module);
  await stand.engine.sync.runUntilIdle();
});
afterAll(async () => {
  await served.close();
  await stand.close();
  await second.stop();
  await address.close();
});

const get = async (path: string): Promise<unknown> => (await fetch(`${served.url}/api/v1/${path}`)).json();

const send = async (method: string, path: string, body: unknown): Promise<unknown> => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${served.url}/api/v1/${path}`, { method, headers, body: JSON.stringify(body) });
  return response.json();
};

const names = (): Promise<{ id: number; name: string }[]> =>
  stand.query('SELECT id, openai_id AS name FROM organizations ORDER BY openai_id');

describe('two keys of the environment', () => {
  it('are asked whose they are, and both organizations are collected to the last digit', async () => {
    expect((await names()).map(({ name }) => name)).toEqual(['org-first', 'org-second']);
    for (const simulator of [stand.simulator, second]) {
      const billed = billedCosts(simulator, ...historyOf(simulator, 1));
      expect(Object.keys(billed).length).toBeGreaterThan(20);
      expect(await storedCosts(stand, simulator.organizationId)).toEqual(billed);
    }
    expect(await stand.query(`SELECT DISTINCT state FROM runs`)).toEqual([{ state: 'succeeded' }]);
  });

  it('are told apart by group_by=organization_id, and add up', async () => {
    const [start, end] = historyOf(stand.simulator, 1).map((day) => day.toISOString().slice(0, 10));
    const both = costsAnswer.parse(await get(`costs?start=${start}&end=${end}&bucket=total&group_by=organization_id`));
    const own = async (id: string): Promise<string> =>
      costsAnswer.parse(await get(`costs?start=${start}&end=${end}&bucket=total&organization=${id}`)).total;
    const totals = Object.fromEntries(both.groups.map(({ key, total }) => [String(key['organization_id']), total]));
    expect(totals).toEqual({ 'org-first': await own('org-first'), 'org-second': await own('org-second') });
    const [exact] = await stand.query<{ sum: string }>(
      'SELECT trim_scale($1::numeric + $2::numeric)::text AS sum',
      ...Object.values(totals),
    );
    expect(both.total).toBe(exact?.sum);
  });

  it('stand in the database by a mark and their last four characters alone', async () => {
    const rows = await stand.query<{ text: string }>(
      'SELECT k::text AS text FROM organization_keys k UNION ALL SELECT a::text FROM activity a',
    );
    const text = rows.map((row) => row.text).join('\n');
    expect(text).toContain(FIRST_KEY.slice(-4));
    for (const key of [FIRST_KEY, SECOND_KEY, WRITE_KEY]) {
      expect([text, ...stand.engine.log].join('\n')).not.toContain(key.slice(9));
    }
    expect(
      await stand.query('SELECT use, source, sealed FROM organization_keys ORDER BY organization_id, use'),
    ).toEqual([
      { use: 'read', source: 'environment', sealed: null },
      { use: 'read', source: 'environment', sealed: null },
      { use: 'write', source: 'environment', sealed: null },
    ]);
  });

  it('are changed where they stand, not in the web', async () => {
    const { data } = organizationsAnswer.parse(await get('organizations'));
    const [first, other] = data;
    expect([first?.keys.read?.source, first?.keys.write, other?.keys.write?.source]).toEqual([
      'environment',
      null,
      'environment',
    ]);
    const attempts = [
      ['PUT', `${first?.id}/keys/read`, { admin_key: SECOND_KEY }, 'OPENAI_ADMIN_KEY'],
      ['POST', `${first?.id}/disconnect`, { reason: 'sold' }, 'OPENAI_ADMIN_KEY'],
      ['DELETE', `${other?.id}/keys/write`, {}, 'OPENAI_ADMIN_WRITE_KEY'],
    ] as const;
    for (const [method, path, body, variable] of attempts) {
      const { status, detail } = problem.parse(await send(method, `organizations/${path}`, body));
      expect([status, detail]).toEqual([409, expect.stringContaining(`stands in ${variable}, so that it is changed`)]);
    }
  });

  it('stop each its own organization when OpenAI refuses one of them', async () => {
    second.faults.add({ kind: 'status', status: 401, code: 'invalid_api_key' });
    await stand.collect();
    const states = await stand.query(
      `SELECT o.openai_id AS name, o.state, array_agg(DISTINCT f.state) AS feeds
         FROM organizations o JOIN feeds f ON f.organization_id = o.id GROUP BY 1, 2 ORDER BY 1`,
    );
    expect(states).toEqual([
      { name: 'org-first', state: 'active', feeds: ['waiting'] },
      { name: 'org-second', state: 'stopped', feeds: ['stopped'] },
    ]);
    second.faults.clear();
    await stand.collect();
    expect(await stand.query('SELECT DISTINCT state FROM organizations')).toEqual([{ state: 'active' }]);
  });
});

describe('what is asked of one of them', () => {
  it('is done for that one alone', async () => {
    const post = (path: string, body: unknown): Promise<unknown> => send('POST', `sync/${path}`, body);
    const paused = await post('pause', { organization: ['org-second'], feeds: ['costs'], reason: 'looks odd' });
    expect(paused).toEqual({
      feeds: [
        { feed: 'costs', organization_id: 'org-second', paused: expect.objectContaining({ reason: 'looks odd' }) },
      ],
    });
    await post('resume', {});
    const { runs } = (await post('runs', { feeds: ['costs'] })) as { runs: { organization_id: string }[] };
    expect(runs.map((run) => run.organization_id).toSorted()).toEqual(['org-first', 'org-second']);
    expect(await post('runs', { organization: ['org-nobody'] })).toMatchObject({
      errors: [{ pointer: '/organization/0', allowed: ['org-first', 'org-second'] }],
    });
    await stand.engine.sync.runUntilIdle();
  });

  it('is changed with the key for writing, or where none is set with the one that reads', async () => {
    const connected = stand.engine.module.get(ConnectedOrganizations);
    const [first, other] = await names();
    const authorized = async (id: number, simulator: Simulator): Promise<string | undefined> => {
      simulator.requests.clear();
      const client = await connected.writeClientOf(id);
      const call = client?.send({
        family: 'GET /organization/projects',
        priority: 'person',
        call: (sdk, options) => sdk.admin.organization.projects.list({ limit: 1 }, options),
      });
      await call?.then((answer) => answer.release()).catch(() => undefined);
      return simulator.requests.entries[0]?.status.toString();
    };
    // The key for writing of the second may read nothing, by which it is known.
    expect(await authorized(first?.id ?? 0, stand.simulator)).toBe('200');
    expect(await authorized(other?.id ?? 0, second)).toBe('403');
    expect(await connected.writeClientOf(999)).toBeNull();
  });
});

describe('a start while OpenAI is away', () => {
  it('finds whose the keys are, and goes on when it answers again', async () => {
    address.shut();
    await stand.engine.stop();
    const engine = await stand.start();
    expect(await engine.sync.organizationIds()).toHaveLength(2);
    address.open();
    await stand.collect(engine);
    expect(await stand.query('SELECT DISTINCT state FROM organizations')).toEqual([{ state: 'active' }]);
  });
});
