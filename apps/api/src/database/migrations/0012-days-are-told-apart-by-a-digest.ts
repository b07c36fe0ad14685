import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DaysAreToldApartByADigest implements MigrationInterface {
  readonly name = 'days are told apart by a digest 1795600000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE readings
        -- Of all rows of the day, in the order and form in which they were stored: a day that is read again and has the
        -- same one needs no comparing. null: the day was not read as a whole, or before there were digests.
        ADD COLUMN digest bytea`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE readings DROP COLUMN digest');
  }
}
