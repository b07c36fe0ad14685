/** How rows of the trail hold each other: each has a hash over its own text and the hash of the row before. */
import { createHash } from 'node:crypto';
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
  target: unknown;
  reason: string | null;
  before: unknown;
  after: unknown;
  outcome: string | null;
  detail: string | null;
  request_id: string | null;
}

/** An instant as it is hashed; of a timestamp in SQL. */
export const exactInstant = (at: string): string =>
  `to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Of the table `activity`: all that a hash covers. */
export const CHAINED_COLUMNS = `id::text, ${exactInstant('at')} AS at, completes::text, person_id, person_name,
  person_email, token_id, address, what, target, reason, before, after, outcome, detail, request_id`;

/** What stands for the hash before the first row. */
export const NO_HASH: Buffer = Buffer.alloc(32);

export function hashOfRow(previous: Buffer, row: ChainedRow): Buffer {
  return createHash('sha256').update(previous).update(canonicalJson(row)).digest();
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
