import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TheDirectoryKeepsWhatWasSeen implements MigrationInterface {
  readonly name = 'the directory keeps what was seen 1795300000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE directory_objects (
        organization_id integer NOT NULL REFERENCES organizations,
        -- 'project', 'api_key', …: one word of OpenAI's for each list.
        kind text NOT NULL,
        id text NOT NULL,
        project_id text,
        name text,
        status text,
        created_at timestamptz,
        last_used_at timestamptz,
        object jsonb NOT NULL,
        first_seen_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        -- Complete lists in a row that did not hold it: two make it gone.
        missed_lists smallint NOT NULL DEFAULT 0,
        gone_at timestamptz,
        gone_reason text,
        PRIMARY KEY (organization_id, kind, id)
      )`);
    await runner.query(`
      CREATE INDEX directory_objects_by_project ON directory_objects (organization_id, kind, project_id)`);
    await runner.query(`
      CREATE INDEX directory_objects_by_name ON directory_objects (organization_id, kind, lower(name), id)`);
    await runner.query(`
      CREATE TABLE directory_lists (
        organization_id integer NOT NULL REFERENCES organizations,
        kind text NOT NULL,
        -- '' for lists of the organization, else the project that the list belongs to.
        parent_id text NOT NULL DEFAULT '',
        read_at timestamptz NOT NULL,
        complete_at timestamptz,
        problem text,
        PRIMARY KEY (organization_id, kind, parent_id)
      )`);
    await runner.query(`
      CREATE TABLE directory_history (
        organization_id integer NOT NULL REFERENCES organizations,
        id bigint GENERATED ALWAYS AS IDENTITY,
        kind text NOT NULL,
        object_id text NOT NULL,
        field text NOT NULL,
        old_value jsonb,
        new_value jsonb,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, id)
      )`);
    await runner.query(`
      CREATE INDEX directory_history_by_object ON directory_history (organization_id, kind, object_id, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE directory_history, directory_lists, directory_objects');
  }
}
