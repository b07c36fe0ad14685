/** What thousands of projects or keys amount to, in one text. */
import type { PoolClient } from 'pg';
import { type Exploration, sourcesFor } from './exploration.js';
import { decimalSql, factsSql, familiesOf, seriesCondition, Statement } from './facts-sql.js';
import { dimensionSql } from './series.js';

export interface Sums {
  /** Null where the measure is no money. */
  currency: string | null;
  /** "organization/value" → plain decimal; the organization by Bursar's number. What names no value is left out. */
  sums: Readonly<Record<string, string>>;
  /** Organization, by Bursar's number → plain decimal: of all these together. */
  named: Readonly<Record<string, string>>;
  /** The same with what names no value. */
  totals: Readonly<Record<string, string>>;
}

type SumsOfSeries = Omit<Sums, 'currency'>;

/**
 * Adds up by a dimension of which each series has one value, where the measure is a sum.
 *
 * Everything of the range is wanted, so it is read as it lies. Left to itself, Postgres thinks that there are few series
 * and looks up the days of each of 5,000, which takes ten times as long.
 */
export async function sumSeries(
  client: PoolClient,
  exploration: Exploration,
  dimension: string,
): Promise<SumsOfSeries> {
  const { selection } = exploration;
  const pieces = sourcesFor(exploration, [dimension], 'month');
  if (pieces.length === 0) return { sums: {}, named: {}, totals: {} };
  const families = familiesOf(pieces);
  const statement = new Statement();
  const name = `s.organization_id || '/' || ${dimensionSql(selection.capability, dimension)}`;
  const picked = families.map(
    (family, index) =>
      `picked${index} AS MATERIALIZED (
         SELECT s.id, s.organization_id, ${name} AS name FROM series s WHERE ${seriesCondition(statement, selection, family)}), `,
  );
  const belongs = (_: unknown, index: number): string => `f.series_id IN (SELECT id FROM picked${index})`;
  const facts = factsSql(statement, selection, { pieces, belongs });
  const all = families.map((_, index) => `SELECT ${index} AS family, * FROM picked${index}`).join(' UNION ALL ');
  await client.query('SET LOCAL enable_nestloop = off');
  const { rows } = await client.query<SumsOfSeries>(
    `WITH ${picked.join('')}f AS (
       SELECT f.family, f.series_id, sum(f.value) AS value, sum(f.points) AS points FROM (${facts}) f GROUP BY 1, 2
     ), t AS MATERIALIZED (
       SELECT p.organization_id, p.name, sum(f.value) AS total, sum(f.points) AS points
         FROM f JOIN (${all}) p ON p.family = f.family AND p.id = f.series_id GROUP BY 1, 2
     )
     SELECT (SELECT coalesce(json_object_agg(t.name, ${decimalSql('t.total')}), '{}')
               FROM t WHERE t.name IS NOT NULL AND t.points > 0) AS sums,
            coalesce(json_object_agg(o.organization_id, ${decimalSql('o.named')}), '{}') AS named,
            coalesce(json_object_agg(o.organization_id, ${decimalSql('o.total')}), '{}') AS totals
       FROM (SELECT organization_id, sum(t.total) AS total, sum(t.total) FILTER (WHERE t.name IS NOT NULL) AS named
               FROM t GROUP BY 1) o`,
    statement.values,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('Postgres answered sums with no row.');
  return row;
}
