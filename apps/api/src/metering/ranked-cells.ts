/** The largest groups and their cells in one statement, where few numbers tell both. */
import type { PoolClient } from 'pg';
import {
  bucketOf,
  type Cells,
  cellsOf,
  type CellsRow,
  readCells,
  resolutionOf,
  SELECT_CELLS,
  totalsSql,
} from './cells.js';
import { type Exploration, sourcesFor } from './exploration.js';
import { familiesOf, Statement } from './facts-sql.js';
import { askPrepared } from './prepared-questions.js';
import { type RankedRow, rankGroups, type Ranking, rankingOf, rankingSql } from './ranking.js';
import { isOfFew } from './rollup-groupings.js';
import type { Piece } from './source-plan.js';

/** @param refuse is called with how many groups are shown, before their cells are read one by one; may throw */
export async function readRankedCells(
  client: PoolClient,
  exploration: Exploration,
  refuse: (groups: number) => void,
): Promise<{ ranking: Ranking; cells: Cells }> {
  const pieces = sourcesFor(exploration, exploration.groupBy, 'month');
  if (areAtHand(exploration, pieces)) {
    const read = await readAtOnce(client, exploration, pieces);
    refuse(read.ranking.groups.length);
    return read;
  }
  const ranking = await rankGroups(client, exploration);
  refuse(ranking.groups.length);
  return { ranking, cells: await readCells(client, exploration, ranking) };
}

/**
 * Whether the numbers that groups are ranked by are those of their cells, and so few that Postgres has them again sooner
 * than it understands and plans another statement.
 */
function areAtHand({ bucket, groupBy }: Exploration, pieces: readonly Piece[]): boolean {
  return (
    resolutionOf(bucket) === 'month' &&
    groupBy.length > 0 &&
    pieces.length > 0 &&
    familiesOf(pieces).every(({ kind, isRest, dimensions }) => kind === 'rollup' && !isRest && isOfFew(dimensions))
  );
}

async function readAtOnce(
  client: PoolClient,
  exploration: Exploration,
  pieces: readonly Piece[],
): Promise<{ ranking: Ranking; cells: Cells }> {
  const statement = new Statement();
  const { tables, select } = rankingSql(statement, exploration, { pieces, keepsFacts: true });
  const bucket = bucketOf(statement, exploration);
  const keys = exploration.groupBy.flatMap((_, index) => [`k${index}`, `a${index}`]);
  const columns = [...keys, 'total', 'count', 'grand', 'rest'];
  const { rows } = await askPrepared<RankedRow & CellsRow>(
    client,
    `WITH ${tables}, ranked AS (${select}), members AS MATERIALIZED (
       SELECT r.place, m.family, m.id FROM ranked r CROSS JOIN unnest(r.families, r.ids) AS m(family, id)
     ), chosen AS (
       SELECT m.place, ${bucket} AS bucket, sum(f.value) AS value, sum(f.points) AS points
         FROM facts f JOIN members m ON m.family = f.family AND m.id = f.series_id
        GROUP BY 1, 2
     ), ${totalsSql(statement, exploration, bucket)}, told AS (${SELECT_CELLS})
     SELECT place, buckets, values, ${columns.join(', ')} FROM told FULL JOIN ranked USING (place) ORDER BY place`,
    statement.values,
  );
  const ranked = rows.filter(({ place }) => place >= 0);
  const told = rows.filter(({ buckets }) => buckets !== null);
  return { ranking: rankingOf(ranked, exploration, familiesOf(pieces)), cells: cellsOf(told, ranked.length) };
}
