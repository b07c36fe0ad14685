import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeysOfOrganizationsAreKept implements MigrationInterface {
  readonly name = 'keys of organizations are kept 1796200000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE organizations DROP CONSTRAINT organizations_state_check,
        ADD CONSTRAINT organizations_state_check
          CHECK (state IN ('connecting', 'active', 'stopped', 'disconnected', 'removing'))`);
    await runner.query(`
      CREATE TABLE organization_keys (
        organization_id integer NOT NULL REFERENCES organizations,
        use text NOT NULL CHECK (use IN ('read', 'write')),
        -- Another one for each key that is set: by it servers notice that theirs is the old one.
        revision bigint GENERATED ALWAYS AS IDENTITY,
        source text NOT NULL CHECK (source IN ('web', 'environment')),
        -- AES-256-GCM under BURSAR_SECRET. A key of the environment stays there.
        sealed text,
        -- By which a key of the environment is recognised without asking OpenAI whose it is; tells nothing of the key.
        fingerprint bytea,
        last_four text NOT NULL,
        set_at timestamptz NOT NULL DEFAULT now(),
        -- No reference to people: who set it stays true whatever happens to them. Null: the environment.
        set_by integer,
        -- What was found when it was tried last, and when it is tried again; null: not tried yet.
        test jsonb,
        test_due_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organization_id, use),
        CONSTRAINT what_the_web_brings_is_sealed CHECK ((source = 'web') = (sealed IS NOT NULL)),
        CONSTRAINT what_the_environment_brings_is_recognised CHECK ((source = 'environment') = (fingerprint IS NOT NULL))
      )`);
    await runner.query(`
      CREATE TABLE seal_proof (
        -- One row at most.
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        -- A known text: it opens with the secret that everything else was sealed with.
        sealed text NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE organization_keys, seal_proof');
    await runner.query(`UPDATE organizations SET state = 'stopped' WHERE state IN ('disconnected', 'removing')`);
    await runner.query(`
      ALTER TABLE organizations DROP CONSTRAINT organizations_state_check,
        ADD CONSTRAINT organizations_state_check CHECK (state IN ('connecting', 'active', 'stopped'))`);
  }
}
