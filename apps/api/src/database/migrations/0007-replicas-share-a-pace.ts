import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ReplicasShareAPace implements MigrationInterface {
  readonly name = 'replicas share a pace 1795300000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE paces (
        organization_id integer NOT NULL REFERENCES organizations,
        -- Method and path template, 'GET /organization/projects/{}/api_keys': OpenAI limits each on its own.
        family text NOT NULL,
        -- Requests a minute; null: never refused.
        per_minute integer,
        -- The highest rate that stood a quiet time; null: none yet.
        held integer,
        -- When per_minute last changed.
        since timestamptz NOT NULL,
        -- Before it no request may go: the spacing, or a rest after a refusal.
        next_at timestamptz NOT NULL,
        -- Whether somebody had to wait since per_minute changed: only then it was proven.
        was_limiting boolean NOT NULL DEFAULT false,
        -- Slots that were given so far, and how many of them before the last refusal.
        granted bigint NOT NULL DEFAULT 0,
        refused_through bigint NOT NULL DEFAULT 0,
        -- When the last slots were given, oldest first: those of the last minute, 120 at most.
        started timestamptz[] NOT NULL DEFAULT '{}',
        -- The most urgent request that was told to wait (0 is a person's), and until when the slot is kept for it.
        wanted_urgency smallint,
        wanted_until timestamptz,
        PRIMARY KEY (organization_id, family)
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE paces');
  }
}
