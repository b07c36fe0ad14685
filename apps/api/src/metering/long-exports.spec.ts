/** Files of more rows than are read at once: how they are read, and how they end. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { costsAnswer, problem } from '@bursar/contract';
import pg from 'pg';
import { FULL_SCOPE } from '../http/scope.js';
import { readRecords } from '../testing/read-csv.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { ROWS_AT_ONCE } from './cursor.js';
import { MOST_EXPORTS } from './exports.service.js';
import { inSnapshot } from './snapshot.js';
import { type CostRow, joined, MeteringFixture } from './testing/metering-fixture.js';

/** Of two days of two months each: more of each month than is read at once. */
const KEYS = 1100;

let metering: MeteringFixture;
let server: TestApplication;
beforeAll(async () => {
  metering = await MeteringFixture.start();
  server = await startTestApplication({ database: metering.database, clock: metering.clock });
  const many = Array.from({ length: KEYS }, (_, key) => `key_${key}`);
  const rows = ['2026-09-01', '2026-09-02', '2026-10-01', '2026-10-02'].flatMap((day) =>
    many.map((key): CostRow => ({ day, project: 'proj_a', item: 'gpt-6-astra, input', key, amount: '0.01' })),
  );
  await metering.read({ start: '2026-09-01', end: '2026-10-03', readAt: '2026-11-20T01:00:00Z', rows });
  // As a feed does once it has read a history.
  await metering.query('ANALYZE');
});
afterAll(async () => {
  await server.close();
  await metering.stop();
});

const csv = async (path: string): Promise<string> => {
  const response = await server.fetch(`/api/v1/${path}`);
  expect(response.status).toBe(200);
  return response.text();
};

describe('a file', () => {
  it('is every group, where the answer sums most of them up', async () => {
    const question = 'start=2026-09-01&end=2026-10-03&bucket=month&group_by=api_key_id';
    const answer = costsAnswer.parse(await server.get(`/api/v1/costs?${question}&limit=1`));
    const rows = readRecords(await csv(`costs/export?${question}`));
    expect(answer).toMatchObject({ total: '44', other: { groups: KEYS - 1 } });
    expect(rows).toHaveLength(2 * KEYS);
    expect(rows.every(({ amount }) => amount === '0.02')).toBe(true);
    expect(new Set(rows.map(({ period_start, period_end }) => `${period_start} ${period_end}`))).toEqual(
      new Set(['2026-09-01T00:00:00Z 2026-10-01T00:00:00Z', '2026-10-01T00:00:00Z 2026-10-03T00:00:00Z']),
    );
  });
});

describe('rows', () => {
  it('are read a bounded number at a time', async () => {
    const fetched: { text: string; rows: number }[] = [];
    const question = {
      capability: 'costs',
      range: { start: Date.parse('2026-09-01'), end: Date.parse('2026-10-03') },
      bucket: 'day' as const,
      groupBy: ['api_key_id'],
      filters: new Map(),
      without: [],
    };
    const text = await inSnapshot(metering.database.dataSource, async (client) => {
      const watched = new Proxy(client, {
        get: (target, name) =>
          name !== 'query'
            ? Reflect.get(target, name)
            : async (...asked: Parameters<typeof client.query>) => {
                const answer = await target.query(...asked);
                const [statement] = asked as unknown as [string | { text: string }];
                const { rows } = answer as unknown as { rows: unknown[] | undefined };
                fetched.push({
                  text: typeof statement === 'string' ? statement : statement.text,
                  rows: rows?.length ?? 0,
                });
                return answer;
              },
      });
      const { lines } = await metering.reports.openExport(watched, question, FULL_SCOPE);
      return await joined(lines);
    });
    expect(readRecords(text).filter(({ amount }) => amount === '0.01')).toHaveLength(4 * KEYS);
    const fetches = fetched.filter(({ text }) => text.startsWith('FETCH'));
    expect(fetches.map(({ text }) => text)).toEqual(fetches.map(() => `FETCH ${ROWS_AT_ONCE} FROM bursar_rows`));
    const rest = 2 * KEYS - ROWS_AT_ONCE;
    expect(fetches.map(({ rows }) => rows)).toEqual([ROWS_AT_ONCE, rest, ROWS_AT_ONCE, rest]);
    expect(Math.max(...fetched.map(({ rows }) => rows))).toBe(ROWS_AT_ONCE);
  });
});

/** Postgres waits in the second month of a file while the first is on its way. */
describe('a file that is being written', () => {
  const PATH = '/api/v1/costs/export?start=2026-09-01&end=2026-10-03&group_by=api_key_id&group_by=line_item';
  let holder: pg.Client;
  beforeEach(async () => {
    holder = new pg.Client({ connectionString: metering.database.url });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE points_1d_2026_10 IN ACCESS EXCLUSIVE MODE');
  });
  afterEach(() => holder.end());

  const waiting = (): Promise<{ pid: number }[]> =>
    metering.query(`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
  const untilWaiting = async (count: number): Promise<{ pid: number }[]> => {
    for (;;) {
      const found = await waiting();
      if (found.length === count) return found;
    }
  };
  const begin = async () => {
    const left = new AbortController();
    const response = await server.fetch(PATH, { signal: left.signal });
    return { left, response };
  };
  const idle = async (): Promise<void> => {
    const busy = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'
                  AND query NOT LIKE '%LOCK TABLE%'`;
    while ((await metering.query(busy)).length > 0);
  };

  it('leaves no statement and no connection behind when its caller goes', async () => {
    const { left, response } = await begin();
    expect(response.status).toBe(200);
    await untilWaiting(1);
    left.abort();
    await untilWaiting(0);
    await idle();
    await holder.query('ROLLBACK');
    // As many may begin as before.
    const path = PATH.replace('/api/v1/', '');
    await Promise.all(Array.from({ length: MOST_EXPORTS }, () => csv(path)));
  });

  it('is a broken transfer where Postgres fails it', async () => {
    const { response } = await begin();
    const [found] = await untilWaiting(1);
    await metering.query('SELECT pg_terminate_backend($1)', [found?.pid]);
    await expect(response.text()).rejects.toThrow('terminated');
    expect((await server.fetch(`/api/health/ready`)).status).toBe(200);
  });

  it('is one of a few: who comes when as many as may be are written is told when to come again', async () => {
    const begun = await Promise.all(Array.from({ length: MOST_EXPORTS }, begin));
    await untilWaiting(MOST_EXPORTS);
    const refused = await server.fetch(PATH);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '15']);
    expect(problem.parse(await refused.json())).toMatchObject({ type: '/problems/too-many-exports', status: 429 });
    // What pages ask goes on.
    expect((await server.fetch(`/api/v1/costs?start=2026-11-10&end=2026-11-12`)).status).toBe(200);
    await holder.query('ROLLBACK');
    const texts = await Promise.all(begun.map(({ response }) => response.text()));
    for (const text of texts)
      expect(readRecords(text).filter(({ amount }) => amount === '0.01')).toHaveLength(4 * KEYS);
    expect(await csv(PATH.replace('/api/v1/', ''))).toBe(texts[0]);
  });
});
