/** How often keys were used with which model, of thousands of keys in one statement. */
import type { PoolClient } from 'pg';
import { type Exploration, sourcesFor } from './exploration.js';
import { factsSql, familiesOf, seriesCondition, Statement } from './facts-sql.js';
import { dimensionSql } from './series.js';

/** "organization/key" → each model, null where none is told, and what it was used for; the organization by Bursar's number. */
export type KeyModels = Readonly<Record<string, readonly (readonly [model: string | null, value: number])[]>>;

const KEY = 'api_key_id';
const MODEL = 'model';

/** Adds up by key and model, where the measure is a whole number that is summed. As `sumSeries`, it reads the range as it lies. */
export async function sumKeyModels(client: PoolClient, exploration: Exploration): Promise<KeyModels> {
  const { selection } = exploration;
  const { capability } = selection;
  const hasModel = capability.dimensions.includes(MODEL) || capability.derivedDimensions?.includes(MODEL) === true;
  const pieces = sourcesFor(exploration, hasModel ? [KEY, MODEL] : [KEY], 'month');
  if (pieces.length === 0) return {};
  const families = familiesOf(pieces);
  const statement = new Statement();
  const columns = `s.organization_id || '/' || ${dimensionSql(capability, KEY)} AS name, ${hasModel ? dimensionSql(capability, MODEL) : 'NULL::text'} AS model`;
  const picked = families.map(
    (family, index) =>
      `picked${index} AS MATERIALIZED (
         SELECT s.id, ${columns} FROM series s WHERE ${seriesCondition(statement, selection, family)}), `,
  );
  const belongs = (_: unknown, index: number): string => `f.series_id IN (SELECT id FROM picked${index})`;
  const facts = factsSql(statement, selection, { pieces, belongs });
  const all = families.map((_, index) => `SELECT ${index} AS family, * FROM picked${index}`).join(' UNION ALL ');
  await client.query('SET LOCAL enable_nestloop = off');
  const { rows } = await client.query<{ models: KeyModels }>(
    `WITH ${picked.join('')}f AS (
       SELECT f.family, f.series_id, sum(f.value) AS value, sum(f.points) AS points FROM (${facts}) f GROUP BY 1, 2
     ), t AS (
       SELECT p.name, p.model, coalesce(sum(f.value), 0)::bigint AS total
         FROM f JOIN (${all}) p ON p.family = f.family AND p.id = f.series_id
        WHERE p.name IS NOT NULL GROUP BY 1, 2 HAVING sum(f.points) > 0
     )
     SELECT coalesce(json_object_agg(k.name, k.models), '{}') AS models
       FROM (SELECT name, json_agg(json_build_array(model, total)) AS models FROM t GROUP BY 1) k`,
    statement.values,
  );
  return rows[0]?.models ?? {};
}
