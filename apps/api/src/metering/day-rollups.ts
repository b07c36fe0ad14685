/** Sums the rows of a window by day, in the transaction that writes them. */
import type { Capability } from '@bursar/contract';
import type { Merge } from './merge-window.js';
import { mayBeSummed } from './rollup-groupings.js';
import { column, daily, type RollupSet, rollupsOfSeries } from './rollup-sets.js';

/**
 * All rollups by day. Those that keep the same measures are summed by all their dimensions at once, and each from that:
 * a day has far fewer keys of projects than rows. The total is summed from the first of these passes.
 */
export async function insertDays(
  { client, target, capability }: Merge,
  { source, days }: { source: string; days: readonly Date[] | null },
): Promise<void> {
  const [total, ...finer] = daily(capability);
  if (total === undefined) return;
  const names = Object.keys(capability.measures);
  const passes = passesOf(capability, finer.length > 0 ? finer : [total]);
  const summed = passes.map(({ sets, kept }, index) => {
    const columns = [...new Set([total, ...sets])].map(column).join(', ');
    return `pass${index} AS MATERIALIZED (
       SELECT ${columns}, start, count(*) AS points${kept.map((name) => `, sum(${name}) AS ${name}`).join('')}
         FROM ${source} t JOIN (${rollupsOfSeries([total, ...finer])}) s ON s.id = t.series_id
        WHERE $2::timestamptz[] IS NULL OR t.start = ANY($2)
        GROUP BY ${columns}, start)`;
  });
  const rollups = passes.map(({ sets, kept }, index) => sumsOf(`pass${index}`, { sets, kept, names }));
  if (finer.length > 0) {
    const kept = names.filter((name) => mayBeSummed(capability, name, total.dimensions));
    rollups.push(sumsOf('pass0', { sets: [total], kept, names }));
  }
  await client.query(
    `WITH ${summed.join(', ')}
     INSERT INTO rollups_1d (organization_id, series_id, start, point_count, ${names.join(', ')})
     ${rollups.join(' UNION ALL ')}`,
    [target.organizationId, days],
  );
}

/** What is summed together: rollups that keep the same measures. */
interface Pass {
  sets: readonly RollupSet[];
  kept: readonly string[];
}

function passesOf(capability: Capability, sets: readonly RollupSet[]): Pass[] {
  const passes = new Map<string, { sets: RollupSet[]; kept: readonly string[] }>();
  for (const set of sets) {
    const kept = Object.keys(capability.measures).filter((name) => mayBeSummed(capability, name, set.dimensions));
    const pass = passes.get(kept.join()) ?? { sets: [], kept };
    pass.sets.push(set);
    passes.set(kept.join(), pass);
  }
  return [...passes.values()];
}

/** Rows for `rollups_1d` from a pass; measures that it must not sum stay null. */
function sumsOf(pass: string, { sets, kept, names }: Pass & { names: readonly string[] }): string {
  const measures = names.map((name) => (kept.includes(name) ? `sum(${name})` : 'NULL::numeric'));
  return `SELECT $1::integer, coalesce(${sets.map(column).join(', ')}), start, sum(points)::integer, ${measures.join(', ')}
       FROM ${pass} GROUP BY GROUPING SETS (${sets.map((set) => `(${column(set)}, start)`).join(', ')})`;
}
