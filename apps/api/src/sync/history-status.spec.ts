import { describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import { type FeedMemory, readMemory } from './feed-memory.js';
import { feedsOf, type AuditFeed, type FactsFeed } from './feeds.js';
import { auditBackfill, auditGaps, factsBackfill, logStart } from './history-status.js';
import { DAY_MS } from './spans.js';

const NOW = Date.parse('2026-11-20T10:30:00Z');
const FIRST = Date.UTC(2020, 0, 1);
const at = (text: string): number => Date.parse(text);

const feeds = feedsOf(CAPABILITIES, 13).filter((feed): feed is FactsFeed => feed.kind === 'facts');
const memory = (known: Partial<FeedMemory> = {}): FeedMemory => ({ ...readMemory({}), ...known });
const callsOf = (start: string, known: Partial<FeedMemory> = {}): Record<string, number | undefined> =>
  Object.fromEntries(
    feeds
      .filter(({ name }) => name.startsWith(start))
      .map((feed) => {
        const read = { coverage: [], now: NOW, isOnTime: true };
        return [feed.policy.width, factsBackfill(feed, memory(known), read)?.calls_estimated];
      }),
  );

describe('the calls that a history will take', () => {
  it('are counted from its windows and from pages that grow up to OpenAI’s limit', () => {
    // Thirteen months and their rest, of five pages of a week each; the first pages are a day and four days.
    expect(callsOf('usage-1h/')['1h']).toBeGreaterThan(60);
    expect(callsOf('usage-1h/')['1h']).toBeLessThan(80);
    // A page of 31 days holds each of fourteen months; the first page has seven.
    expect(callsOf('usage-1d/')['1d']).toBe(15);
    expect(callsOf('usage-1m/')['1m']).toBeLessThan(12);
  });

  it('follow the size that pages were found to have', () => {
    const [days] = feeds.filter(({ policy, name }) => policy.width === '1d' && name.startsWith('usage-1d/'));
    const grouping = days?.groupings[0]?.join('+') ?? '';
    const read = { coverage: [], now: NOW, isOnTime: true };
    const heavy = memory({ pageSizes: { [grouping]: { buckets: 1 } } });
    if (days === undefined) throw new Error('No feed reads days of usage.');
    expect(factsBackfill(days, heavy, read)?.calls_estimated).toBeGreaterThan(15);
    const begun = memory({ backfill: { calls: 12, seconds: 6, buckets: 200 } });
    const half = { ...read, coverage: [{ start: at('2026-05-01T00:00:00Z'), end: NOW }] };
    expect(factsBackfill(days, begun, half)).toMatchObject({ calls_done: 12, calls_estimated: 12 + 8 });
  });
});

describe('the history of a log', () => {
  const [log] = feedsOf({}, 13, []).filter((feed): feed is AuditFeed => feed.kind === 'audit');
  if (log === undefined) throw new Error('There is no audit log.');
  const live = { start: NOW - DAY_MS, end: NOW - 600_000 };
  const read = { coverage: [live], now: NOW, isOnTime: true };

  it('is counted from when the organization began', () => {
    const since = new Date(NOW - 101 * DAY_MS);
    expect(new Date(logStart(log, since, NOW)).toISOString()).toBe('2026-08-11T00:00:00.000Z');
    expect(logStart(log, null, NOW)).toBe(FIRST);
    const first = auditBackfill(log, { ...read, memory: memory(), since });
    expect(first).toMatchObject({ days_total: 102, calls_done: 0, calls_estimated: 1, seconds_left: null });
    expect(first?.share).toBeCloseTo(0.01, 1);
    const begun = memory({ backfill: { calls: 4, seconds: 2, buckets: 50 } });
    const half = { ...read, coverage: [{ start: NOW - 51 * DAY_MS, end: live.end }] };
    expect(auditBackfill(log, { ...half, memory: begun, since })).toMatchObject({
      calls_done: 4,
      calls_estimated: 9,
      seconds_left: 3,
    });
  });

  it('is told neither before the log was read nor when all of it was', () => {
    expect(auditBackfill(log, { ...read, coverage: [], memory: memory(), since: null })).toBeNull();
    expect(auditGaps(log, { ...read, coverage: [] })).toEqual([]);
    const whole = { ...read, coverage: [{ start: FIRST, end: live.end }] };
    expect(auditBackfill(log, { ...whole, memory: memory(), since: null })).toBeNull();
    expect(auditGaps(log, whole)).toEqual([]);
  });

  it('has gaps where it was never read, and since it was read last where that is too long ago', () => {
    expect(auditGaps(log, read)).toEqual([{ start: FIRST, end: live.start }]);
    const late = { ...read, coverage: [{ start: FIRST, end: at('2026-11-19T00:00:00Z') }], isOnTime: false };
    expect(auditGaps(log, late)).toEqual([{ start: at('2026-11-19T00:00:00Z'), end: NOW }]);
  });

  it('begins where events are kept from, without a gap before', () => {
    const kept = { ...log, kept: { months: 2 } };
    const whole = { ...read, coverage: [{ start: at('2026-09-01T00:00:00Z'), end: live.end }] };
    expect(auditGaps(kept, whole)).toEqual([]);
    expect(auditBackfill(kept, { ...whole, memory: memory(), since: null })).toBeNull();
    expect(new Date(logStart(kept, null, NOW)).toISOString()).toBe('2026-09-01T00:00:00.000Z');
  });
});
