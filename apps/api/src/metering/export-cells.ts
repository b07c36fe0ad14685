/** Every number of a question, bucket by bucket and group by group, however many there are. */
import type { PoolClient } from 'pg';
import { DAY_MS, floorTo, startOfMonth } from '../sync/spans.js';
import type { BucketSpan } from './buckets.js';
import { resolutionOf } from './cells.js';
import { rowsOf } from './cursor.js';
import { type Exploration, sourcesFor } from './exploration.js';
import { bucketSql, factsSql, familiesOf, isThereSql, pickedSql, reduced, Statement } from './facts-sql.js';
import { widthOf } from './report-shape.js';

/** The numbers of one group in one bucket. */
export interface ExportCell {
  /** Index among the buckets of the question. */
  bucket: number;
  /** Value and attribution (index of `ATTRIBUTIONS`) of each key. */
  keys: readonly { value: string | null; attribution: number }[];
  /** A plain decimal for each measure; null where no row of OpenAI's tells it. */
  values: readonly (string | null)[];
}

/**
 * Reads inside the caller's snapshot, in the order of buckets and then of keys, from the same sources as an answer.
 *
 * A month is asked for at a time, of minutes a day: what Postgres sorts then stays small, and the first rows come at once.
 *
 * @param besides measures beside that of the exploration
 */
export async function* readExportCells(
  client: PoolClient,
  exploration: Exploration,
  besides: readonly string[],
): AsyncGenerator<ExportCell[]> {
  // Who reads to the end is not served by a plan that begins fast.
  await client.query('SET LOCAL cursor_tuple_fraction = 1');
  for (const { first, buckets } of slicesOf(exploration)) {
    const range = { start: buckets[0]?.from ?? 0, end: buckets.at(-1)?.to ?? 0 };
    const statement = new Statement();
    const text = cellsSql(statement, { ...exploration, range, buckets }, besides);
    if (text === null) continue;
    const keys = exploration.groupBy.length;
    for await (const rows of rowsOf<Row>(client, text, statement)) yield rows.map((row) => toCell(row, first, keys));
  }
}

/** Bucket, value and attribution of each key, each measure. */
type Row = [bucket: number, ...(string | number | null)[]];

function toCell([bucket, ...columns]: Row, first: number, keys: number): ExportCell {
  return {
    bucket: first + bucket - 1,
    keys: Array.from({ length: keys }, (_, index) => ({
      value: textOf(columns[2 * index]),
      attribution: Number(columns[2 * index + 1]),
    })),
    values: columns.slice(2 * keys).map(textOf),
  };
}

const textOf = (value: string | number | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

/** Buckets that begin in the same month, or of minutes on the same day, with the index of the first. */
function slicesOf({ bucket, buckets }: Exploration): { first: number; buckets: BucketSpan[] }[] {
  const startOf = widthOf(bucket) === '1m' ? (at: number) => floorTo(at, DAY_MS) : startOfMonth;
  const slices: { first: number; buckets: BucketSpan[]; start: number }[] = [];
  for (const [index, one] of buckets.entries()) {
    const start = startOf(one.from);
    const last = slices.at(-1);
    if (last?.start === start) last.buckets.push(one);
    else slices.push({ first: index, buckets: [one], start });
  }
  return slices;
}

/** Null where nothing is stored that it could be read from. */
function cellsSql(statement: Statement, exploration: Exploration, besides: readonly string[]): string | null {
  const { selection, groupBy, bucket, buckets } = exploration;
  const pieces = sourcesFor(exploration, groupBy, bucket === 'total' ? 'month' : resolutionOf(bucket));
  if (pieces.length === 0) return null;
  const families = familiesOf(pieces);
  const picked = families.map(
    (family, index) => `picked${index} AS (${pickedSql(statement, selection, family, groupBy)})`,
  );
  const all = families.map((_, index) => `SELECT ${index} AS family, * FROM picked${index}`).join(' UNION ALL ');
  const belongs = (_: unknown, index: number) => `f.series_id IN (SELECT id FROM picked${index})`;
  const place = bucketSql(
    statement,
    buckets.map(({ from }) => from),
  );
  const facts = reduced(selection, factsSql(statement, selection, { pieces, belongs, besides }), place);
  const keys = groupBy.flatMap((_, index) => [`p.k${index}`, `p.a${index}`]);
  const order = groupBy.map((_, index) => `, p.a${index}, p.k${index} COLLATE "C"`).join('');
  const values = ['value', ...besides.map((_, index) => `value${index + 1}`)];
  return `WITH ${picked.join(', ')}
    SELECT ${[place, ...keys, ...values.map((value) => `trim_scale(sum(f.${value}))::text`)].join(', ')}
      FROM (${facts}) f JOIN (${all}) p ON p.family = f.family AND p.id = f.series_id
     GROUP BY ${['1', ...keys].join(', ')} HAVING ${isThereSql(families, groupBy, 'coalesce(sum(f.value), 0)')}
     ORDER BY 1${order}`;
}
