import { Inject, Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError } from 'typeorm';
import { addPerson, lockOwners, type NewPerson, PERSON_COLUMNS, type StoredPerson } from '../people.store.js';

/** Who somebody is at the provider. */
export interface Identity {
  issuer: string;
  subject: string;
}

/** SQL of what is kept of the subject of somebody who was erased: enough to recognise them by, and no more. */
export const hashedSubject = (issuer: string, subject: string): string =>
  `'sha256:' || encode(sha256(convert_to(${issuer} || chr(10) || ${subject}, 'UTF8')), 'hex')`;

/** Ties people to who they are at a provider, by its own id of them. */
@Injectable()
export class IdentitiesStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async find({ issuer, subject }: Identity): Promise<StoredPerson | null> {
    const rows: StoredPerson[] = await this.dataSource.query(
      `SELECT ${PERSON_COLUMNS} FROM people p JOIN identities mine ON mine.person_id = p.id
        WHERE mine.issuer = $1 AND mine.subject IN ($2, ${hashedSubject('$1::text', '$2::text')})`,
      [issuer, subject],
    );
    return rows[0] ?? null;
  }

  /** Whether somebody is tied to an account of that provider, whichever. */
  async isTied(personId: number, issuer: string): Promise<boolean> {
    const [row]: { found: boolean }[] = await this.dataSource.query(
      'SELECT EXISTS (SELECT FROM identities WHERE person_id = $1 AND issuer = $2) AS found',
      [personId, issuer],
    );
    return row?.found === true;
  }

  /**
   * Ties somebody who was invited, and has no password yet.
   *
   * @returns false where either was tied, or a password was chosen meanwhile
   */
  async tie(personId: number, { issuer, subject }: Identity): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `INSERT INTO identities (issuer, subject, person_id, created_at)
       SELECT $2, $3, id, now() FROM people WHERE id = $1 AND password_hash IS NULL AND disabled_at IS NULL
       ON CONFLICT DO NOTHING RETURNING person_id`,
      [personId, issuer, subject],
    );
    return rows.length === 1;
  }

  /** Ties somebody who has proved who they are here as well. @returns false where either was tied, or they were disabled */
  async tieProven(personId: number, { issuer, subject }: Identity): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `INSERT INTO identities (issuer, subject, person_id, created_at)
       SELECT $2, $3, id, now() FROM people WHERE id = $1 AND disabled_at IS NULL
       ON CONFLICT DO NOTHING RETURNING person_id`,
      [personId, issuer, subject],
    );
    return rows.length === 1;
  }

  /** Makes somebody who comes for the first time. @returns null where the mail address or the identity is taken. */
  async add(person: NewPerson, { issuer, subject }: Identity): Promise<StoredPerson | null> {
    try {
      return await this.dataSource.transaction(async (manager) => {
        await lockOwners(manager);
        const added = await addPerson(manager, person);
        if (added === null) return null;
        await manager.query(
          'INSERT INTO identities (issuer, subject, person_id, created_at) VALUES ($1, $2, $3, now())',
          [issuer, subject, added.id],
        );
        // The code of the log has done what it is for, or nobody needs it any more.
        if (person.role === 'owner') await manager.query(`DELETE FROM one_time_codes WHERE purpose = 'set_up'`);
        return { ...added, hasIdentity: true };
      });
    } catch (error) {
      if (isTaken(error)) return null;
      throw error;
    }
  }
}

/** Somebody signed in by the same account at the same moment. */
function isTaken(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const cause: unknown = error.driverError;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '23505';
}
