/** What Postgres knows of the tables of facts, on which the plans of questions rest. */
import type { Width } from '@bursar/contract';
import type { DataSource } from 'typeorm';
import { pointsTable } from './partitions.js';

/** Of a table that has become half as large again, plans stay what they are; less than that is left to autovacuum. */
const HAS_CHANGED = 's.n_mod_since_analyze > 50 + 0.5 * s.n_live_tup';

/**
 * Has Postgres look again at those tables of facts that it never looked at, or of which much has changed since.
 *
 * Autovacuum would do so too, a minute or two later. Until then Postgres takes a partition of a million rows for an
 * unknown one, and a question that takes a fifth of a second takes three: just when everybody looks at a history that
 * was read for the first time. Points are told by partitions, for which Postgres samples 30,000 rows each.
 */
export async function lookAgain(dataSource: DataSource, width: Width): Promise<void> {
  const stale: { name: string }[] = await dataSource.query(
    `SELECT quote_ident(c.relname) AS name
       FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
      WHERE c.relnamespace = current_schema()::regnamespace
        AND (c.relname = ANY ($1) OR c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = $2::regclass))
        AND pg_relation_size(c.oid) > 0
        AND (${HAS_CHANGED}
             OR NOT EXISTS (SELECT FROM pg_stats t WHERE t.schemaname = current_schema() AND t.tablename = c.relname))
      ORDER BY c.relname`,
    [['series', 'readings', 'rollups_1d', 'rollups_1mo'], pointsTable(width)],
  );
  // Each one for itself, for nobody has to wait until all are done.
  for (const { name } of stale) await dataSource.query(`ANALYZE ${name}`);
}
