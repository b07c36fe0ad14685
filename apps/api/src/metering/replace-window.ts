/** A window some of whose days have numbers already: what differs is written, and everything that has to agree with it. */
import { DAY_MS } from '../sync/spans.js';
import { differingPart } from './differing-part.js';
import type { Merge } from './merge-window.js';
import { attachPartition, makePartitions } from './partitions.js';
import { type DayRecord, sumByDay, writeDays } from './reading-days.js';
import { addUpRepeated } from './repeated-rows.js';
import { recordRestatements } from './restatement-ledger.js';
import { updateRollups } from './rollups.js';
import type { StoredWindow } from './window-writer.js';

/** Only the days that may differ are compared, where their rows can still be told from the others. */
export async function replace(merge: Merge, before: readonly DayRecord[], readAt: Date): Promise<StoredWindow> {
  const { rows, target } = merge;
  const part = differingPart(merge, before);
  if (part === null) {
    await writeDays(merge, { before, gained: new Map(), readAt });
    return { rows: pointsOf(before), changedBuckets: 0, restatements: 0 };
  }
  const { start, end } = rows.areHeld ? part : target;
  await rows.stage({ start, end });
  const counts = new Map([...merge.counts].filter(([at]) => at * 1000 >= +start && at * 1000 < +end));
  const compared = { ...merge, counts, target: { ...target, start, end } };
  const { changes, ...stored } = await replacePart(compared, before, readAt);
  await writeDays(merge, { before, gained: sumByDay(changes), readAt });
  const others = before.filter(({ day }) => day + DAY_MS <= +start || day >= +end);
  return { ...stored, rows: stored.rows + pointsOf(others) };
}

const pointsOf = (days: readonly DayRecord[]): number => days.reduce((sum, { points }) => sum + points, 0);

/** @returns changed bucket's start in seconds → how many points it has more than before, beside what was stored. */
async function replacePart(
  merge: Merge,
  before: readonly DayRecord[],
  readAt: Date,
): Promise<StoredWindow & { changes: ReadonlyMap<number, number> }> {
  const counts = await addUpRepeated(merge);
  await findDiffering(merge);
  const changes = await countDiffering(merge);
  if (changes.size > 0) {
    await writeDiffering(merge);
    await updateRollups(merge);
  }
  const restatements = changes.size > 0 ? await recordRestatements(merge, before, readAt) : 0;
  const rows = [...counts.values()].reduce((total, count) => total + count, 0);
  return { rows, changedBuckets: changes.size, restatements, changes };
}

/** The points that are new, other or gone, into the temporary table `differing`. */
async function findDiffering({ client, target, capability, reading, points }: Merge): Promise<void> {
  const names = Object.keys(capability.measures);
  const old = names.map((name) => `o.${name}`).join(', ');
  const { headline } = capability;
  await client.query(
    `CREATE TEMP TABLE differing (
       series_id bigint, start timestamptz, was boolean, stays boolean, old_value numeric, new_value numeric
     ) ON COMMIT DROP`,
  );
  // A reading replaces whatever reading of its kind was there: the base, or the one by the same side dimension.
  await client.query(
    `INSERT INTO differing
     SELECT series_id, start, o.present IS NOT NULL, n.present IS NOT NULL, o.${headline}, n.${headline}
       FROM (SELECT true AS present, p.series_id, p.start, ${names.map((name) => `p.${name}`).join(', ')}
               FROM ${points} p JOIN series s ON s.organization_id = p.organization_id AND s.id = p.series_id
              WHERE p.organization_id = $1 AND p.start >= $2 AND p.start < $3
                AND s.capability = $4 AND s.kind = $5 AND (s.kind = 'base' OR string_to_array(s.reading, '+') && $6)) o
       FULL JOIN (SELECT true AS present, * FROM staged) n USING (series_id, start)
      WHERE o.present IS NULL OR n.present IS NULL
         OR (${old}) IS DISTINCT FROM (${names.map((name) => `n.${name}`).join(', ')})`,
    [target.organizationId, target.start, target.end, target.capability, reading.kind, reading.sides],
  );
}

async function writeDiffering({ client, target, capability, points }: Merge): Promise<void> {
  const { width, start, end } = target;
  for (const partition of await makePartitions(client, width, start, end))
    await attachPartition(client, width, partition);
  const names = Object.keys(capability.measures);
  await client.query(
    `DELETE FROM ${points} p USING differing d
      WHERE d.was AND NOT d.stays AND p.organization_id = $1 AND p.series_id = d.series_id AND p.start = d.start
        AND p.start >= $2 AND p.start < $3`,
    [target.organizationId, target.start, target.end],
  );
  await client.query(
    `INSERT INTO ${points} (organization_id, series_id, start, ${names.join(', ')})
     SELECT $1, n.series_id, n.start, ${names.map((name) => `n.${name}`).join(', ')}
       FROM staged n JOIN differing d ON d.series_id = n.series_id AND d.start = n.start
      WHERE d.stays ORDER BY n.series_id, n.start
     ON CONFLICT (organization_id, series_id, start)
     DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [target.organizationId],
  );
}

/** Changed bucket's start in seconds → how many points it has more than before. */
async function countDiffering({ client }: Merge): Promise<Map<number, number>> {
  const { rows } = await client.query<{ start: Date; gained: number }>(
    `SELECT start, (count(*) FILTER (WHERE stays) - count(*) FILTER (WHERE was))::integer AS gained
       FROM differing GROUP BY start`,
  );
  return new Map(rows.map((row) => [row.start.getTime() / 1000, row.gained]));
}
