import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FeedsTellWhenAnswersChange implements MigrationInterface {
  readonly name = 'feeds tell when answers change 1795600000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE feeds
        -- Raised by each transaction that changes, for this feed, what answers say: numbers, days that were read, names.
        -- That transaction holds the feed's row anyway, so that nobody waits for it who did not wait before.
        ADD COLUMN revision bigint NOT NULL DEFAULT 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE feeds DROP COLUMN revision');
  }
}
