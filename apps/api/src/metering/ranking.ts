/** Which groups are the largest. */
import type { PoolClient } from 'pg';
import { type Exploration, sourcesFor } from './exploration.js';
import { decimalSql, factsSql, familiesOf, isThereSql, pickedSql, reduced, Statement } from './facts-sql.js';
import { askPrepared } from './prepared-questions.js';
import type { Family, Piece } from './source-plan.js';

/** A series of a ranked group: its family by index, its group by its place. */
export interface Member {
  id: string;
  family: number;
  place: number;
}

export interface RankedGroup {
  /** Value and attribution (index of `ATTRIBUTIONS`) of each key. */
  keys: readonly { value: string | null; attribution: number }[];
  total: string;
}

export interface Ranking {
  groups: readonly RankedGroup[];
  /** Of all groups, also those beyond the limit. */
  count: number;
  total: string;
  /** Of the groups beyond the limit. */
  rest: string;
  /** The families that were ranked, and which of their series have numbers in each group. */
  families: readonly Family[];
  members: readonly Member[];
}

/** The groups with the largest totals over the range, on the coarsest numbers. Equal totals are in the order of their keys. */
export async function rankGroups(client: PoolClient, exploration: Exploration): Promise<Ranking> {
  const pieces = sourcesFor(exploration, exploration.groupBy, 'month');
  if (pieces.length === 0) return { groups: [], count: 0, total: '0', rest: '0', families: [], members: [] };
  const statement = new Statement();
  const { tables, select } = rankingSql(statement, exploration, { pieces, keepsFacts: false });
  const { rows } = await askPrepared<RankedRow>(client, `WITH ${tables}\n ${select}`, statement.values);
  return rankingOf(rows, exploration, familiesOf(pieces));
}

/**
 * Tables of a statement and what to select of them: the ranked groups in their order.
 *
 * @param keepsFacts whether the numbers are to be used once more: they are a table then, `facts`, and groups have a place
 */
export function rankingSql(
  statement: Statement,
  { selection, groupBy, bucket, limit }: Exploration,
  { pieces, keepsFacts }: { pieces: readonly Piece[]; keepsFacts: boolean },
): { tables: string; select: string } {
  const families = familiesOf(pieces);
  // One for each family: Postgres then knows how many series each has, and whether to go by the index.
  const picked = families.map(
    (family, index) => `picked${index} AS (${pickedSql(statement, selection, family, groupBy)}), `,
  );
  const belongs = (_: unknown, index: number) => `f.series_id IN (SELECT id FROM picked${index})`;
  const all = families.map((_, index) => `SELECT ${index} AS family, * FROM picked${index}`).join(' UNION ALL ');
  const facts = reduced(selection, factsSql(statement, selection, { pieces, belongs }), '1');
  const columns = groupBy.flatMap((_, index) => [`p.k${index}`, `p.a${index}`]);
  const order = groupBy.map((_, index) => `, p.a${index}, p.k${index} COLLATE "C"`).join('');
  const value = 'coalesce(sum(f.value), 0)';
  // What is read of one bucket is the answer: nobody asks for the series then.
  const members =
    groupBy.length > 0 && bucket !== 'total' ? ', array_agg(p.id) AS ids, array_agg(p.family) AS families' : '';
  const place = keepsFacts ? `, (row_number() OVER (ORDER BY ${value} DESC${order}) - 1)::integer AS place` : '';
  return {
    tables: `${picked.join('')}${keepsFacts ? `facts AS MATERIALIZED (${facts}), ` : ''}f AS (
       SELECT f.family, f.series_id, sum(f.value) AS value, sum(f.points) AS points
         FROM ${keepsFacts ? 'facts' : `(${facts})`} f GROUP BY 1, 2
     )`,
    select: `SELECT ${columns.map((column) => `${column}, `).join('')}${decimalSql('sum(f.value)')} AS total,
            (count(*) OVER ())::integer AS count, ${decimalSql(`sum(${value}) OVER ()`)} AS grand,
            ${decimalSql(`sum(${value}) OVER () - sum(${value}) OVER (ORDER BY ${value} DESC${order} ROWS UNBOUNDED PRECEDING)`)} AS rest${members}${place}
       FROM f JOIN (${all}) p ON p.family = f.family AND p.id = f.series_id
      GROUP BY ${columns.join(', ') || '()'} HAVING ${isThereSql(families, groupBy, value)}
      ORDER BY ${value} DESC${order} LIMIT ${statement.bind(limit)}::integer`,
  };
}

/** @param rows of `rankingSql`, in their order */
export function rankingOf(rows: readonly RankedRow[], { groupBy }: Exploration, families: readonly Family[]): Ranking {
  return {
    groups: rows.map((row) => ({
      keys: groupBy.map((_, index) => ({
        // Columns that are named by their index have no type of their own.
        value: (row[`k${index}`] ?? null) as string | null,
        attribution: Number(row[`a${index}`]),
      })),
      total: String(row['total']),
    })),
    count: Number(rows[0]?.['count'] ?? 0),
    total: String(rows[0]?.['grand'] ?? '0'),
    rest: String(rows.at(-1)?.['rest'] ?? '0'),
    families,
    members: rows.flatMap(({ ids = [], families: of = [] }, place) =>
      ids.map((id, index) => ({ id, family: of[index] ?? 0, place })),
    ),
  };
}

export type RankedRow = Record<string, string | number | null> & { ids?: string[]; families?: number[] };
