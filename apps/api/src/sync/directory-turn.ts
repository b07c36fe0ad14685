/** Which of many lists are read in one turn, so that a round is spread over its period: a pure function. */
import type { ListToRead } from '../directory/directory.store.js';

/** A round is cut into so many turns. */
const TURNS = 60;
/** So many lists at once are no storm: a small organization is read whole, and what is new is not kept waiting. */
const NEW_AT_ONCE = 20;
/** Lists that failed are tried again at each turn, but only so many of them. */
export const MOST_FAILURES = 3;

export interface Turn {
  lists: readonly ListToRead[];
  /** When the next turn is, if this one does what it is to do. */
  nextInSeconds: number;
  /** Seconds between two turns of one round. */
  turnSeconds: number;
}

/**
 * Each list once in a period, a share of them in each turn: those that were never read first, then those that wait
 * longest. Read so, they keep their distance from each other from then on, without anything being remembered.
 *
 * @param lists never read ones first, then those that wait longest
 * @param now milliseconds, by OpenAI's clock
 */
export function planTurn(lists: readonly ListToRead[], now: number, periodSeconds: number): Turn {
  const turnSeconds = periodSeconds / TURNS;
  const share = lists.length <= NEW_AT_ONCE ? lists.length : Math.ceil(lists.length / TURNS);
  // A list whose time comes before the next turn would be late by then.
  const dueBefore = now - (periodSeconds - turnSeconds) * 1000;
  const fresh = lists.filter(({ readAt, failures }) => readAt === null && failures === 0);
  const due = lists.filter(
    ({ readAt, failures }) => readAt !== null && failures === 0 && readAt.getTime() <= dueBefore,
  );
  const failing = lists.filter(({ failures }) => failures > 0);
  const chosen = [
    ...fresh.slice(0, Math.max(share, NEW_AT_ONCE)),
    ...due.slice(0, share),
    ...failing.slice(0, MOST_FAILURES),
  ];
  const isChosen = new Set(chosen);
  const waits = lists.filter((list) => !isChosen.has(list));
  const nextAt = Math.min(
    now + periodSeconds * 1000,
    ...waits.map(({ readAt, failures }) =>
      readAt === null || failures > 0 ? now : readAt.getTime() + periodSeconds * 1000,
    ),
  );
  return { lists: chosen, nextInSeconds: Math.max(turnSeconds, (nextAt - now) / 1000), turnSeconds };
}
