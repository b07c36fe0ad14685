/** Money in, the same money out. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CostRow, MeteringFixture } from './testing/metering-fixture.js';

let metering: MeteringFixture;
beforeAll(async () => {
  metering = await MeteringFixture.start();
});
afterAll(() => metering.stop());
beforeEach(() => metering.clear());

const DAY = { start: '2026-10-01', end: '2026-10-02' };
const read = (rows: readonly Omit<CostRow, 'day'>[]) =>
  metering.read({ ...DAY, readAt: '2026-11-01', rows: rows.map((row) => ({ day: '2026-10-01', ...row })) });
const total = async (question = {}) => (await metering.costs({ ...DAY, ...question })).total;

describe('an amount', () => {
  it.each([
    '0.0036275',
    '0.0001234567890123456789012345678901',
    '12345678901234567890123456.1234567890123456789012345678901234',
    '-0.0000000000000000000000000000000001',
    '100',
    '0',
  ])('of %s is answered to its last digit (case 68)', async (amount) => {
    await read([{ project: 'proj_a', amount }]);
    const report = await metering.costs({ ...DAY, groupBy: ['project_id'] });
    expect([report.total, report.groups[0]?.total, report.points[0]?.value]).toEqual([amount, amount, amount]);
  });

  it('is written plainly: no trailing zeros, no exponent, no minus before zero', async () => {
    await read([
      { project: 'a', amount: '1.500' },
      { project: 'b', amount: '0.00000010' },
      { project: 'c', amount: '-0.0' },
      { project: 'd', amount: '1000000000000000000000' },
    ]);
    const { groups } = await metering.costs({ ...DAY, groupBy: ['project_id'] });
    expect(groups.map((group) => group.total)).toEqual(['1000000000000000000000', '1.5', '0.0000001', '0']);
  });

  it('of 0.1 ten times is exactly 1 (case 69)', async () => {
    await read(Array.from({ length: 10 }, (_, index) => ({ key: `key_${index}`, amount: '0.1' })));
    expect(await total()).toBe('1');
  });

  it('of a credit is negative, belongs to no project, and counts (case 61)', async () => {
    await read([
      { project: 'proj_a', amount: '10.25' },
      { project: null, item: 'credit', amount: '-30' },
    ]);
    const report = await metering.costs({ ...DAY, groupBy: ['project_id'] });
    expect(report.total).toBe('-19.75');
    expect(report.groups).toMatchObject([
      { key: { project_id: 'proj_a' }, attribution: 'named', total: '10.25' },
      { key: { project_id: null }, attribution: 'none', label: null, total: '-30' },
    ]);
    expect(await total({ without: ['project_id'] })).toBe('-30');
    const scope = { organizationIds: [1], projectIds: ['proj_a'] };
    expect((await metering.costs({ ...DAY, groupBy: ['project_id'] }, scope)).groups).toHaveLength(1);
    expect((await metering.costs(DAY, scope)).total).toBe('10.25');
    expect((await metering.costs(DAY, { organizationIds: [], projectIds: 'all' })).total).toBe('0');
  });

  it('that is missing is a row without money, and zero is a row', async () => {
    await read([
      { project: 'proj_a', quantity: '7' },
      { project: 'proj_b', amount: '0' },
    ]);
    const rows = await metering.query('SELECT amount, quantity FROM points_1d ORDER BY amount NULLS FIRST');
    expect(rows).toEqual([
      { amount: null, quantity: expect.stringMatching(/^7\.0+$/) },
      { amount: expect.stringMatching(/^0\.0+$/), quantity: null },
    ]);
    const report = await metering.costs({ ...DAY, groupBy: ['project_id'] });
    expect(report.groups.map(({ key, total: sum }) => [key['project_id'], sum])).toEqual([
      ['proj_a', '0'],
      ['proj_b', '0'],
    ]);
  });
});

describe('currencies', () => {
  it('are never added up (case 70)', async () => {
    await read([
      { project: 'proj_a', amount: '1' },
      { project: 'proj_a', amount: '2', currency: 'eur' },
      { project: 'proj_b', amount: '4', currency: 'eur' },
      // Money of no known currency is one of its own, by ISO 4217's word for that.
      { project: 'proj_a', amount: '8', currency: null },
    ]);
    const usd = await metering.costs({ ...DAY, groupBy: ['project_id'] });
    expect(usd).toMatchObject({ currency: 'usd', total: '1', groups: [{ total: '1' }] });
    expect(usd.otherCurrencies).toEqual([
      { currency: 'xxx', total: '8' },
      { currency: 'eur', total: '6' },
    ]);
    const eur = await metering.costs({ ...DAY, currency: 'eur', filters: new Map([['project_id', ['proj_a']]]) });
    expect(eur).toMatchObject({ currency: 'eur', total: '2' });
    expect(eur.otherCurrencies).toEqual([
      { currency: 'xxx', total: '8' },
      { currency: 'usd', total: '1' },
    ]);
    await expect(metering.costs({ ...DAY, currency: 'gbp' })).rejects.toMatchObject({
      status: 400,
      errors: [{ parameter: 'currency', allowed: ['eur', 'usd', 'xxx'] }],
    });
  });
});

describe('names', () => {
  const HOSTILE = [
    `<img src=x onerror="alert('x')">`,
    '=HYPERLINK("https://example.com","x")',
    '\u202Eevil\u202C, input',
    `'; DROP TABLE points_1d; --`,
    'tab\there, newline\nthere \\N \\.',
    'x'.repeat(5000),
    'gpt-6-astra, a | b, \u{1F4B8} ünïcode',
    '',
  ];

  it('of any kind are only names: stored, grouped and filtered by as they are (case 74)', async () => {
    await read(
      HOSTILE.map((name, index) => ({ project: name, item: name, key: name, amount: `${HOSTILE.length - index}` })),
    );
    const { groups } = await metering.costs({ ...DAY, groupBy: ['project_id', 'line_item'], limit: 3 });
    expect(groups.map(({ key }) => key)).toEqual(
      HOSTILE.slice(0, 3).map((name) => ({ project_id: name, line_item: name })),
    );
    const items = await metering.costs({ ...DAY, groupBy: ['line_item'] });
    expect(items.groups.map(({ label }) => label)).toEqual(HOSTILE);
    for (const [index, name] of HOSTILE.entries()) {
      expect(await total({ filters: new Map([['line_item', [name]]]) })).toBe(String(HOSTILE.length - index));
    }
  });

  it('with what Postgres cannot keep are kept readable and apart from others', async () => {
    await read([
      { project: 'a\0b', amount: '1' },
      { project: 'a\uD800b', amount: '2' },
      { project: 'ab', amount: '4' },
    ]);
    const { groups } = await metering.costs({ ...DAY, groupBy: ['project_id'] });
    expect(groups.map(({ key, total: sum }) => [key['project_id'], sum])).toEqual([
      ['ab', '4'],
      ['a\uFFFDb', '3'],
    ]);
  });
});

describe('labels', () => {
  it('are the names as last seen, also of what is gone (case 41)', async () => {
    await read([
      { project: 'proj_a', item: 'x', key: 'key_1', amount: '2' },
      { project: 'proj_b', item: 'x', key: null, amount: '1' },
    ]);
    await metering.query(
      `INSERT INTO directory_objects (organization_id, kind, id, name, object, first_seen_at, last_seen_at, gone_at)
       VALUES (1, 'project', 'proj_a', 'Search', '{}', now(), now(), now()),
              (1, 'api_key', 'key_1', 'ci', '{}', now(), now(), NULL)`,
    );
    const labels = async (groupBy: string[]) =>
      (await metering.costs({ ...DAY, groupBy })).groups.map(({ label }) => label);
    expect(await labels(['project_id'])).toEqual(['Search', null]);
    expect(await labels(['project_id', 'line_item'])).toEqual(['Search · x', 'proj_b · x']);
    expect(await labels(['project_id', 'api_key_id'])).toEqual(['Search · ci', null]);
    await metering.query(`UPDATE directory_objects SET name = NULL, object = '{"redacted_value": "sk-…ab12"}'
                           WHERE id = 'key_1'`);
    expect(await labels(['api_key_id'])).toEqual(['sk-…ab12', null]);
  });
});
