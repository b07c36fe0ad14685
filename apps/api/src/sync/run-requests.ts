/** What a person may ask to be collected now, checked. */
import { MAX_RANGE_DAYS, type SyncRunsBody, WIDTHS } from '@bursar/contract';
import { type FieldError, invalidRequest } from '../http/problem.js';
import { type Feed, feedNames, feedsNamed } from './feeds.js';
import { DAY_MS, type Span } from './spans.js';

export interface RunRequest {
  feed: string;
  /** null: the feed's own re-read window. */
  asked: Span | null;
}

/**
 * One request for each feed that is meant: those that are named, else all. A range means numbers only, for a list is
 * always read whole.
 *
 * @throws ProblemError 400 that names each mistake.
 */
export function readRunRequests(body: SyncRunsBody, feeds: readonly Feed[], now: number): RunRequest[] {
  const asked = readRange(body, now);
  const mistakes: FieldError[] = [];
  const named = (body.feeds ?? []).flatMap((name, index) => {
    const pointer = `/feeds/${index}`;
    const found = feedsAt(pointer, name, feeds, mistakes);
    for (const feed of found) mistakes.push(...(asked === null ? [] : rangeMistakes(feed, asked, pointer)));
    return found;
  });
  const meant = body.feeds === undefined ? feeds.filter(({ kind }) => asked === null || kind === 'facts') : named;
  if (body.feeds === undefined && asked !== null) {
    mistakes.push(...meant.flatMap((feed) => rangeMistakes(feed, asked, '/start')));
  }
  if (mistakes.length > 0) throw invalidRequest(...mistakes);
  return [...new Set(meant)].map(({ name }) => ({ feed: name, asked }));
}

/**
 * The names of the feeds that are meant: those that are named, one by one or by their kind, else all.
 *
 * @throws ProblemError 400 that names each mistake.
 */
export function readFeedNames(names: readonly string[] | undefined, feeds: readonly Feed[]): string[] {
  const mistakes: FieldError[] = [];
  const found = names?.flatMap((name, index) => feedsAt(`/feeds/${index}`, name, feeds, mistakes)) ?? feeds;
  if (mistakes.length > 0) throw invalidRequest(...mistakes);
  return [...new Set(found)].map(({ name }) => name);
}

/** Adds to the mistakes where there are none. */
function feedsAt(pointer: string, name: string, feeds: readonly Feed[], mistakes: FieldError[]): readonly Feed[] {
  const found = feedsNamed(feeds, name);
  if (found.length === 0) mistakes.push({ pointer, message: 'is no feed', allowed: feedNames(feeds) });
  return found;
}

function readRange({ start, end }: SyncRunsBody, now: number): Span | null {
  if (start === undefined && end === undefined) return null;
  if (start === undefined) throw invalidRequest({ pointer: '/start', message: 'is required where there is an end' });
  if (end === undefined) throw invalidRequest({ pointer: '/end', message: 'is required where there is a start' });
  const range = { start: Date.parse(start), end: Date.parse(end) };
  if (range.start >= range.end) throw invalidRequest({ pointer: '/end', message: 'has to lie after the start' });
  if (range.start > now) throw invalidRequest({ pointer: '/start', message: 'lies in the future' });
  if (range.end > now + DAY_MS) {
    throw invalidRequest({ pointer: '/end', message: 'lies in the future; the end of the running day is the latest' });
  }
  if (range.end - range.start > MAX_RANGE_DAYS * DAY_MS) {
    throw invalidRequest({
      pointer: '/start',
      message: `has to lie at most ${MAX_RANGE_DAYS} days (5 years) before the end`,
    });
  }
  return range;
}

function rangeMistakes(feed: Feed, asked: Span, pointer: string): FieldError[] {
  if (feed.kind === 'directory') {
    return [
      { pointer, message: `names ${feed.name}, a list that is always read whole; leave start and end out for it` },
    ];
  }
  // OpenAI counts audit events by the second, as a range is written.
  if (feed.kind === 'audit') return [];
  const { width } = feed.policy;
  const widthMs = WIDTHS[width].seconds * 1000;
  return (['start', 'end'] as const)
    .filter((edge) => asked[edge] % widthMs !== 0)
    .map((edge) => ({ pointer: `/${edge}`, message: `has to lie on a border of ${width} for ${feed.name}, in UTC` }));
}
