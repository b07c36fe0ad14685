/** Which groupings OpenAI refuses, and for which days. */
import type { OpenAIAdminError } from '@bursar/openai-admin';
import type { Refusal } from './feed-memory.js';
import type { FactsFeed } from './feeds.js';
import { DAY_MS, type Span } from './spans.js';
import { detailStart } from './windows.js';

/** A combination that is refused today may be allowed later; a date that has passed stays refused. */
const FORGET_AFTER_MS = 7 * DAY_MS;

/** The groupings worth asking for within a window, finest first; never empty. */
export function groupingsFor(
  feed: FactsFeed,
  window: Span,
  refusals: readonly Refusal[],
  now: number,
): readonly (readonly string[])[] {
  const detail = detailStart(now, feed.policy);
  const worthKeeping = detail !== null && window.end <= detail ? [feed.coarse] : feed.groupings;
  const open = worthKeeping.filter(
    (groupBy) => !refusals.some((known) => sameGrouping(known.groupBy, groupBy) && holds(known, window, now)),
  );
  return open.length > 0 ? open : worthKeeping.slice(-1);
}

/** The instants at which answers differ: a window that crosses one is split there. */
export function refusedBorders(refusals: readonly Refusal[]): number[] {
  return refusals.flatMap(({ before }) => (before === null ? [] : [before]));
}

/**
 * What a refused window teaches about its grouping.
 *
 * OpenAI names the first day that it accepts as an epoch in its text, or complains about the start alone; then it is
 * the date that was refused. Any other refusal is taken to hold whatever the date.
 */
export function refusalOf(error: OpenAIAdminError, groupBy: readonly string[], window: Span, now: number): Refusal {
  const epochs = [...error.detail.matchAll(/\b\d{10}\b/g)].map(([seconds]) => Number(seconds) * 1000);
  const firstAccepted = epochs.find((day) => day % DAY_MS === 0 && day > window.start);
  const isOfStart = error.parameter?.startsWith('start_time') === true;
  return { groupBy: [...groupBy], before: firstAccepted ?? (isOfStart ? window.end : null), learnedAt: now };
}

/** Adds what was just refused; of dated refusals of one grouping the latest date is kept. */
export function rememberRefusals(known: readonly Refusal[], fresh: readonly Refusal[]): Refusal[] {
  const kept = new Map<string, Refusal>();
  for (const refusal of [...known, ...fresh]) {
    const name = `${refusal.groupBy.join('+')} ${refusal.before === null ? 'always' : 'dated'}`;
    const before = kept.get(name)?.before ?? null;
    kept.set(name, { ...refusal, before: refusal.before === null ? null : Math.max(before ?? 0, refusal.before) });
  }
  return [...kept.values()];
}

function holds(refused: Refusal, window: Span, now: number): boolean {
  if (refused.before !== null) return window.end <= refused.before;
  return now - refused.learnedAt < FORGET_AFTER_MS;
}

const sameGrouping = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((dimension) => b.includes(dimension));
