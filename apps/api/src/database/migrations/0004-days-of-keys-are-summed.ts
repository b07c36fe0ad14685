import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Fills the daily sums by key for what is stored: from here on each window writes its own.
 *
 * A reading without keys marks that by a minus. Only where line items split the money of a key; the unit of a quantity
 * differs between them, so that it has no sum.
 */
export class DaysOfKeysAreSummed implements MigrationInterface {
  readonly name = 'days of keys are summed 1795400000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO rollups_1d (organization_id, series_id, start, point_count, amount)
      SELECT p.organization_id, k.id, p.start, count(*), sum(p.amount)
        FROM points_1d p
        JOIN series s ON s.organization_id = p.organization_id AND s.id = p.series_id AND s.kind = 'base'
                     AND 'line_item' = ANY(string_to_array(s.reading, '+'))
        JOIN series k ON k.organization_id = s.organization_id AND k.id = ANY(s.rollup_ids)
                     AND k.reading IN ('api_key_id', '-api_key_id')
       GROUP BY p.organization_id, k.id, p.start`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM rollups_1d r USING series k
       WHERE k.organization_id = r.organization_id AND k.id = r.series_id
         AND k.kind = 'rollup' AND k.reading IN ('api_key_id', '-api_key_id')`);
  }
}
