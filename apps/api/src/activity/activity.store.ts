import type { ActivityOutcome, ActivityTarget, ActivityWord } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from './actor.js';
import { type ChainedRow, exactInstant, hashOfRow, keepable, NO_HASH, sealOf } from './chain.js';

/** What is added to the trail; what it is chained by is added with it. */
export interface NewRow {
  actor: Actor;
  what: ActivityWord;
  /** The row whose outcome it tells. */
  completes: string | null;
  target: ActivityTarget | null;
  reason: string | null;
  before: unknown;
  after: unknown;
  /** Null: it is about to be tried. */
  outcome: Exclude<ActivityOutcome, 'unknown'> | null;
  detail: string | null;
}

/** The row that the next one follows. */
export interface ChainEnd {
  id: string;
  hash: Buffer;
}

/** Any number, the same for all replicas: whoever adds a row waits for whoever does already. */
const CHAIN_LOCK = 7_240_551_315;

const END = 'SELECT id::text, hash FROM activity ORDER BY activity.id DESC LIMIT 1';

/** Adds to the trail of what people and programs do; nothing in it is ever changed, and names are erased alone. */
@Injectable()
export class ActivityStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /**
   * Adds a row in a transaction of its own: it stays, whatever becomes of what it tells.
   *
   * One after another, on whatever replica, for each needs the hash of the one before.
   *
   * @returns its id
   */
  async append(row: NewRow): Promise<string> {
    return this.dataSource.transaction(async (manager) => {
      await lockChain(manager);
      return addRow(manager, row);
    });
  }

  /**
   * Adds what came of something whose outcome nobody wrote down at the time; who did it and why is told as it was.
   *
   * @returns false where it has an outcome already, or is not there
   */
  async complete(id: string, end: Pick<NewRow, 'after' | 'outcome' | 'detail'>): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      await lockChain(manager);
      const [row]: (Omit<NewRow, 'actor' | 'completes'> & Actor)[] = await manager.query(
        `SELECT person_id AS "personId", token_id AS "tokenId", address, request_id AS "requestId", what, target, reason, before
           FROM activity t WHERE id = $1::bigint AND completes IS NULL AND outcome IS NULL
            AND NOT EXISTS (SELECT FROM activity o WHERE o.completes = t.id)`,
        [id],
      );
      if (row === undefined) return false;
      const { personId, tokenId, address, requestId, ...told } = row;
      await addRow(manager, { ...told, ...end, completes: id, actor: { personId, tokenId, address, requestId } });
      return true;
    });
  }

  /** Null: nothing was ever added. */
  async end(): Promise<ChainEnd | null> {
    const rows: ChainEnd[] = await this.dataSource.query(END);
    return rows[0] ?? null;
  }
}

/** Until the end of the transaction nobody else adds to the trail, or erases of it. */
export async function lockChain(manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [CHAIN_LOCK]);
}

/**
 * Adds a row for who holds the lock.
 *
 * @returns its id
 */
export async function addRow(manager: EntityManager, row: NewRow): Promise<string> {
  // A statement after the lock: it has to see what whoever held it before has added.
  const [ground]: Ground[] = await manager.query(
    `SELECT ${exactInstant('now()')} AS at, last.id, last.hash, p.name, p.email
       FROM (VALUES ($1::integer)) AS actor (person_id) LEFT JOIN people p ON p.id = actor.person_id
       LEFT JOIN (${END}) last ON true`,
    [row.actor.personId],
  );
  if (ground === undefined) throw new Error('Postgres did not answer the end of the activity trail.');
  const chained = chainedRow(row, ground);
  const seal = sealOf(chained);
  await manager.query(
    `INSERT INTO activity (id, at, completes, person_id, person_name, person_email, token_id, address, what, target,
                           reason, before, after, outcome, detail, request_id, version, who_salt, who_commitment,
                           text_salt, text_commitment, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
    [
      ...parametersOf(chained),
      ...[seal.version, seal.who.salt, seal.who.hash, seal.text.salt, seal.text.hash],
      hashOfRow(ground.hash ?? NO_HASH, chained, seal),
    ],
  );
  return chained.id;
}

interface Ground {
  at: string;
  id: string | null;
  hash: Buffer | null;
  name: string | null;
  email: string | null;
}

function chainedRow({ actor, ...row }: NewRow, { at, id, name, email }: Ground): ChainedRow {
  return {
    id: String(BigInt(id ?? 0) + 1n),
    at,
    completes: row.completes,
    person_id: actor.personId,
    person_name: name,
    person_email: email,
    token_id: actor.tokenId,
    address: actor.address,
    what: row.what,
    target: keepable(row.target),
    reason: keepable(row.reason),
    before: keepable(row.before) ?? null,
    after: keepable(row.after) ?? null,
    outcome: row.outcome,
    detail: keepable(row.detail),
    request_id: actor.requestId,
  };
}

function parametersOf(row: ChainedRow): unknown[] {
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
  return [
    ...[row.id, row.at, row.completes, row.person_id, row.person_name, row.person_email, row.token_id, row.address],
    ...[row.what, json(row.target), row.reason, json(row.before), json(row.after), row.outcome, row.detail],
    row.request_id,
  ];
}
