/** The numbers of chosen groups, bucket by bucket. */
import type { PoolClient } from 'pg';
import { type Exploration, sourcesFor } from './exploration.js';
import {
  bucketSql,
  decimalSql,
  factsSql,
  familiesOf,
  pickedSql,
  reduced,
  seriesCondition,
  Statement,
} from './facts-sql.js';
import { askPrepared } from './prepared-questions.js';
import type { Member, RankedGroup, Ranking } from './ranking.js';
import type { ReportBucket } from './report-shape.js';
import type { Family } from './source-plan.js';

/** The value of one bucket, by its index. */
export interface Cell {
  bucket: number;
  value: string;
}

export interface Cells {
  /** One list for each ranked group. */
  groups: readonly (readonly Cell[])[];
  total: readonly Cell[];
  rest: readonly Cell[];
}

/** What of a ranking tells which numbers are to be read; none where everything is wanted. */
export type Chosen = Pick<Ranking, 'groups' | 'families' | 'members'>;

/** The buckets of chosen groups, of everything, and of everything else: total − chosen, exactly. */
export async function readCells(client: PoolClient, exploration: Exploration, chosen: Chosen): Promise<Cells> {
  const statement = new Statement();
  const bucket = bucketOf(statement, exploration);
  const totals = totalsSql(statement, exploration, bucket);
  const ofChosen = await chosenSql(client, statement, exploration, { chosen, bucket });
  const { rows } = await askPrepared<CellsRow>(
    client,
    `WITH chosen AS (${ofChosen}), ${totals}\n ${SELECT_CELLS}`,
    statement.values,
  );
  return cellsOf(rows, chosen.groups.length);
}

/** The number of the bucket of an `f.start`. */
export const bucketOf = (statement: Statement, { buckets }: Exploration): string =>
  bucketSql(
    statement,
    buckets.map(({ from }) => from),
  );

/**
 * Tables of a statement that tell the cells of everything, and of everything but `chosen`.
 *
 * @param bucket see `bucketOf`
 */
export function totalsSql(statement: Statement, exploration: Exploration, bucket: string): string {
  const { selection } = exploration;
  const pieces = sourcesFor(exploration, [], resolutionOf(exploration.bucket));
  const counts = (family: Family) =>
    `f.series_id IN (SELECT s.id FROM series s WHERE ${seriesCondition(statement, selection, family)})`;
  const totals = reduced(selection, factsSql(statement, selection, { pieces, belongs: counts }), bucket);
  return `totals AS (
       SELECT ${bucket} AS bucket, sum(f.value) AS value, sum(f.points) AS points FROM (${totals}) f GROUP BY 1
     ), shown AS (
       SELECT bucket, sum(value) AS value, sum(points) AS points FROM chosen GROUP BY bucket
     ), cells AS (
       SELECT place, bucket, value FROM chosen WHERE points > 0 OR value <> 0
        UNION ALL SELECT ${TOTAL}, bucket, value FROM totals WHERE points > 0
        UNION ALL SELECT ${REST}, bucket, coalesce(t.value, 0) - coalesce(s.value, 0)
          FROM totals t FULL JOIN shown s USING (bucket)
         WHERE t.points > coalesce(s.points, 0) OR coalesce(t.value, 0) <> coalesce(s.value, 0)
     )`;
}

const TOTAL = -1;
const REST = -2;

/** Of the tables that `totalsSql` makes: all cells of a place in one row. */
export const SELECT_CELLS = `SELECT place, string_agg(bucket::text, ',') AS buckets, string_agg(${decimalSql('value')}, ',') AS values
       FROM cells GROUP BY place`;

export interface CellsRow {
  place: number;
  buckets: string;
  values: string;
}

/** @param rows of `SELECT_CELLS` */
export function cellsOf(rows: readonly CellsRow[], groups: number): Cells {
  const places = new Map(rows.map((row) => [row.place, toCells(row)]));
  const at = (place: number): Cell[] => places.get(place) ?? [];
  return { groups: Array.from({ length: groups }, (_, place) => at(place)), total: at(TOTAL), rest: at(REST) };
}

/** Tens of thousands of cells come as two texts for each group: as rows they would take Node longer than Postgres. */
function toCells({ buckets, values }: CellsRow): Cell[] {
  const value = values.split(',');
  return buckets
    .split(',')
    .map((bucket, index) => ({ bucket: Number(bucket) - 1, value: value[index] ?? '0' }))
    .sort((a, b) => a.bucket - b.bucket);
}

/** `place, bucket, value, points` of the chosen groups; no rows where the total is the only group. */
async function chosenSql(
  client: PoolClient,
  statement: Statement,
  exploration: Exploration,
  { chosen, bucket }: { chosen: Chosen; bucket: string },
): Promise<string> {
  const { selection, groupBy } = exploration;
  const { groups } = chosen;
  if (groupBy.length === 0 || groups.length === 0) {
    return 'SELECT 0 AS place, 0 AS bucket, 0::numeric AS value, 0 AS points WHERE false';
  }
  const pieces = sourcesFor(exploration, groupBy, resolutionOf(exploration.bucket));
  const families = familiesOf(pieces);
  // Where months and days are of the same series, the ranking has met them all.
  const members = areSame(families, chosen.families)
    ? chosen.members
    : await findMembers(client, exploration, { groups, families });
  const lists = families.map((_, index) => members.filter(({ family }) => family === index).map(({ id }) => id));
  const belonging = lists.map((list) => belongsTo(list, statement.bind(list)));
  const belongs = (_: Family, index: number) => belonging[index] ?? 'false';
  const facts = reduced(selection, factsSql(statement, selection, { pieces, belongs }), bucket);
  const ids = statement.bind(members.map(({ id }) => id));
  const ofFamily = statement.bind(members.map(({ family }) => family));
  const places = statement.bind(members.map(({ place }) => place));
  const rows = `FROM (${facts}) f
    JOIN unnest(${ofFamily}::integer[], ${ids}::bigint[], ${places}::integer[]) AS m(family, id, place)
      ON m.family = f.family AND m.id = f.series_id`;
  // One number for each cell already: the sums of a year of days would take longer than all the rest.
  const isSummed =
    isOfPoints(exploration.bucket) &&
    !families.some(({ isRest }) => isRest) &&
    new Set(members.map(({ family, place }) => `${family} ${place}`)).size === members.length;
  return isSummed
    ? `SELECT m.place, ${bucket} AS bucket, f.value, f.points ${rows}`
    : `SELECT m.place, ${bucket} AS bucket, sum(f.value) AS value, sum(f.points) AS points ${rows} GROUP BY 1, 2`;
}

const areSame = (some: readonly Family[], others: readonly Family[]): boolean =>
  JSON.stringify(some) === JSON.stringify(others);

/** More series than this are not looked up one by one. */
const MOST_LOOKED_UP = 500;

/**
 * A list of values lets Postgres know how few they are and go by the index. Of many it would still do so, and look up
 * each day of each; as a table they are joined with what lies in the range.
 */
function belongsTo(list: readonly string[], bound: string): string {
  return list.length <= MOST_LOOKED_UP
    ? `f.series_id = ANY(${bound}::bigint[])`
    : `f.series_id IN (SELECT unnest(${bound}::bigint[]))`;
}

/** The series of chosen groups. */
async function findMembers(
  client: PoolClient,
  { selection, groupBy }: Exploration,
  { groups, families }: { groups: readonly RankedGroup[]; families: readonly Family[] },
): Promise<readonly Member[]> {
  const statement = new Statement();
  const picked = families
    .map(
      (family, index) => `SELECT ${index} AS family, s.* FROM (${pickedSql(statement, selection, family, groupBy)}) s`,
    )
    .join(' UNION ALL ');
  const lists = groupBy.flatMap((_, index) => [
    `${statement.bind(groups.map(({ keys }) => keys[index]?.value ?? ''))}::text[]`,
    `${statement.bind(groups.map(({ keys }) => keys[index]?.attribution ?? 0))}::integer[]`,
  ]);
  const columns = groupBy.flatMap((_, index) => [`k${index}`, `a${index}`]);
  // A null is told from an empty name by its attribution; equality alone lets Postgres hash.
  const same = groupBy.map((_, index) => `coalesce(p.k${index}, '') = g.k${index} AND p.a${index} = g.a${index}`);
  const { rows } = await askPrepared<Member>(
    client,
    `SELECT p.id, p.family, (g.place - 1)::integer AS place FROM (${picked}) p
       JOIN unnest(${lists.join(', ')}) WITH ORDINALITY AS g(${columns.join(', ')}, place) ON ${same.join(' AND ')}`,
    statement.values,
  );
  return rows;
}

/** What buckets are made of. */
export const resolutionOf = (bucket: ReportBucket): 'day' | 'month' =>
  bucket === 'month' || bucket === 'quarter' ? 'month' : 'day';
const isOfPoints = (bucket: ReportBucket): boolean => ['minute', 'hour', 'day'].includes(bucket);
