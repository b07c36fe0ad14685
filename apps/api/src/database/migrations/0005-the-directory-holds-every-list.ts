import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TheDirectoryHoldsEveryList implements MigrationInterface {
  readonly name = 'the directory holds every list 1795300000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE directory_objects
        -- What its list belongs to: '' the organization, a project's id, else a path such as 'groups/{id}'. A limit, a
        -- membership or a setting has the same id in each of them.
        ADD COLUMN parent_id text NOT NULL DEFAULT '',
        -- The member or service account that a key belongs to.
        ADD COLUMN owner_id text`);
    await runner.query(`
      UPDATE directory_objects SET parent_id = coalesce(project_id, ''),
             owner_id = coalesce(object #>> '{owner,user,id}', object #>> '{owner,service_account,id}')
       WHERE kind = 'api_key'`);
    await runner.query(`
      ALTER TABLE directory_objects DROP CONSTRAINT directory_objects_pkey,
        ADD PRIMARY KEY (organization_id, kind, id, parent_id)`);
    await runner.query(`
      CREATE INDEX directory_objects_by_parent ON directory_objects (organization_id, parent_id, kind)`);
    await runner.query(`
      CREATE INDEX directory_objects_by_owner ON directory_objects (organization_id, owner_id)
        WHERE owner_id IS NOT NULL`);
    await runner.query(`ALTER TABLE directory_history ADD COLUMN parent_id text NOT NULL DEFAULT ''`);
    await runner.query(`
      UPDATE directory_history h SET parent_id = o.parent_id FROM directory_objects o
       WHERE o.organization_id = h.organization_id AND o.kind = h.kind AND o.id = h.object_id AND o.parent_id <> ''`);
    await runner.query(`
      ALTER TABLE directory_lists
        -- null: it could never be read so far.
        ALTER COLUMN read_at DROP NOT NULL,
        ADD COLUMN tried_at timestamptz,
        -- In a row.
        ADD COLUMN failures integer NOT NULL DEFAULT 0`);
    await runner.query(`
      CREATE TABLE directory_rereads (
        organization_id integer NOT NULL REFERENCES organizations,
        kind text NOT NULL,
        parent_id text NOT NULL,
        -- '' for the whole list.
        id text NOT NULL,
        reason text NOT NULL,
        requested_at timestamptz NOT NULL DEFAULT now(),
        -- When it is to be read, and null once that is done: what was answered is remembered for a while, so that an id
        -- that OpenAI does not know is not asked for again and again.
        due_at timestamptz DEFAULT now(),
        failures integer NOT NULL DEFAULT 0,
        PRIMARY KEY (organization_id, kind, id, parent_id)
      )`);
    await runner.query(`
      CREATE INDEX directory_rereads_due ON directory_rereads (organization_id, due_at) WHERE due_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE directory_rereads');
    await runner.query(`DELETE FROM directory_lists WHERE read_at IS NULL OR parent_id LIKE '%/%'`);
    await runner.query(
      'ALTER TABLE directory_lists DROP COLUMN tried_at, DROP COLUMN failures, ALTER COLUMN read_at SET NOT NULL',
    );
    await runner.query('ALTER TABLE directory_history DROP COLUMN parent_id');
    await runner.query(`DELETE FROM directory_objects WHERE kind NOT IN ('project', 'api_key')`);
    await runner.query('ALTER TABLE directory_objects DROP COLUMN parent_id, DROP COLUMN owner_id');
    await runner.query('ALTER TABLE directory_objects ADD PRIMARY KEY (organization_id, kind, id)');
  }
}
