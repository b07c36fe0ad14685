/** The ledger of restatements: changes of days that had been read completely a day or more after their end. */
import { DAY_MS } from '../sync/spans.js';
import { collects } from './reading.js';
import { dimensionSql } from './series.js';
import type { Merge } from './merge-window.js';
import type { DayRecord } from './reading-days.js';

/** What is known of a day this long after its end counts as said; before that, numbers are still arriving. */
const SETTLED_MS = DAY_MS;
/** More changed tuples of one day than this are written as one row for each project and line item. */
const MAX_TUPLES = 1000;
const SUMMARY = ['project_id', 'line_item'];

/** The days whose change is a restatement. */
export function settledDays(days: readonly DayRecord[]): DayRecord[] {
  return days.filter(({ day, readAt }) => readAt.getTime() >= day + DAY_MS + SETTLED_MS);
}

/**
 * Writes what `differing` changed of settled days: one row for each day, tuple and change of the headline measure.
 *
 * Compared on the dimensions that both readings have, so that a day which is read more finely than before is not told
 * as changed. Append-only: nothing here is ever updated.
 *
 * @returns how many rows were written
 */
export async function recordRestatements(merge: Merge, before: readonly DayRecord[], readAt: Date): Promise<number> {
  // A side reading tells the same money once more; and hours are restated by their day.
  if (merge.reading.kind !== 'base' || merge.target.width !== '1d') return 0;
  const settled = settledDays(before);
  let written = 0;
  for (const reading of new Set(settled.map((day) => day.reading))) {
    const days = settled.filter((day) => day.reading === reading);
    const common = merge.reading.dimensions.filter((dimension) => collects(reading, dimension));
    written += await record(merge, { days, common, readAt });
  }
  return written;
}

async function record(
  { client, target, capability }: Merge,
  { days, common, readAt }: { days: readonly DayRecord[]; common: readonly string[]; readAt: Date },
): Promise<number> {
  const select = common.map((name, index) => `, ${dimensionSql(capability, name)} AS k${index}`).join('');
  const keys = common.map((_, index) => `, k${index}`).join('');
  const summary = common.filter((name) => SUMMARY.includes(name));
  const summaryKeys = summary.map((name) => `, k${common.indexOf(name)}`).join('');
  const project = common.includes('project_id') ? `k${common.indexOf('project_id')}` : 'NULL';
  const { rowCount } = await client.query(
    `WITH changed AS (
       SELECT d.start AS day, d.series_currency AS currency${keys}, sum(old_value) AS old_value, sum(new_value) AS new_value
         FROM (SELECT d.*, s.currency AS series_currency${select}
                 FROM differing d JOIN series s ON s.organization_id = $1 AND s.id = d.series_id) d
        WHERE d.start = ANY($4) GROUP BY d.start, d.series_currency${keys}
       HAVING coalesce(sum(old_value), 0) <> coalesce(sum(new_value), 0)
     ), counted AS (
       SELECT *, count(*) OVER (PARTITION BY day) AS tuples FROM changed
     ), told AS (
       SELECT day, currency, ${jsonKey(common, common)} AS key, ${project} AS project_id, old_value, new_value, 1 AS tuples
         FROM counted WHERE tuples <= ${MAX_TUPLES}
       UNION ALL
       SELECT day, currency, ${jsonKey(summary, common)}, ${project}, sum(old_value), sum(new_value), count(*)
         FROM counted WHERE tuples > ${MAX_TUPLES} GROUP BY day, currency${summaryKeys}
     )
     INSERT INTO restatements (organization_id, capability, measure, detected_at, day, currency, key, project_id,
                               old_amount, new_amount, tuples, first_seen_at)
     SELECT $1, $2, $3, $6, told.day, currency, key, project_id, old_value, new_value, tuples, seen.first_read_at
       FROM told JOIN unnest($4::timestamptz[], $5::timestamptz[]) AS seen(day, first_read_at) ON seen.day = told.day
      ORDER BY told.day, key`,
    [
      target.organizationId,
      target.capability,
      capability.headline,
      days.map(({ day }) => new Date(day)),
      days.map(({ firstReadAt }) => firstReadAt),
      readAt,
    ],
  );
  return rowCount ?? 0;
}

/** Dimension names come from the capability table, never from a caller. */
function jsonKey(names: readonly string[], columns: readonly string[]): string {
  return `jsonb_build_object(${names.map((name) => `'${name}', k${columns.indexOf(name)}`).join(', ')})`;
}
