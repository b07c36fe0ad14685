/** The calls of this folder over HTTP: what is refused, and what an answer looks like. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { costsAnswer, MAX_CELLS, problem, restatementsAnswer } from '@bursar/contract';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { type CostRow, MeteringFixture } from './testing/metering-fixture.js';

let metering: MeteringFixture;
let server: TestApplication;

beforeAll(async () => {
  metering = await MeteringFixture.start();
  metering.clock.set('2026-11-21T12:00:00Z');
  server = await startTestApplication({ database: metering.database, clock: metering.clock });
  const rows: CostRow[] = [];
  for (const [project, amount] of [
    ['proj_a', '3'],
    ['proj_b', '2'],
    ['proj_c', '0.25'],
    [null, '-1'],
  ] as const) {
    for (const day of ['2026-10-30', '2026-11-02']) {
      rows.push({ day, project, item: 'gpt-6-astra, input', key: project === null ? null : `key_${project}`, amount });
    }
  }
  await metering.read({ start: '2026-10-01', end: '2026-11-22', readAt: '2026-11-21T11:00:00Z', rows });
});

afterAll(async () => {
  await server.close();
  await metering.stop();
});

const costs = async (query: string) => costsAnswer.parse(await server.get(`/api/v1/costs?${query}`));

describe('GET /api/v1/costs', () => {
  it('answers groups and the rest, which add up to the total', async () => {
    const answer = await costs('start=2026-10-26&end=2026-11-09&bucket=week&group_by=project_id&limit=2');
    expect(answer).toEqual({
      range: { start: '2026-10-26T00:00:00Z', end: '2026-11-09T00:00:00Z' },
      bucket: 'week',
      group_by: ['project_id'],
      currency: 'usd',
      total: '8.5',
      other_currencies: [],
      buckets: [
        { start: '2026-10-26T00:00:00Z', from: '2026-10-26T00:00:00Z', to: '2026-11-02T00:00:00Z', state: 'final' },
        { start: '2026-11-02T00:00:00Z', from: '2026-11-02T00:00:00Z', to: '2026-11-09T00:00:00Z', state: 'final' },
      ],
      points: [
        { start: '2026-10-26T00:00:00Z', amount: '4.25' },
        { start: '2026-11-02T00:00:00Z', amount: '4.25' },
      ],
      groups: [
        {
          key: { project_id: 'proj_a' },
          label: null,
          attribution: 'named',
          total: '6',
          points: [
            { start: '2026-10-26T00:00:00Z', amount: '3' },
            { start: '2026-11-02T00:00:00Z', amount: '3' },
          ],
        },
        {
          key: { project_id: 'proj_b' },
          label: null,
          attribution: 'named',
          total: '4',
          points: [
            { start: '2026-10-26T00:00:00Z', amount: '2' },
            { start: '2026-11-02T00:00:00Z', amount: '2' },
          ],
        },
      ],
      other: {
        groups: 2,
        total: '-1.5',
        points: [
          { start: '2026-10-26T00:00:00Z', amount: '-0.75' },
          { start: '2026-11-02T00:00:00Z', amount: '-0.75' },
        ],
      },
      completeness: {
        state: 'final',
        billed_through: '2026-11-09T00:00:00Z',
        provisional_from: null,
        synced_at: '2026-11-21T11:00:00Z',
        gaps: [],
      },
    });
  });

  it('takes repeated filters as either, different ones as both', async () => {
    const range = 'start=2026-10-01&end=2026-11-22&bucket=total';
    expect((await costs(`${range}&project_id=proj_a&project_id=proj_b`)).total).toBe('10');
    expect((await costs(`${range}&project_id=proj_a&api_key_id=key_proj_b`)).total).toBe('0');
    expect((await costs(`${range}&model=gpt-6-astra&without=project_id`)).total).toBe('-2');
    expect((await costs(`${range}&organization=org-one`)).total).toBe('8.5');
  });

  it('cuts the future off at the end of the running day', async () => {
    const answer = await costs('start=2026-11-20T00:00:00Z&end=2027-02-01');
    expect(answer.range).toEqual({ start: '2026-11-20T00:00:00Z', end: '2026-11-22T00:00:00Z' });
    expect(answer.buckets.map(({ state }) => state)).toEqual(['pending', 'pending']);
  });

  it('describes itself by the schema of its answer', async () => {
    const document = JSON.stringify(await server.get('/api/openapi.json'));
    expect(document).toContain('"/api/v1/costs"');
    expect(document).toContain('"/api/v1/restatements"');
    expect(document).toContain('"x-permission":"costs.read"');
  });
});

describe('a question that cannot be answered', () => {
  const valid = 'start=2026-10-01&end=2026-11-01';
  it.each([
    ['a reversed range', 'start=2026-11-01&end=2026-10-01', 'end', undefined],
    ['an empty range', 'start=2026-11-01&end=2026-11-01', 'end', undefined],
    ['a hundred years', 'start=1926-11-01&end=2026-11-01', 'end', undefined],
    ['a hundred years ahead', 'start=2026-11-01&end=2126-11-01', 'end', undefined],
    ['a range in the future', 'start=2026-11-22&end=2026-11-25', 'start', undefined],
    ['an instant within a day', 'start=2026-10-01T12:00:00Z&end=2026-11-01', 'start', ['2026-10-01T00:00:00Z']],
    ['a day that does not exist', 'start=2026-02-30&end=2026-11-01', 'start', undefined],
    ['no range', 'start=2026-10-01', 'end', undefined],
    ['an unknown bucket', `${valid}&bucket=hour`, 'bucket', ['day', 'week', 'month', 'quarter', 'total']],
    [
      'an unknown grouping',
      `${valid}&group_by=api_source`,
      'group_by',
      ['organization_id', 'project_id', 'line_item', 'api_key_id', 'model', 'token_type', 'user_id'],
    ],
    [
      'three groupings',
      `${valid}&group_by=model&group_by=project_id&group_by=line_item`,
      'group_by',
      expect.arrayContaining(['model']),
    ],
    ['one grouping twice', `${valid}&group_by=model&group_by=model`, 'group_by', expect.arrayContaining(['model'])],
    ['an unknown parameter', `${valid}&colour=red`, 'colour', expect.arrayContaining(['project_id'])],
    ['an unknown dimension', `${valid}&without=api_source`, 'without', expect.arrayContaining(['project_id'])],
    ['a limit of nothing', `${valid}&limit=0`, 'limit', undefined],
    ['a limit beyond all bounds', `${valid}&limit=1001`, 'limit', undefined],
    ['a currency that was never billed', `${valid}&currency=eur`, 'currency', ['usd']],
    ['a currency that is none', `${valid}&currency=Dollar`, 'currency', undefined],
    ['an organization that is not connected', `${valid}&organization=org-none`, 'organization', ['org-one']],
    ['an empty name', `${valid}&project_id=`, 'project_id', undefined],
  ])('with %s is refused, naming the field and what is allowed', async (_case, query, parameter, allowed) => {
    const response = await server.fetch(`/api/v1/costs?${query}`);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const { type, errors } = problem.parse(await response.json());
    expect(type).toBe('/problems/invalid-request');
    expect(errors[0]).toEqual({ parameter, message: expect.any(String), ...(allowed !== undefined && { allowed }) });
  });

  it('with too many cells is told how to narrow it', async () => {
    const keys = Array.from({ length: 900 }, (_, index) => ({ day: '2026-10-05', key: `key_${index}`, amount: '1' }));
    await metering.read({ start: '2026-10-05', end: '2026-10-06', readAt: '2026-11-21T11:00:00Z', rows: keys });
    const query = 'start=2026-01-01&end=2026-11-22&group_by=api_key_id&limit=1000';
    const response = await server.fetch(`/api/v1/costs?${query}`);
    expect(response.status).toBe(400);
    const { type, detail, errors } = problem.parse(await response.json());
    expect(type).toBe('/problems/too-large-answer');
    expect(detail).toContain(String(MAX_CELLS));
    expect(errors.map(({ parameter }) => parameter)).toEqual(['limit', 'bucket']);
    expect((await costs(`${query}&bucket=week`)).groups).toHaveLength(904);
  });
});

describe('GET /api/v1/restatements', () => {
  it('answers the ledger, page by page', async () => {
    const restated = [
      { day: '2026-11-02', project: 'proj_a', item: 'gpt-6-astra, input', key: 'key_proj_a', amount: '2.5' },
    ];
    await metering.read({ start: '2026-11-02', end: '2026-11-03', readAt: '2026-11-21T11:30:00Z', rows: restated });
    const list = async (query: string) =>
      restatementsAnswer.parse(await server.get(`/api/v1/restatements?start=2026-11-01&end=2026-12-01${query}`));
    const first = await list('&limit=3');
    expect(first.data).toHaveLength(3);
    const rest = await list(`&limit=3&cursor=${first.next_cursor}`);
    expect(rest).toMatchObject({ data: [expect.anything()], next_cursor: null });
    const changed = [...first.data, ...rest.data].map(({ key, delta }) => `${key['project_id']} ${delta}`);
    expect(changed.sort()).toEqual(['null 1', 'proj_a -0.5', 'proj_b -2', 'proj_c -0.25']);
    expect((await list('&project_id=proj_b')).data).toHaveLength(1);
    expect((await server.fetch(`/api/v1/restatements?start=2026-11-01&end=2026-10-01`)).status).toBe(400);
    expect((await server.fetch(`/api/v1/restatements?start=2026-11-01&end=2026-12-01&cursor=x`)).status).toBe(400);
  });
});
