import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PeopleCanBeErased implements MigrationInterface {
  readonly name = 'people can be erased 1796400000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE activity
        -- What its hash covers: 1 all of its text; 2 commitments to what names people, and the rest of its text.
        ADD COLUMN version smallint NOT NULL DEFAULT 1 CHECK (version IN (1, 2)),
        -- SHA-256 of the salt and the part: of who did it, and of what it says in words. They stay when both are erased.
        ADD COLUMN who_salt bytea,
        ADD COLUMN who_commitment bytea,
        ADD COLUMN text_salt bytea,
        ADD COLUMN text_commitment bytea,
        -- The parts that were erased: 'who', 'text'.
        ADD COLUMN erased_parts text[] NOT NULL DEFAULT '{}',
        ADD CONSTRAINT newer_rows_are_committed_to
          CHECK (version = 1 OR (who_commitment IS NOT NULL AND text_commitment IS NOT NULL))`);
    await runner.query(`ALTER TABLE activity ALTER COLUMN version DROP DEFAULT`);
    await runner.query('DROP TRIGGER activity_is_only_added_to ON activity');
    await runner.query(`
      CREATE TRIGGER activity_is_only_added_to BEFORE DELETE OR TRUNCATE ON activity
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_activity()`);
    await runner.query(ERASES_ONLY);
    await runner.query(`
      CREATE TRIGGER activity_is_only_erased BEFORE UPDATE ON activity
        FOR EACH ROW EXECUTE FUNCTION refuse_but_to_erase_activity()`);
    await runner.query('ALTER TABLE people ADD COLUMN erased_at timestamptz');
    await runner.query(`
      CREATE TABLE erased_members (
        -- OpenAI's id; it stays wherever it stood.
        member_id text PRIMARY KEY,
        -- HMAC-SHA256 of the mail address in small letters; a member may have had several.
        mail_hashes bytea[] NOT NULL DEFAULT '{}',
        -- The same of names of several words, and how many these have.
        name_hashes bytea[] NOT NULL DEFAULT '{}',
        name_sizes integer[] NOT NULL DEFAULT '{}',
        erased_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE erased_members');
    await runner.query('ALTER TABLE people DROP COLUMN erased_at');
    await runner.query('DROP TRIGGER activity_is_only_erased ON activity');
    await runner.query('DROP FUNCTION refuse_but_to_erase_activity');
    await runner.query('DROP TRIGGER activity_is_only_added_to ON activity');
    await runner.query(`
      CREATE TRIGGER activity_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON activity
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_activity()`);
    await runner.query(`
      ALTER TABLE activity DROP COLUMN version, DROP COLUMN who_salt, DROP COLUMN who_commitment, DROP COLUMN text_salt,
        DROP COLUMN text_commitment, DROP COLUMN erased_parts`);
  }
}

/** What names people may go, and nothing may come: a mistake of ours cannot change what was written. */
const ERASES_ONLY = `
  CREATE FUNCTION refuse_but_to_erase_activity() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    personal text[] := ARRAY['person_name', 'person_email', 'address', 'who_salt', 'reason', 'before', 'after', 'detail',
      'text_salt', 'target', 'erased_parts'];
    field text;
    was jsonb := to_jsonb(OLD);
    is_now jsonb := to_jsonb(NEW);
  BEGIN
    IF was - personal <> is_now - personal
       OR NOT NEW.erased_parts @> OLD.erased_parts OR NEW.erased_parts <@ OLD.erased_parts
       OR coalesce(NEW.target - 'name', 'null') <> coalesce(OLD.target - 'name', 'null')
       OR jsonb_typeof(NEW.target -> 'name') = 'string' AND NEW.target <> OLD.target THEN
      RAISE EXCEPTION 'The activity trail is only ever added to; % is refused.', TG_OP;
    END IF;
    FOREACH field IN ARRAY personal[1:9] LOOP
      IF is_now -> field <> 'null' AND is_now -> field <> was -> field THEN
        RAISE EXCEPTION 'The activity trail is only ever added to; % is refused.', TG_OP;
      END IF;
    END LOOP;
    RETURN NEW;
  END $$`;
