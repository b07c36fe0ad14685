/** How rows of the trail hold each other: each has a hash over its own text and the hash of the row before. */
import { createHash, randomBytes } from 'node:crypto';
import type { ActivityTarget } from '@bursar/contract';
import { redact } from '../redaction.js';

/** A row as it is hashed; also what `CHAINED_COLUMNS` reads. Ids are text, for they are `bigint`. */
export interface ChainedRow {
  id: string;
  /** With microseconds, in UTC. */
  at: string;
  completes: string | null;
  person_id: number | null;
  person_name: string | null;
  person_email: string | null;
  token_id: number | null;
  address: string | null;
  what: string;
  target: ActivityTarget | null;
  reason: string | null;
  before: unknown;
  after: unknown;
  outcome: string | null;
  detail: string | null;
  request_id: string | null;
}

/** What of a row names people: who did it, and what it says in words. */
export const PARTS = ['who', 'text'] as const;
export type Part = (typeof PARTS)[number];

/** What a row is bound to without holding it: SHA-256 of a salt and a part. */
export interface Commitment {
  /** Null: erased with the part. Without it nobody finds out by trying names what the part was. */
  salt: Buffer | null;
  hash: Buffer;
}

/** What holds the text of a row of the trail. */
export type Seal = { version: 1 } | ({ version: 2 } & Readonly<Record<Part, Commitment>>);

const SALT_BYTES = 16;

/** An instant as it is hashed; of a timestamp in SQL. */
export const exactInstant = (at: string): string =>
  `to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Of the table `activity`: all that a hash covers. */
export const CHAINED_COLUMNS = `id::text, ${exactInstant('at')} AS at, completes::text, person_id, person_name,
  person_email, token_id, address, what, target, reason, before, after, outcome, detail, request_id`;

/** What stands for the hash before the first row. */
export const NO_HASH: Buffer = Buffer.alloc(32);

/** New rows are sealed by commitments, so that what names people can be erased and the chain still holds. */
export function sealOf(row: ChainedRow): Extract<Seal, { version: 2 }> {
  const commitTo = (part: Part): Commitment => {
    const salt = randomBytes(SALT_BYTES);
    return { salt, hash: commitmentOf(salt, row, part) };
  };
  return { version: 2, who: commitTo('who'), text: commitTo('text') };
}

export function commitmentOf(salt: Buffer, row: ChainedRow, part: Part): Buffer {
  return createHash('sha256')
    .update(salt)
    .update(canonicalJson(partOf(row, part)))
    .digest();
}

function partOf(row: ChainedRow, part: Part): unknown {
  const { person_name, person_email, address, target, reason, before, after, detail } = row;
  if (part === 'who') return { person_name, person_email, address };
  return { target_name: target?.name ?? null, reason, before, after, detail };
}

/**
 * The hash that the next row goes on from.
 *
 * Of version 1 it covers all of the text, so that nothing of it can be erased without leaving the row unproven.
 */
export function hashOfRow(previous: Buffer, row: ChainedRow, seal: Seal): Buffer {
  return createHash('sha256')
    .update(previous)
    .update(canonicalJson(seal.version === 1 ? row : coveredOf(row, seal)))
    .digest();
}

function coveredOf(row: ChainedRow, { version, who, text }: Extract<Seal, { version: 2 }>): unknown {
  const { id, at, completes, person_id, token_id, what, target, outcome, request_id } = row;
  return {
    ...{ version, id, at, completes, person_id, token_id, what, outcome, request_id },
    target: target === null ? null : { kind: target.kind, id: target.id },
    who: who.hash.toString('hex'),
    text: text.hash.toString('hex'),
  };
}

/** The same text for the same values, whatever order Postgres or Node gives their names. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * A value as Postgres gives it back: text that it cannot hold would break a chain, or the action that is written down.
 *
 * What looks like a key or a token is taken out. Nothing is meant to hold one, but people paste them into reasons.
 */
export function keepable<T>(value: T): T {
  if (value === undefined || value === null) return value;
  // What JSON.parse gives is what went in, but for what JSON does not have.
  return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'string' ? redact(part.toWellFormed().replaceAll('\0', '\uFFFD')) : part,
  ) as T;
}
