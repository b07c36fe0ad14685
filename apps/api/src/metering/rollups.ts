/** Keeps the sums beside the points in step with them, in the transaction that writes the points. */
import type { Capability } from '@bursar/contract';
import { monthStarts, startOfMonth } from '../sync/spans.js';
import { insertDays } from './day-rollups.js';
import type { Merge } from './merge-window.js';
import { hasPoints } from './reading-days.js';
import { mayBeSummed, rollupGroupings } from './rollup-groupings.js';
import { column, monthly, type RollupSet, rollupsOfSeries } from './rollup-sets.js';
import { type WindowSummed, WindowSums } from './window-sums.js';

/** Sums to be made of the rows on their way to their table; null where they are not summed so. */
export async function beginSums(merge: Merge): Promise<WindowSums | null> {
  const { target, capability, reading } = merge;
  if (!hasRollups(merge) || !isAddedUp(merge) || monthsOf(merge).length > 1) return null;
  return new WindowSums({
    capability,
    organizationId: target.organizationId,
    start: target.start.getTime(),
    end: target.end.getTime(),
    rollups: reading.kind === 'base' ? await rollupsOfHeld(merge) : new Map(),
  });
}

/** Base series of the rows that are held → their rollups. */
async function rollupsOfHeld({ client, target, capability, rows }: Merge): Promise<Map<number, number[]>> {
  const places = rollupGroupings(capability).map((_, index) => `rollup_ids[${index + 1}]`);
  const found = await client.query<string[]>({
    text: `SELECT id, ${places.join(', ')} FROM series WHERE organization_id = $1 AND id = ANY($2)`,
    values: [target.organizationId, rows.heldSeries()],
    rowMode: 'array',
  });
  return new Map(found.rows.map(([id, ...ids]) => [Number(id), ids.map(Number)]));
}

/** The rows of a window whose days were empty. */
export interface FreshRows {
  /** The table that has them and no others, where they are to be summed there. */
  source: string;
  /** What they come to, where that was found on their way. */
  sums: WindowSummed | null;
}

/** Sums what was read into rollups that hold nothing of these days yet. */
export async function addFreshRollups(merge: Merge, { source, sums }: FreshRows): Promise<void> {
  if (!hasRollups(merge)) return;
  if (sums !== null) return putSums(merge, sums);
  if (merge.reading.kind === 'base') await insertDays(merge, { source, days: null });
  for (const month of monthsOf(merge)) {
    if (isAddedUp(merge)) await addToMonth(merge, month, source);
    else await redoMonth(merge, month, source);
  }
}

/** A level cannot be added to the row of a month: which of its values is the last one? */
function isAddedUp({ capability }: Merge): boolean {
  return Object.values(capability.measures).every(({ combine }) => combine === 'sum');
}

async function putSums(merge: Merge, { columns, days, months }: WindowSummed): Promise<void> {
  const { client, rows, capability, target, reading } = merge;
  if (reading.kind === 'base') await rows.put('rollups_1d', columns, days);
  if (!(await isBegun(merge, startOfMonth(target.start.getTime())))) {
    await rows.put('rollups_1mo', columns, months);
    return;
  }
  await client.query('CREATE TEMP TABLE month (LIKE rollups_1mo) ON COMMIT DROP');
  await rows.put('month', columns, months);
  const names = columns.join(', ');
  await client.query(
    `INSERT INTO rollups_1mo AS r (${names}) SELECT ${names} FROM month ${addition(Object.keys(capability.measures))}`,
  );
}

/** Sums anew what `differing` touches: its days from what was staged, its series' months from the points. */
export async function updateRollups(merge: Merge): Promise<void> {
  if (!hasRollups(merge)) return;
  const { client } = merge;
  const changed = await client.query<{ start: Date }>('SELECT DISTINCT start FROM differing');
  const days = changed.rows.map((row) => row.start);
  if (merge.reading.kind === 'base') await redoDays(merge, days);
  const months = new Set(days.map((day) => startOfMonth(day.getTime())));
  for (const month of months) await redoMonth(merge, month, 'differing');
}

async function redoDays(merge: Merge, days: readonly Date[]): Promise<void> {
  const { client, target } = merge;
  const rollups = await client.query<{ id: string }>(
    `SELECT id FROM series WHERE organization_id = $1 AND capability = $2 AND kind = 'rollup'`,
    [target.organizationId, target.capability],
  );
  // As lists, so that Postgres goes by the index also while it has no statistics of a first sync yet.
  await client.query('DELETE FROM rollups_1d WHERE organization_id = $1 AND start = ANY($2) AND series_id = ANY($3)', [
    target.organizationId,
    days,
    rollups.rows.map((row) => row.id),
  ]);
  await insertDays(merge, { source: 'staged', days });
}

/** Days and wider read days; hours and minutes are read as they are. Side readings, no part of any total, have months. */
export function hasRollups({ target, capability }: Merge): boolean {
  return target.width === '1d' && rollupGroupings(capability).length > 0;
}

/** Adds the rows to the month of their series, and those sums to the month of its rollups. */
async function addToMonth(merge: Merge, month: number, source: string): Promise<void> {
  const { client, target, capability } = merge;
  const conflict = (await isBegun(merge, month)) ? addition(Object.keys(capability.measures)) : '';
  const sets = monthly(capability);
  const names = Object.keys(capability.measures);
  await client.query(
    `WITH own AS MATERIALIZED (
       SELECT series_id, count(*)::integer AS points, ${names.map((name) => `sum(${name}) AS ${name}`).join(', ')}
         FROM ${source} WHERE $3::timestamptz IS NULL OR start >= $2 AND start < $3 GROUP BY series_id
     )
     INSERT INTO rollups_1mo AS r (organization_id, series_id, start, point_count, ${names.join(', ')})
     SELECT $1, series_id, $2, points, ${names.join(', ')} FROM own
     UNION ALL
     SELECT $1, coalesce(${sets.map(column).join(', ')}), $2, sum(points)::integer,
            ${names.map((name) => sumWhereKept(capability, name, sets)).join(', ')}
       FROM own JOIN (${rollupsOfSeries(sets)}) s ON s.id = own.series_id
      GROUP BY GROUPING SETS (${sets.map((set) => `(${column(set)})`).join(', ')})
     ${conflict}`,
    // Windows of the schedule lie in one month: then there is nothing to look for.
    [target.organizationId, new Date(month), monthsOf(merge).length > 1 ? new Date(startOfMonth(month, 1)) : null],
  );
}

/** Whether other days of a month have points already: then there are rows to add to. */
function isBegun({ client, target, reading }: Merge, month: number): Promise<boolean> {
  return hasPoints(client, { ...target, start: new Date(month), end: new Date(startOfMonth(month, 1)) }, reading);
}

/** Adds to the row `r` that is there, null being nothing, not zero. */
function addition(names: readonly string[]): string {
  const sums = names.map((name) => `${name} = coalesce(r.${name} + excluded.${name}, r.${name}, excluded.${name})`);
  return `ON CONFLICT (organization_id, series_id, start)
     DO UPDATE SET point_count = r.point_count + excluded.point_count, ${sums.join(', ')}`;
}

/** Sums a month of the series in the table `touched` anew, and then the rollups that they belong to. */
async function redoMonth(merge: Merge, month: number, touched: string): Promise<void> {
  const { client, target, capability, reading, points } = merge;
  const names = Object.keys(capability.measures);
  const span = [target.organizationId, new Date(month), new Date(startOfMonth(month, 1))];
  const { series, rollups } = await idsOfMonth(merge, month, touched);
  await client.query('DELETE FROM rollups_1mo WHERE organization_id = $1 AND start = $2 AND series_id = ANY($3)', [
    ...span.slice(0, 2),
    series.concat(rollups),
  ]);
  await client.query(
    `INSERT INTO rollups_1mo (organization_id, series_id, start, point_count, ${names.join(', ')})
     SELECT $1, p.series_id, $2, count(*), ${names.map((name) => overTime(capability, name)).join(', ')}
       FROM ${points} p
      WHERE p.organization_id = $1 AND p.start >= $2 AND p.start < $3 AND p.series_id = ANY($4)
      GROUP BY p.series_id`,
    [...span, series],
  );
  if (reading.kind === 'side') return;
  const kept = names.map((name) => {
    const positions = monthly(capability).filter(({ dimensions }) => mayBeSummed(capability, name, dimensions));
    return `sum(m.${name}) FILTER (WHERE r.position IN (${positions.map((set) => set.position).join(', ') || 'NULL'}))`;
  });
  await client.query(
    `INSERT INTO rollups_1mo (organization_id, series_id, start, point_count, ${names.join(', ')})
     SELECT $1, r.id, $2, sum(m.point_count)::integer, ${kept.join(', ')}
       FROM rollups_1mo m JOIN series s ON s.organization_id = m.organization_id AND s.id = m.series_id
      CROSS JOIN LATERAL unnest(s.rollup_ids) WITH ORDINALITY AS r(id, position)
      WHERE m.organization_id = $1 AND m.start = $2 AND s.capability = $3 AND s.kind = 'base' AND r.id = ANY($4)
      GROUP BY r.id`,
    [...span.slice(0, 2), target.capability, rollups],
  );
}

/**
 * The series that have a row of the month in the table `touched`, and the rollups that these belong to.
 *
 * Asked for apart and given back as lists: of tables that Postgres never counted it expects a handful of rows, and
 * joined to one another it would look through one of them again for each row of the next.
 */
async function idsOfMonth(
  { client, target, reading }: Merge,
  month: number,
  touched: string,
): Promise<{ series: string[]; rollups: string[] }> {
  const found = await client.query<{ id: string }>(
    `SELECT DISTINCT series_id AS id FROM ${touched} WHERE start >= $1 AND start < $2`,
    [new Date(month), new Date(startOfMonth(month, 1))],
  );
  const series = found.rows.map(({ id }) => id);
  if (reading.kind === 'side') return { series, rollups: [] };
  const above = await client.query<{ id: string }>(
    'SELECT DISTINCT unnest(rollup_ids) AS id FROM series WHERE organization_id = $1 AND id = ANY($2)',
    [target.organizationId, series],
  );
  return { series, rollups: above.rows.map(({ id }) => id) };
}

/** Sum over the rows of a set; null in the sets where the measure must not be summed. */
function sumWhereKept(capability: Capability, name: string, sets: readonly RollupSet[]): string {
  const kept = sets.filter(({ dimensions }) => mayBeSummed(capability, name, dimensions));
  if (kept.length === sets.length) return `sum(${name})`;
  const isKept = kept.map((set) => `${column(set)} IS NOT NULL`).join(' OR ') || 'false';
  return `CASE WHEN ${isKept} THEN sum(${name}) END`;
}

/** How the buckets of one series become one: added up, or the last one that has a value. */
function overTime(capability: Capability, name: string): string {
  return capability.measures[name]?.combine === 'level'
    ? `(array_agg(p.${name} ORDER BY p.start DESC) FILTER (WHERE p.${name} IS NOT NULL))[1]`
    : `sum(p.${name})`;
}

/** Starts of the months that the window touches. */
function monthsOf({ target }: Merge): number[] {
  const span = { start: target.start.getTime(), end: target.end.getTime() };
  return [startOfMonth(span.start), ...monthStarts(span)];
}
