/** What a run of numbers is to read, how urgently, and what is noted of it. */
import { WIDTHS } from '@bursar/contract';
import { createPageSize, type PageSize, type Priority } from '@bursar/openai-admin';
import type { FactsFeed } from './feeds.js';
import { refusedBorders } from './refusals.js';
import type { Run } from './run.js';
import type { Span } from './spans.js';
import { type Plan, planAsked, planBackfill, planRereads } from './windows.js';

/** The windows of a claim, in the order in which they are to be read. */
export function planOf({ claim, feed, now }: Run<FactsFeed>): Plan {
  const { purpose, asked, coverage, memory } = claim;
  const policy = { ...feed.policy, borders: [...feed.policy.borders, ...refusedBorders(memory.refusals)] };
  const time = now().getTime();
  if (asked !== null) return { windows: planAsked(time, asked, policy), marks: memory.rereads };
  if (purpose === 'backfill') return { windows: planBackfill(time, coverage, policy), marks: memory.rereads };
  return planRereads(time, coverage, policy, memory.rereads);
}

export function priorityOf({ claim }: Run): Priority {
  if (claim.purpose === 'backfill') return 'backfill';
  return claim.byPerson ? 'run-now' : 'live';
}

/** The size of pages that this feed has found for a grouping; adapts as pages arrive. */
export function pageSizeOf({ claim, feed }: Run<FactsFeed>, groupBy: readonly string[]): PageSize {
  const { pageSizes } = claim.memory;
  return (pageSizes[groupBy.join('+')] ??= createPageSize(feed.policy.width));
}

/** @returns what notes a stored window: how much of the history was done since the one before, and what it took. */
export function backfillProgress({ claim, feed, counts }: Run<FactsFeed>): (window: Span) => void {
  const { purpose, memory } = claim;
  const bucketMs = WIDTHS[feed.policy.width].seconds * 1000;
  let calls = counts.requests;
  let at = performance.now();
  return (window) => {
    if (purpose !== 'backfill') return;
    const { buckets, calls: callsBefore, seconds } = memory.backfill;
    memory.backfill = {
      buckets: buckets + (window.end - window.start) / bucketMs,
      calls: callsBefore + counts.requests - calls,
      seconds: seconds + (performance.now() - at) / 1000,
    };
    calls = counts.requests;
    at = performance.now();
  };
}
