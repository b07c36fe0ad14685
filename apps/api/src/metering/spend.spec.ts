/** What lists show as spent is what a report of costs answers. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FULL_SCOPE } from '../http/scope.js';
import { type SpendDimension, SpendStore } from './spend.store.js';
import { MeteringFixture, WITHOUT_KEY } from './testing/metering-fixture.js';

let metering: MeteringFixture;
let spends: SpendStore;
beforeAll(async () => {
  metering = await MeteringFixture.start();
  metering.clock.set('2026-11-21T12:00:00Z');
  spends = new SpendStore(metering.database.dataSource, metering.reports, metering.clock);
  await metering.addOrganization('org-two');
  const day = (date: string, organizationId: number, groupBy?: string[]) =>
    metering.read({
      start: date,
      end: new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10),
      readAt: '2026-11-21T11:00:00Z',
      organizationId,
      ...(groupBy && { groupBy }),
      rows: [1, 2, 3].flatMap((n) =>
        ['input', 'output'].map((item) => ({
          day: date,
          project: `proj_${n % 2}`,
          item,
          key: `key_${n}`,
          amount: `${n}.0000000000000000000000000000000${n}`,
        })),
      ),
    });
  for (const date of ['2026-10-20', '2026-10-25', '2026-11-01', '2026-11-02', '2026-11-21']) await day(date, 1);
  // Days that OpenAI refused to tell by key belong to projects alone.
  await day('2026-10-28', 1, [...WITHOUT_KEY]);
  await day('2026-11-20', 2);
});
afterAll(() => metering.stop());

const reported = async (dimension: SpendDimension, start: string): Promise<Map<string, string>> => {
  const groupBy = ['organization_id', dimension];
  const { groups } = await metering.costs({ start, end: '2026-11-22', bucket: 'total', groupBy });
  const numbers = new Map([
    ['org-one', 1],
    ['org-two', 2],
  ]);
  return new Map(
    groups
      .filter(({ key }) => key[dimension] !== null)
      .map(({ key, total }) => [`${numbers.get(key['organization_id'] ?? '')}/${key[dimension]}`, total]),
  );
};

it.each(['project_id', 'api_key_id'] as const)(
  'by %s, to the last decimal, for each organization',
  async (dimension) => {
    const table = await spends.spendBy(dimension, FULL_SCOPE);
    // What spendBy writes.
    const sums = JSON.parse(table.byName) as Record<string, [string, string]>;
    const lately = await reported(dimension, '2026-10-23');
    const thisMonth = await reported(dimension, '2026-11-01');
    expect(table).toMatchObject({ currency: 'usd', knownIn: [1, 2] });
    expect(new Map(Object.entries(sums).map(([name, [amount]]) => [name, amount]))).toEqual(lately);
    expect(new Map(Object.entries(sums).map(([name, [, amount]]) => [name, amount]))).toEqual(thisMonth);
    expect(lately.size).toBe(dimension === 'project_id' ? 4 : 6);
  },
);

it('adds up to all that is billed, with what names none', async () => {
  const { byName, named, totals } = await spends.spendBy('api_key_id', FULL_SCOPE);
  const billed = async (): Promise<(string | undefined)[]> => {
    const range = { start: '2026-10-23', end: '2026-11-22', bucket: 'total', groupBy: ['organization_id'] } as const;
    const { groups } = await metering.costs(range);
    return ['org-one', 'org-two'].map((id) => groups.find(({ key }) => key['organization_id'] === id)?.total);
  };
  expect([totals[1], totals[2]]).toEqual(await billed());
  expect(named[1]).not.toBe(totals[1]);
  const rows = await metering.query<{ sum: string }>(
    `SELECT trim_scale(sum((value ->> 0)::numeric))::text AS sum FROM jsonb_each($1::jsonb) WHERE key LIKE '1/%'`,
    [byName],
  );
  expect(rows).toEqual([{ sum: named[1] }]);
});

it('is added up once for as long as no day is read again', async () => {
  const first = await spends.spendBy('project_id', FULL_SCOPE);
  expect(await spends.spendBy('project_id', FULL_SCOPE)).toBe(first);
  await metering.query(`UPDATE readings SET read_at = read_at + interval '1 second' WHERE day = '2026-11-21Z'`);
  expect(await spends.spendBy('project_id', FULL_SCOPE)).not.toBe(first);
});
