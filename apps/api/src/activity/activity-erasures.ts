/** Takes names out of the trail, so that it still holds and says what was taken. */
import type { ActivityTarget } from '@bursar/contract';
import type { EntityManager } from 'typeorm';
import { addRow, lockChain } from './activity.store.js';
import type { Actor } from './actor.js';
import { rangesOf } from './row-ranges.js';

export interface Erasure {
  /** Who asked for it. */
  actor: Actor;
  /** Who is erased, without their name. */
  target: ActivityTarget;
  /** A person of Bursar: what they did is told without name, mail address and network address. */
  personId: number | null;
  /** Tokens of theirs. */
  tokenIds: readonly number[];
  /** Names and mail addresses; rows that hold one of them as words lose what they say in words. */
  words: readonly string[];
}

/** Of `a`: all that a row says in words. */
const WORDS = `concat_ws(' ', a.target->>'name', a.reason, a.detail, a.before::text, a.after::text)`;

/** $1 person. The row of the attempt does not know yet who came in; that of the outcome does. */
const ROWS_BY = `a.person_id = $1 OR a.id IN (SELECT completes FROM activity WHERE person_id = $1)`;

/** $1 person, as text; $2 tokens; $3 patterns. */
const ROWS_ABOUT = `
  (a.target->>'kind' = 'person' AND a.target->>'id' = $1 AND a.what NOT IN ('person.erase', 'activity.erase'))
  OR (a.target->>'kind' = 'token' AND a.target->>'id' = ANY ($2::text[]))
  OR EXISTS (SELECT FROM unnest($3::text[]) AS pattern WHERE ${WORDS} ~* pattern)`;

/**
 * Erases within a transaction, and adds a row that tells of which rows what was erased: a part that is missing without
 * it shows as tampering.
 *
 * Locks the trail until the transaction ends.
 *
 * @returns how many rows lost something
 */
export async function eraseFromTrail(manager: EntityManager, erasure: Erasure): Promise<number> {
  const { actor, target, personId, tokenIds, words } = erasure;
  await lockChain(manager);
  const who = personId === null ? [] : await erasePart(manager, WHO, [personId]);
  const about = [personId === null ? null : String(personId), tokenIds.map(String), words.map(patternOf)];
  const text = await erasePart(manager, TEXT, about);
  const touched = new Set([...who, ...text]).size;
  if (touched === 0) return 0;
  await addRow(manager, {
    ...{ actor, target, what: 'activity.erase', completes: null, reason: null, before: null },
    after: { who: rangesOf(who), text: rangesOf(text) },
    ...{ outcome: 'succeeded', detail: null },
  });
  return touched;
}

const WHO = `UPDATE activity a SET person_name = NULL, person_email = NULL, address = NULL, who_salt = NULL,
  erased_parts = erased_parts || '{who}' WHERE NOT 'who' = ANY (a.erased_parts) AND (${ROWS_BY}) RETURNING a.id`;

const TEXT = `UPDATE activity a SET target = jsonb_set(a.target, '{name}', 'null'), reason = NULL, before = NULL,
  after = NULL, detail = NULL, text_salt = NULL, erased_parts = erased_parts || '{text}'
  WHERE NOT 'text' = ANY (a.erased_parts) AND (${ROWS_ABOUT}) RETURNING a.id`;

/** @returns ids of the rows that lost the part, in the order of the trail */
async function erasePart(manager: EntityManager, statement: string, parameters: unknown[]): Promise<string[]> {
  const [rows]: [{ id: string }[]] = await manager.query(statement, parameters);
  return rows.map(({ id }) => id).toSorted((a, b) => Number(a) - Number(b));
}

/** As words of their own, for `Ada` is no part of `Canada`; as text and as JSON writes it. */
export function patternOf(words: string): string {
  const literal = (text: string): string => text.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  const asJson = JSON.stringify(words).slice(1, -1);
  return `(^|\\W)(${literal(words)}|${literal(asJson)})(\\W|$)`;
}
