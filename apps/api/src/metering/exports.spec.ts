/** What a file holds, over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES, problem, usageCapabilities } from '@bursar/contract';
import { FULL_SCOPE } from '../http/scope.js';
import { readCsv, readRecords } from '../testing/read-csv.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { type CostRow, MeteringFixture } from './testing/metering-fixture.js';

/** Hostile, as anyone who may name a project or a key can make them. */
const NAMES = { proj_a: '=HYPERLINK("https://example.com")', proj_b: 'a,"b"', proj_c: 'x\n\u202E=1' };
const RTL = 'פרויקט';

let metering: MeteringFixture;
let server: TestApplication;
beforeAll(async () => {
  metering = await MeteringFixture.start();
  metering.clock.set('2026-11-21T12:00:00Z');
  server = await startTestApplication({ database: metering.database, clock: metering.clock });
  await metering.read({ start: '2026-11-10', end: '2026-11-19', readAt: '2026-11-19T23:00:00Z', rows: fewRows() });
  for (const [id, name] of Object.entries({ ...NAMES, proj_d: RTL })) {
    await metering.query(
      `INSERT INTO directory_objects (organization_id, kind, id, name, object, first_seen_at, last_seen_at)
       VALUES (1, 'project', $1, $2, '{}', now(), now())`,
      [id, name],
    );
  }
});
afterAll(async () => {
  await server.close();
  await metering.stop();
});

function fewRows(): CostRow[] {
  const row = (day: string, project: string | null, amount: string): CostRow => ({ day, project, item: 'x', amount });
  return [
    row('2026-11-10', 'proj_a', '0.0000000000000000000000000000000001'),
    row('2026-11-10', 'proj_b', '-2'),
    row('2026-11-10', 'proj_c', '3'),
    row('2026-11-10', 'proj_d', '4'),
    row('2026-11-10', 'proj_e', '0'),
    row('2026-11-10', null, '5'),
    row('2026-11-18', 'proj_a', '6'),
  ];
}

const csv = async (path: string): Promise<string> => {
  const response = await server.fetch(`/api/v1/${path}`);
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/csv; charset=utf-8; header=present',
  ]);
  return response.text();
};

describe('a file of costs', () => {
  it('tells every bucket with its state, ids, names that do nothing, and exact amounts', async () => {
    const text = await csv('costs/export?start=2026-11-10&end=2026-11-12&group_by=project_id');
    const of = ['2026-11-10T00:00:00Z', '2026-11-11T00:00:00Z', 'final'];
    expect(readCsv(text)).toEqual([
      ['period_start', 'period_end', 'state', 'project_id', 'project_name', 'attribution', 'amount', 'currency'],
      [...of, 'proj_a', `'${NAMES.proj_a}`, 'named', '0.0000000000000000000000000000000001', 'usd'],
      [...of, 'proj_b', NAMES.proj_b, 'named', '-2', 'usd'],
      [...of, 'proj_c', 'x\uFFFD\uFFFD=1', 'named', '3', 'usd'],
      [...of, 'proj_d', RTL, 'named', '4', 'usd'],
      [...of, 'proj_e', '', 'named', '0', 'usd'],
      [...of, '', '', 'none', '5', 'usd'],
      ['2026-11-11T00:00:00Z', '2026-11-12T00:00:00Z', 'final', '', '', '', '0', 'usd'],
    ]);
    // Plain: the names first, no mark of byte order, and numbers as they are.
    expect(text.startsWith('period_start,period_end,')).toBe(true);
    expect(text).toContain(',named,-2,usd\r\n');
  });

  it('never tells what is not known as zero', async () => {
    const rows = readRecords(await csv('costs/export?start=2026-11-17&end=2026-11-22'));
    expect(rows.map(({ period_start, state, amount }) => [period_start?.slice(8, 10), state, amount])).toEqual([
      ['17', 'pending', ''],
      ['18', 'provisional', '6'],
      ['19', 'missing', ''],
      ['20', 'missing', ''],
      ['21', 'missing', ''],
    ]);
  });

  it('holds the projects of who may see some, and nothing of others', async () => {
    const scope = { ...FULL_SCOPE, projectIds: ['proj_b', 'proj_d'] };
    const question = { start: '2026-11-10', end: '2026-11-19', groupBy: ['project_id'] };
    const rows = readRecords(await metering.exported(question, scope));
    const seen = rows.filter(({ attribution }) => attribution !== '');
    expect(seen.map(({ project_id, amount }) => [project_id, amount])).toEqual([
      ['proj_b', '-2'],
      ['proj_d', '4'],
    ]);
  });

  it.each([
    ['group_by=project_id', 'bursar-costs-2026-10-01_2026-11-01-by-project.csv'],
    [
      'bucket=month&group_by=api_key_id&group_by=line_item',
      'bursar-costs-2026-10-01_2026-11-01-by-api-key-and-line-item-and-month.csv',
    ],
    ['', 'bursar-costs-2026-10-01_2026-11-01.csv'],
  ])('of %j has a name that says so', async (query, name) => {
    const response = await server.fetch(`/api/v1/costs/export?start=2026-10-01&end=2026-11-01&${query}`, {
      method: 'HEAD',
    });
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
  });

  it.each([
    ['limit=10', 'limit'],
    ['format=xlsx', 'format'],
    ['colour=red', 'colour'],
    ['currency=eur', 'currency'],
    ['group_by=model&group_by=model', 'group_by'],
  ])('with %s is refused before anything is sent, naming the field', async (query, parameter) => {
    const response = await server.fetch(`/api/v1/costs/export?start=2026-10-01&end=2026-11-01&${query}`);
    expect(response.status).toBe(400);
    expect(problem.parse(await response.json()).errors[0]).toMatchObject({ parameter });
  });
});

describe('the document of the API', () => {
  it.each([
    ['/api/v1/costs/export', 'costs.read'],
    ['/api/v1/usage/{capability}/export', 'usage.read'],
  ])('tells that %s answers CSV, and who may ask', async (path, permission) => {
    const csv = { 'text/csv': { schema: { type: 'string' } } };
    expect(await server.get('/api/openapi.json')).toMatchObject({
      paths: { [path]: { get: { 'x-permission': permission, responses: { 200: { content: csv }, 429: {} } } } },
    });
  });
});

describe('a file of usage', () => {
  const [USED = '', { measures, headline, dimensions }] = usageCapabilities(CAPABILITIES)[0] ?? [
    '',
    CAPABILITIES.costs,
  ];
  const [, second = ''] = Object.keys(measures);
  beforeAll(async () => {
    await metering.query(`INSERT INTO feeds (organization_id, feed, fence) VALUES (1, 'usage', 1)`);
    const start = new Date('2026-11-10');
    const window = { capability: USED, feed: 'usage', groupBy: dimensions, start, end: new Date('2026-11-11') };
    const writer = await metering.open(window);
    const none = Object.fromEntries(dimensions.map((name) => [name, null]));
    const told = { dimensions: { ...none, project_id: 'proj_a' }, measures: { [headline]: '7', [second]: '0' } };
    await writer.append(start.getTime() / 1000, [{ ...told, currency: null, quantityUnit: null }]);
    await writer.commit(new Date('2026-11-20'));
  });
  const question = `usage/${USED}/export?start=2026-11-10&end=2026-11-12&group_by=project_id`;

  it('has each measure, and nothing where OpenAI tells nothing', async () => {
    const [row, ...rest] = readRecords(await csv(question));
    expect(Object.keys(row ?? {})).toEqual(expect.arrayContaining(Object.keys(measures)));
    const others = Object.keys(measures).filter((name) => ![headline, second].includes(name));
    expect(row).toMatchObject({ project_id: 'proj_a', [headline]: '7', [second]: '0' });
    expect(others.map((name) => row?.[name])).toEqual(others.map(() => ''));
    expect(rest).toMatchObject([{ state: 'missing', project_id: '', [headline]: '' }]);
  });

  it('has the measure that is asked for', async () => {
    const [names] = readCsv(await csv(`${question}&measure=${second}`));
    expect(names).toEqual(['period_start', 'period_end', 'state', 'project_id', 'project_name', 'attribution', second]);
  });

  it('is not there for what OpenAI does not count', async () => {
    const response = await server.fetch(`/api/v1/usage/telepathy/export?start=2026-11-10&end=2026-11-12`);
    expect(response.status).toBe(404);
  });
});
