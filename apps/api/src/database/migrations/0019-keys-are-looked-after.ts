import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeysAreLookedAfter implements MigrationInterface {
  readonly name = 'keys are looked after 1796500000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE key_labels (
        organization_id integer NOT NULL REFERENCES organizations,
        -- '' for an admin key.
        project_id text NOT NULL,
        key_id text NOT NULL,
        label text NOT NULL,
        set_at timestamptz NOT NULL,
        -- A person of ours, who is never deleted.
        set_by integer,
        PRIMARY KEY (organization_id, project_id, key_id)
      )`);
    await runner.query(`
      CREATE TABLE key_snoozes (
        organization_id integer NOT NULL REFERENCES organizations,
        project_id text NOT NULL,
        key_id text NOT NULL,
        reason text NOT NULL,
        since timestamptz NOT NULL,
        -- From then on it does nothing; the next one takes its place.
        until timestamptz NOT NULL,
        set_by integer,
        PRIMARY KEY (organization_id, project_id, key_id)
      )`);
    await runner.query(`
      CREATE TABLE key_policies (
        -- Without a row, what Bursar begins with holds.
        organization_id integer PRIMARY KEY REFERENCES organizations,
        -- Days; null asks for nothing.
        max_age_days integer,
        stale_after_days integer,
        never_used_after_days integer,
        require_expiry boolean NOT NULL,
        require_name boolean NOT NULL,
        -- Projects in which members should own no keys: by id, or by what their name contains.
        production_project_ids text[] NOT NULL,
        production_name_contains text,
        changed_at timestamptz NOT NULL,
        changed_by integer
      )`);
    await runner.query(`
      CREATE TABLE key_successions (
        organization_id integer NOT NULL REFERENCES organizations,
        project_id text NOT NULL,
        old_key_id text NOT NULL,
        new_key_id text NOT NULL,
        -- The first key of the line, by which all of it is found.
        credential_id text NOT NULL,
        made_at timestamptz NOT NULL,
        -- The rotation that made it; null: done otherwise.
        rotation_id bigint,
        -- A key takes the place of one; one may be replaced twice, where the first new one was lost.
        PRIMARY KEY (organization_id, new_key_id),
        CHECK (old_key_id <> new_key_id)
      )`);
    await runner.query(`
      CREATE INDEX key_successions_by_old_key ON key_successions (organization_id, old_key_id)`);
    await runner.query(`
      CREATE INDEX key_successions_by_credential ON key_successions (organization_id, credential_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE key_successions, key_policies, key_snoozes, key_labels');
  }
}
