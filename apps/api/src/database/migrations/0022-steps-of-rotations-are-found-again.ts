import type { MigrationInterface, QueryRunner } from 'typeorm';

export class StepsOfRotationsAreFoundAgain implements MigrationInterface {
  readonly name = 'steps of rotations are found again 1796600000022';

  async up(runner: QueryRunner): Promise<void> {
    // What OpenAI was asked to do with the old key, written before it was asked, and the row of the trail that tells of it:
    // whoever comes after a crash, or after a lost answer, finds out by it what came of it.
    await runner.query('ALTER TABLE rotations ADD COLUMN open_step jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE rotations DROP COLUMN open_step');
  }
}
