import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PeopleSignIn implements MigrationInterface {
  readonly name = 'people sign in 1795900000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE people (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        -- In small letters, so that one mailbox is one person.
        email text NOT NULL UNIQUE CHECK (email = lower(email)),
        name text NOT NULL,
        role text NOT NULL CHECK (role IN ('owner', 'admin', 'finance', 'engineer', 'viewer')),
        -- The only projects that they see; null: all.
        project_ids text[] CHECK (project_ids <> '{}'),
        -- argon2id with its parameters and salt; null: signs in by another way, or is invited only.
        password_hash text,
        -- Seed of the second factor, sealed; null: none. It counts once a first code of it was right.
        totp_sealed text,
        totp_confirmed_at timestamptz,
        -- The last half minute whose code was taken, so that a code works once.
        totp_last_step bigint,
        created_at timestamptz NOT NULL,
        disabled_at timestamptz,
        last_seen_at timestamptz,
        -- An owner of everything who sees some projects only could not be told from an owner.
        CONSTRAINT an_owner_sees_everything CHECK (role <> 'owner' OR project_ids IS NULL)
      )`);
    await runner.query(`
      CREATE TABLE sessions (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        person_id integer NOT NULL REFERENCES people ON DELETE CASCADE,
        -- SHA-256 of what the cookie holds: who reads this table cannot sign in with it.
        token_hash bytea NOT NULL UNIQUE,
        -- mfa: the password was right, the code is awaited; nothing else is answered.
        stage text NOT NULL CHECK (stage IN ('mfa', 'full')),
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        address text,
        user_agent text
      )`);
    await runner.query('CREATE INDEX sessions_of_a_person ON sessions (person_id)');
    await runner.query(`
      CREATE TABLE one_time_codes (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        purpose text NOT NULL CHECK (purpose IN ('set_up', 'invitation', 'reset')),
        person_id integer REFERENCES people ON DELETE CASCADE,
        code_hash bytea NOT NULL UNIQUE,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT only_set_up_is_for_nobody_yet CHECK ((purpose = 'set_up') = (person_id IS NULL))
      )`);
    await runner.query('CREATE INDEX one_time_codes_of_a_person ON one_time_codes (person_id)');
    await runner.query(`
      CREATE TABLE recovery_codes (
        person_id integer NOT NULL REFERENCES people ON DELETE CASCADE,
        code_hash bytea NOT NULL,
        PRIMARY KEY (person_id, code_hash)
      )`);
    await runner.query(`
      CREATE TABLE api_tokens (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        -- Who made it; it never may more than they may now.
        person_id integer NOT NULL REFERENCES people ON DELETE CASCADE,
        name text NOT NULL,
        token_hash bytea NOT NULL UNIQUE,
        permissions text[] NOT NULL,
        project_ids text[] CHECK (project_ids <> '{}'),
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        last_used_at timestamptz
      )`);
    await runner.query('CREATE INDEX api_tokens_of_a_person ON api_tokens (person_id)');
    await runner.query(`
      CREATE TABLE attempts (
        -- What is tried and by whom: 'sign-in:account:…', 'sign-in:address:…'.
        name text PRIMARY KEY,
        count integer NOT NULL,
        -- When it begins to count anew.
        until timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE attempts, api_tokens, recovery_codes, one_time_codes, sessions, people');
  }
}
