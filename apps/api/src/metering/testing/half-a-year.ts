/** Half a year of costs and a month of usage: so many rows that Postgres has a choice how to read them. */
import { CAPABILITIES, usageCapabilities } from '@bursar/contract';
import { BY_KEY, type MeteringFixture } from './metering-fixture.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const MONTHS = ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'] as const;
export const WHOLE = { start: Date.parse('2026-06-01'), end: Date.parse('2026-12-01') };
export const DAYS = (WHOLE.end - WHOLE.start) / DAY_MS;
export const NOVEMBER = { start: Date.parse('2026-11-01'), end: Date.parse('2026-12-01') };

/** Each key belongs to one project and spends on each line item each day; each member in one project, in November. */
export const [PROJECTS, KEYS, ITEMS, MEMBERS] = [30, 300, 2, 100] as const;

const [used] = usageCapabilities(CAPABILITIES);
if (used === undefined) throw new Error('The table has no capability that is used.');
const [name, { headline, dimensions }] = used;
/** The capability whose days of November and hours of its third week are stored: `MEMBERS` rows in each. */
export const USED = name;

interface Row {
  dimensions: Record<string, string | null>;
  measures: Record<string, string>;
}

/** Stores all of it; ten days of June are restated. Time is then in December. */
export async function fillHalfAYear(metering: MeteringFixture): Promise<void> {
  metering.clock.set('2026-12-05T12:00:00Z');
  for (const month of MONTHS) await store(metering, monthOf(month), BY_KEY, costsOfDay('5'));
  await store(metering, { start: new Date('2026-06-10'), end: new Date('2026-06-20') }, BY_KEY, costsOfDay('7'));
  await store(metering, monthOf('2026-11'), ['user_id', 'project_id'], costsByMember());
  await metering.query(`INSERT INTO feeds (organization_id, feed, fence) VALUES (1, 'usage', 1)`);
  const usage = { capability: USED, feed: 'usage' };
  await store(metering, { ...monthOf('2026-11'), ...usage }, dimensions, usageOfBucket());
  const hours = { start: new Date('2026-11-20'), end: new Date('2026-11-27'), width: '1h' as const };
  await store(metering, { ...hours, ...usage }, dimensions, usageOfBucket());
  // The first also sums up where days of rollups lie, as autovacuum does in time.
  await metering.query('VACUUM ANALYZE');
}

async function store(
  metering: MeteringFixture,
  window: Parameters<MeteringFixture['open']>[0],
  groupBy: readonly string[],
  rowsOfBucket: readonly Row[],
): Promise<void> {
  const writer = await metering.open({ ...window, groupBy });
  const currency = window.capability === undefined ? 'usd' : null;
  const rows = rowsOfBucket.map((row) => ({ ...row, currency, quantityUnit: null }));
  const lengthMs = window.width === '1h' ? HOUR_MS : DAY_MS;
  for (let start = window.start.getTime(); start < window.end.getTime(); start += lengthMs)
    await writer.append(start / 1000, rows);
  await writer.commit(new Date('2026-12-05'));
}

function monthOf(month: string): { start: Date; end: Date } {
  const start = new Date(`${month}-01`);
  return { start, end: new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1)) };
}

const costsOfDay = (cents: string): Row[] =>
  Array.from({ length: KEYS * ITEMS }, (_, index) => ({
    dimensions: {
      project_id: `proj_${index % PROJECTS}`,
      line_item: `gpt-6-astra-2026-08-01, ${index < KEYS ? 'input' : 'output'}`,
      api_key_id: `key_${index % KEYS}`,
    },
    measures: { amount: `${index % KEYS}.${cents}` },
  }));

const costsByMember = (): Row[] =>
  Array.from({ length: MEMBERS }, (_, index) => ({
    dimensions: { user_id: `user-${index}`, project_id: `proj_${index % PROJECTS}` },
    measures: { amount: String(index) },
  }));

const usageOfBucket = (): Row[] =>
  Array.from({ length: MEMBERS }, (_, index) => ({
    dimensions: Object.fromEntries(dimensions.map((dimension) => [dimension, `${dimension}_${index}`])),
    measures: { [headline]: String(index) },
  }));
