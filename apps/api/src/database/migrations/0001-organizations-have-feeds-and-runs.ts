import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OrganizationsHaveFeedsAndRuns implements MigrationInterface {
  readonly name = 'organizations have feeds and runs 1795300000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE organizations (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        -- OpenAI's org-…: learnt from the first answer, null until then.
        openai_id text UNIQUE,
        name text,
        state text NOT NULL DEFAULT 'connecting' CHECK (state IN ('connecting', 'active', 'stopped')),
        error jsonb,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE feeds (
        organization_id integer NOT NULL REFERENCES organizations,
        feed text NOT NULL,
        state text NOT NULL DEFAULT 'waiting'
          CHECK (state IN ('waiting', 'running', 'retrying', 'stopped', 'disabled')),
        -- Complete reads. Moves only in the transaction that stores what was read.
        coverage tstzmultirange NOT NULL DEFAULT '{}',
        next_run_at timestamptz NOT NULL DEFAULT now(),
        -- When the next part of the missing history is read; null: nothing is missing. Waits for what is due above.
        backfill_at timestamptz,
        backfill_failures integer NOT NULL DEFAULT 0,
        lease_owner text,
        lease_until timestamptz,
        -- Raised by each claim: a writer that lost its lease finds another number and ends without a write.
        fence bigint NOT NULL DEFAULT 0,
        failures integer NOT NULL DEFAULT 0,
        last_success_at timestamptz,
        last_error jsonb,
        -- What the feed has learnt: refused groupings by range, page size, nightly and weekly re-reads done, progress.
        memory jsonb NOT NULL DEFAULT '{}',
        PRIMARY KEY (organization_id, feed)
      )`);
    await runner.query(`
      CREATE TABLE runs (
        organization_id integer NOT NULL REFERENCES organizations,
        id bigint GENERATED ALWAYS AS IDENTITY,
        feed text NOT NULL,
        fence bigint,
        trigger text NOT NULL CHECK (trigger IN ('schedule', 'person')),
        purpose text NOT NULL CHECK (purpose IN ('live', 'backfill', 'asked')),
        state text NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'lost')),
        -- What a person asked to be read; null means the feed's own windows.
        asked tstzrange,
        requested_at timestamptz NOT NULL DEFAULT now(),
        started_at timestamptz,
        ended_at timestamptz,
        requests integer NOT NULL DEFAULT 0,
        pages integer NOT NULL DEFAULT 0,
        rows bigint NOT NULL DEFAULT 0,
        error jsonb,
        PRIMARY KEY (organization_id, id)
      )`);
    await runner.query(`CREATE INDEX runs_by_feed ON runs (organization_id, feed, id DESC)`);
    await runner.query(`CREATE INDEX runs_open ON runs (organization_id, feed) WHERE state IN ('queued', 'running')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE runs, feeds, organizations');
  }
}
