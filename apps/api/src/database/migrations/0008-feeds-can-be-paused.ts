import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FeedsCanBePaused implements MigrationInterface {
  readonly name = 'feeds can be paused 1795400000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE feeds
        -- Since when the schedule leaves the feed alone, and why; null: it goes on. What a person asks for runs all the same.
        ADD COLUMN paused_at timestamptz,
        ADD COLUMN pause_reason text,
        ADD CONSTRAINT a_pause_has_a_reason CHECK ((paused_at IS NULL) = (pause_reason IS NULL))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE feeds DROP COLUMN paused_at, DROP COLUMN pause_reason');
  }
}
