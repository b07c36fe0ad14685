import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TheAuditLogIsKeptForEver implements MigrationInterface {
  readonly name = 'the audit log is kept for ever 1795300000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_events (
        organization_id integer NOT NULL REFERENCES organizations,
        -- OpenAI's; an event that is read again, by either list, is the same row.
        id text NOT NULL,
        -- Whether it came with the events of the tenant, which OpenAI lists apart.
        is_tenant boolean NOT NULL,
        type text NOT NULL,
        effective_at timestamptz NOT NULL,
        project_id text,
        project_name text,
        actor_type text,
        -- The member or the service account.
        actor_id text,
        actor_email text,
        actor_key_id text,
        ip_address text,
        -- Whatever the actor goes by, addresses in lower case: what a filter by actor looks for.
        actor_names text[] NOT NULL,
        -- Every id in the payload.
        resource_ids text[] NOT NULL,
        -- Every text of the event in lower case, a line each: what a search looks into.
        words text NOT NULL,
        event jsonb NOT NULL,
        first_seen_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, id)
      )`);
    await runner.query(`
      CREATE INDEX audit_events_by_time ON audit_events (organization_id, effective_at DESC, id DESC)`);
    await runner.query(`
      CREATE INDEX audit_events_by_type ON audit_events (organization_id, type, effective_at DESC, id DESC)`);
    await runner.query(`
      CREATE INDEX audit_events_by_project ON audit_events (organization_id, project_id, effective_at DESC, id DESC)
        WHERE project_id IS NOT NULL`);
    await runner.query(`
      CREATE INDEX audit_events_by_address ON audit_events (organization_id, ip_address, effective_at DESC, id DESC)
        WHERE ip_address IS NOT NULL`);
    await runner.query(`CREATE INDEX audit_events_by_actor ON audit_events USING gin (actor_names)`);
    await runner.query(`CREATE INDEX audit_events_by_resource ON audit_events USING gin (resource_ids)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_events');
  }
}
