import type { Role } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** Somebody as they are stored; what they prove themselves with included. */
export interface StoredPerson {
  id: number;
  email: string;
  name: string;
  role: Role;
  /** null: every project. */
  projectIds: string[] | null;
  passwordHash: string | null;
  /** Whether they have signed in by the identity provider. */
  hasIdentity: boolean;
  totpSealed: string | null;
  totpConfirmedAt: Date | null;
  createdAt: Date;
  disabledAt: Date | null;
  /** Name and mail address are gone since. */
  erasedAt: Date | null;
  lastSeenAt: Date | null;
}

export interface NewPerson {
  email: string;
  name: string;
  role: Role;
  projectIds?: readonly string[] | null;
  passwordHash: string | null;
}

/** All of it, as it is to be. */
export interface PersonUpdate {
  name: string;
  role: Role;
  projectIds: readonly string[] | null;
  isDisabled: boolean;
}

/** Nobody has so many colleagues that look at the bill. */
const MOST_PEOPLE = 1000;

/** Of the row named `p`. */
export const PERSON_COLUMNS = `p.id, p.email, p.name, p.role, p.project_ids AS "projectIds",
  p.password_hash AS "passwordHash", p.totp_sealed AS "totpSealed", p.totp_confirmed_at AS "totpConfirmedAt",
  EXISTS (SELECT FROM identities i WHERE i.person_id = p.id) AS "hasIdentity",
  p.created_at AS "createdAt", p.disabled_at AS "disabledAt", p.last_seen_at AS "lastSeenAt",
  p.erased_at AS "erasedAt"`;

/** Any number, the same for all: who makes or changes owners waits for whoever does already. */
const OWNERS_LOCK = 7_240_551_311;

@Injectable()
export class PeopleStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async areThereAny(): Promise<boolean> {
    const [row]: { found: boolean }[] = await this.dataSource.query('SELECT EXISTS (SELECT FROM people) AS found');
    return row?.found === true;
  }

  /** By name, a thousand at most. */
  async list(): Promise<StoredPerson[]> {
    return this.dataSource.query(
      `SELECT ${PERSON_COLUMNS} FROM people p ORDER BY lower(p.name), p.id LIMIT ${MOST_PEOPLE}`,
    );
  }

  async find(id: number): Promise<StoredPerson | null> {
    const rows: StoredPerson[] = await this.dataSource.query(`SELECT ${PERSON_COLUMNS} FROM people p WHERE p.id = $1`, [
      id,
    ]);
    return rows[0] ?? null;
  }

  /**
   * Changes somebody; sessions of whom it disables are over.
   *
   * @param decide makes of them as they are at that moment what they are to be, or throws: nobody else changes them
   *   meanwhile, so that who was just disabled stays it.
   * @returns null when no active owner would be left; nothing is changed then, of several who try at once as well.
   */
  async update(id: number, decide: (person: StoredPerson) => PersonUpdate): Promise<StoredPerson | null> {
    return this.dataSource.transaction(async (manager) => {
      await lockOwners(manager);
      const [person]: StoredPerson[] = await manager.query(
        `SELECT ${PERSON_COLUMNS} FROM people p WHERE p.id = $1 FOR UPDATE`,
        [id],
      );
      if (person === undefined) throw new Error(`Person ${id} is to be changed and is not there.`);
      const { name, role, projectIds, isDisabled } = decide(person);
      const isOwner = person.role === 'owner' && person.disabledAt === null;
      if (isOwner && (role !== 'owner' || isDisabled) && !(await isOtherOwner(manager, id))) return null;
      const [changed]: [StoredPerson[], number] = await manager.query(
        `UPDATE people p SET name = $2, role = $3, project_ids = $4,
                disabled_at = CASE WHEN $5::boolean THEN coalesce(p.disabled_at, now()) END
          WHERE p.id = $1 RETURNING ${PERSON_COLUMNS}`,
        [id, name, role, projectIds, isDisabled],
      );
      if (isDisabled) await manager.query('DELETE FROM sessions WHERE person_id = $1', [id]);
      return changed[0] ?? null;
    });
  }

  /** Every session and every link of before is over with the password of before. */
  async setPassword(id: number, passwordHash: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query('UPDATE people SET password_hash = $2 WHERE id = $1 AND erased_at IS NULL', [
        id,
        passwordHash,
      ]);
      await manager.query('DELETE FROM sessions WHERE person_id = $1', [id]);
      await manager.query('DELETE FROM one_time_codes WHERE person_id = $1', [id]);
    });
  }

  /** @param email in small letters */
  async findByEmail(email: string): Promise<StoredPerson | null> {
    const rows: StoredPerson[] = await this.dataSource.query(
      `SELECT ${PERSON_COLUMNS} FROM people p WHERE p.email = $1`,
      [email],
    );
    return rows[0] ?? null;
  }

  /** @returns null when somebody has that mail address already; nothing is stored then. */
  async add(person: NewPerson): Promise<StoredPerson | null> {
    return addPerson(this.dataSource.manager, person);
  }

  /**
   * Stores those who are the first of all; of several who try at once, one does.
   *
   * @returns null when somebody was there before; nothing is stored then.
   */
  async addFirst(people: readonly NewPerson[]): Promise<StoredPerson[] | null> {
    return this.dataSource.transaction(async (manager) => {
      await lockOwners(manager);
      const [row]: { found: boolean }[] = await manager.query('SELECT EXISTS (SELECT FROM people) AS found');
      if (row?.found === true) return null;
      const added: StoredPerson[] = [];
      for (const person of people) {
        const stored = await addPerson(manager, person);
        if (stored !== null) added.push(stored);
      }
      // They have done what they were for.
      await manager.query(`DELETE FROM one_time_codes WHERE purpose = 'set_up'`);
      return added;
    });
  }
}

/** Until the end of the transaction nobody else counts or changes owners. */
export async function lockOwners(manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [OWNERS_LOCK]);
}

/** Whether somebody else owns Bursar as well. */
async function isOtherOwner(manager: EntityManager, id: number): Promise<boolean> {
  const [row]: { found: boolean }[] = await manager.query(
    `SELECT EXISTS (SELECT FROM people WHERE role = 'owner' AND disabled_at IS NULL AND id <> $1) AS found`,
    [id],
  );
  return row?.found === true;
}

/** @returns null when somebody has that mail address already; nothing is stored then. */
export async function addPerson(manager: EntityManager, person: NewPerson): Promise<StoredPerson | null> {
  const rows: StoredPerson[] = await manager.query(
    `INSERT INTO people AS p (email, name, role, project_ids, password_hash, created_at)
     VALUES ($1, $2, $3, $4, $5, now()) ON CONFLICT (email) DO NOTHING RETURNING ${PERSON_COLUMNS}`,
    [person.email, person.name, person.role, person.projectIds ?? null, person.passwordHash],
  );
  return rows[0] ?? null;
}
