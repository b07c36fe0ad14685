/** Members who were erased, as whoever writes what OpenAI tells has to know them. */
import type { EntityManager } from 'typeorm';
import { type Erased, erasedHasher } from './erased-text.js';

/** Any number, the same for all replicas: nobody is erased while what may name them is being written. */
const ERASURE_LOCK = 7_240_551_318;

/** What tells an erased member again. */
export interface Remembered {
  mailHashes: readonly Buffer[];
  nameHashes: readonly Buffer[];
  nameSizes: readonly number[];
}

/**
 * Who is erased, for what is written until the transaction ends. Others may write meanwhile, and nobody is erased.
 *
 * @param secret null: none is configured; then nobody was ever erased of whom more than the id was known
 * @returns null: nobody is
 */
export async function readErased(manager: EntityManager, secret: string | null): Promise<Erased | null> {
  await keepErasuresOut(manager);
  // A statement of its own: it has to see whoever was erased while this one waited.
  const members: (Remembered & { id: string })[] = await manager.query(
    `SELECT member_id AS id, mail_hashes AS "mailHashes", name_hashes AS "nameHashes", name_sizes AS "nameSizes"
       FROM erased_members`,
  );
  if (members.length === 0) return null;
  const hash = secret === null ? null : erasedHasher(secret);
  const finder = (hashesOf: (member: Remembered) => readonly Buffer[]): ((text: string) => string | null) => {
    const known = new Map(members.flatMap((each) => hashesOf(each).map((one) => [one.toString('hex'), each.id])));
    return (text) => (hash === null ? null : (known.get(hash(text).toString('hex')) ?? null));
  };
  return {
    ids: new Set(members.map(({ id }) => id)),
    memberOfMail: finder(({ mailHashes }) => mailHashes),
    memberOfName: finder(({ nameHashes }) => nameHashes),
    nameSizes: hash === null ? [] : [...new Set(members.flatMap(({ nameSizes }) => nameSizes))],
  };
}

/**
 * Until the end of the transaction nobody is erased: for who writes rows that may name a member, before the first of
 * them. Two who lock the same rows in another order would stop each other.
 */
export async function keepErasuresOut(manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock_shared($1)', [ERASURE_LOCK]);
}

/**
 * Until the end of the transaction nobody writes what may name a member.
 *
 * Whoever does has locked the row of their feed before, so that nobody may lock feeds behind this.
 */
export async function lockErasures(manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [ERASURE_LOCK]);
}

/** Remembers that somebody is erased. */
export async function rememberErased(manager: EntityManager, id: string, remembered: Remembered): Promise<void> {
  const { mailHashes, nameHashes, nameSizes } = remembered;
  await manager.query(
    `INSERT INTO erased_members (member_id, mail_hashes, name_hashes, name_sizes, erased_at)
     VALUES ($1, $2::bytea[], $3::bytea[], $4::integer[], now())`,
    [id, mailHashes, nameHashes, nameSizes],
  );
}
