import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PeopleComeFromAProvider implements MigrationInterface {
  readonly name = 'people come from a provider 1796300000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE identities (
        -- Who says so, as the ID token spells it.
        issuer text NOT NULL,
        -- Who it is there; never a mail address, which may become somebody else's.
        subject text NOT NULL,
        person_id integer NOT NULL REFERENCES people ON DELETE CASCADE,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (issuer, subject),
        -- Two accounts of one provider are two people.
        UNIQUE (person_id, issuer)
      )`);
    await runner.query(`
      CREATE TABLE provider_visits (
        -- SHA-256 of what the browser holds while its person is at the provider. State, nonce and PKCE verifier are made
        -- from that, so that nothing here helps who reads this table.
        token_hash bytea PRIMARY KEY,
        -- A path of ours.
        return_to text NOT NULL,
        -- Who has signed in by a password and wants to come by the provider as well; null: whoever comes back.
        person_id integer REFERENCES people ON DELETE CASCADE,
        expires_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE provider_visits, identities');
  }
}
