/** The ledger: each change of what had been said, once, and nothing else. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FULL_SCOPE } from '../http/scope.js';
import { type CostRow, MeteringFixture, WITHOUT_KEY } from './testing/metering-fixture.js';

let metering: MeteringFixture;
beforeAll(async () => {
  metering = await MeteringFixture.start();
});
afterAll(() => metering.stop());
beforeEach(() => metering.clear());

const row = (project: string, amount: string, more: Partial<CostRow> = {}): CostRow => ({
  day: '2026-10-01',
  project,
  item: 'x, input',
  key: 'key_1',
  amount,
  ...more,
});
const read = (readAt: string, rows: readonly CostRow[], more = {}) =>
  metering.read({ start: '2026-10-01', end: '2026-10-02', readAt, rows, ...more });
const ledger = async (limit = 100, cursor?: string) =>
  metering.restatements.page(
    { range: { start: Date.parse('2026-10-01'), end: Date.parse('2026-10-02') }, limit, cursor },
    FULL_SCOPE,
  );

describe('a day that had been read a day after its end', () => {
  beforeEach(() => read('2026-10-03T00:00:00Z', [row('proj_a', '1.50'), row('proj_b', '2'), row('proj_c', '3')]));

  it('stands in the ledger once for each tuple that changed, appeared or vanished', async () => {
    const rows = [row('proj_a', '1.25'), row('proj_b', '2'), row('proj_d', '-0.5')];
    expect(await read('2026-10-09T07:00:00Z', rows)).toMatchObject({ restatements: 3 });
    expect(await read('2026-10-10T07:00:00Z', rows)).toMatchObject({ restatements: 0, changedBuckets: 0 });
    const { data, next_cursor } = await ledger();
    expect(next_cursor).toBeNull();
    const same = {
      organization_id: 'org-one',
      capability: 'costs',
      day: '2026-10-01T00:00:00Z',
      currency: 'usd',
      first_seen_at: '2026-10-03T00:00:00Z',
      detected_at: '2026-10-09T07:00:00Z',
    };
    const key = (project_id: string) => ({ project_id, line_item: 'x, input', api_key_id: 'key_1' });
    expect(data.toReversed()).toEqual([
      { id: expect.any(String), ...same, key: key('proj_a'), old_amount: '1.5', new_amount: '1.25', delta: '-0.25' },
      { id: expect.any(String), ...same, key: key('proj_c'), old_amount: '3', new_amount: null, delta: '-3' },
      { id: expect.any(String), ...same, key: key('proj_d'), old_amount: null, new_amount: '-0.5', delta: '-0.5' },
    ]);
    expect((await metering.costs({ start: '2026-10-01', end: '2026-10-02' })).total).toBe('2.75');
  });

  it('is not restated by another quantity, another name of the unit, or a group of zero', async () => {
    const rows = [
      row('proj_a', '1.5', { quantity: '7' }),
      row('proj_b', '2', { unit: 'tokens' }),
      row('proj_c', '3'),
      row('proj_d', '0'),
    ];
    expect(await read('2026-10-09', rows)).toEqual({ rows: 4, changedBuckets: 1, restatements: 0 });
  });

  it('is restated when another currency is billed', async () => {
    const rows = [row('proj_a', '1.5', { currency: 'eur' }), row('proj_b', '2'), row('proj_c', '3')];
    expect(await read('2026-10-09', rows)).toMatchObject({ restatements: 2 });
    const { data } = await ledger();
    expect(data.map(({ currency, delta }) => `${delta} ${currency}`).sort()).toEqual(['-1.5 usd', '1.5 eur']);
  });

  it('is compared on the dimensions that both readings have when it is read otherwise', async () => {
    const coarse = [row('proj_a', '1.5'), row('proj_b', '2'), row('proj_c', '3')];
    expect(await read('2026-10-09', coarse, { groupBy: WITHOUT_KEY })).toMatchObject({ restatements: 0 });
    const finer = [row('proj_a', '1'), row('proj_a', '0.5', { key: 'key_2' }), row('proj_b', '4'), row('proj_c', '3')];
    expect(await read('2026-10-10', finer)).toMatchObject({ restatements: 1 });
    const { data } = await ledger();
    expect(data).toMatchObject([
      { key: { project_id: 'proj_b', line_item: 'x, input' }, old_amount: '2', new_amount: '4' },
    ]);
  });

  it('with more than 1,000 changed tuples is told by project and line item, with their number', async () => {
    const many = (amount: string) =>
      Array.from({ length: 1200 }, (_, index) =>
        row(index < 700 ? 'proj_a' : 'proj_b', amount, { key: `key_${index}` }),
      );
    await read('2026-10-09', many('1'));
    await metering.query('TRUNCATE restatements');
    expect(await read('2026-10-10', many('1.1'))).toMatchObject({ restatements: 2 });
    const { data } = await ledger();
    expect(data.toReversed()).toMatchObject([
      {
        key: { project_id: 'proj_a', line_item: 'x, input', tuples: 700 },
        old_amount: '700',
        new_amount: '770',
        delta: '70',
      },
      {
        key: { project_id: 'proj_b', line_item: 'x, input', tuples: 500 },
        old_amount: '500',
        new_amount: '550',
        delta: '50',
      },
    ]);
  });

  it('is read page by page, the newest first', async () => {
    await read('2026-10-09', [row('proj_a', '1'), row('proj_b', '1'), row('proj_c', '1')]);
    await read('2026-10-10', [row('proj_a', '2'), row('proj_b', '2')]);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await ledger(2, cursor);
      expect(page.data.length).toBeLessThanOrEqual(2);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(6);
    expect(seen).toEqual(seen.toSorted((a, b) => Number(b) - Number(a)));
    await expect(ledger(2, 'nonsense')).rejects.toMatchObject({ status: 400, errors: [{ parameter: 'cursor' }] });
  });

  it('is shown to those only who may see its project', async () => {
    await read('2026-10-09', [row('proj_a', '1'), { ...row('proj_b', '1'), project: null }]);
    const question = { range: { start: Date.parse('2026-10-01'), end: Date.parse('2026-10-02') }, limit: 10 };
    const page = await metering.restatements.page(question, { organizationIds: [1], projectIds: ['proj_a'] });
    expect(page.data.map(({ key }) => key['project_id'])).toEqual(['proj_a']);
    const other = await metering.restatements.page(question, { organizationIds: [], projectIds: 'all' });
    expect(other.data).toEqual([]);
  });
});

describe('what arrives', () => {
  it('within a day after the end of its day is no restatement', async () => {
    await read('2026-10-02T23:59:59Z', [row('proj_a', '1')]);
    expect(await read('2026-10-20', [row('proj_a', '2')])).toMatchObject({ restatements: 0, changedBuckets: 1 });
    expect(await read('2026-10-21', [row('proj_a', '3')])).toMatchObject({ restatements: 1 });
  });

  it('for the first time, however late, is no restatement', async () => {
    expect(await read('2026-11-20', [row('proj_a', '1')])).toMatchObject({ restatements: 0 });
    expect((await ledger()).data).toEqual([]);
  });

  it('on a day that had been empty two days long is one', async () => {
    await read('2026-10-04', []);
    expect(await read('2026-10-09', [row('proj_a', '1')])).toMatchObject({ restatements: 1 });
    expect((await ledger()).data).toMatchObject([
      { old_amount: null, new_amount: '1', first_seen_at: '2026-10-04T00:00:00Z' },
    ]);
  });
});
