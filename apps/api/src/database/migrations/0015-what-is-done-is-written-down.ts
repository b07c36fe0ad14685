import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WhatIsDoneIsWrittenDown implements MigrationInterface {
  readonly name = 'what is done is written down 1796100000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE activity (
        -- One after another without a gap, so that a row that is missing shows.
        id bigint PRIMARY KEY CHECK (id > 0),
        at timestamptz NOT NULL,
        -- The row of what was tried, whose outcome this one tells; null: this row tells what is tried, or all of it.
        completes bigint UNIQUE REFERENCES activity,
        -- No reference to people: the trail says who they were then, and nothing that happens to them later reaches it.
        person_id integer,
        person_name text,
        person_email text,
        token_id integer,
        address text,
        what text NOT NULL,
        target jsonb,
        reason text,
        before jsonb,
        after jsonb,
        outcome text CHECK (outcome IN ('succeeded', 'refused', 'failed')),
        detail text,
        request_id text,
        -- SHA-256 of the hash of the row before and the canonical JSON of this one.
        hash bytea NOT NULL UNIQUE,
        CONSTRAINT what_completes_has_an_outcome CHECK (completes IS NULL OR outcome IS NOT NULL)
      )`);
    await runner.query('CREATE INDEX activity_of_a_person ON activity (person_id, id)');
    await runner.query('CREATE INDEX activity_of_a_kind ON activity (what, id) WHERE completes IS NULL');
    await runner.query('CREATE INDEX activity_by_date ON activity (at)');
    await runner.query(`
      CREATE FUNCTION refuse_to_change_activity() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'The activity trail is only ever added to; % is refused.', TG_OP;
      END $$`);
    await runner.query(`
      CREATE TRIGGER activity_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON activity
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_activity()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE activity');
    await runner.query('DROP FUNCTION refuse_to_change_activity');
  }
}
