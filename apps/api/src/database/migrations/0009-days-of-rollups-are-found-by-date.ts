import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * For what adds up a month of thousands of keys: by series alone, each of them is looked up. Months are written one after
 * the other, so where each lies is all that has to be known; a row for each day took half as long as writing the days.
 */
export class DaysOfRollupsAreFoundByDate implements MigrationInterface {
  readonly name = 'days of rollups are found by date 1795400000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX rollups_1d_by_start ON rollups_1d USING brin (start) WITH (pages_per_range = 16)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX rollups_1d_by_start');
  }
}
