import { describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import { OpenAIAdminError } from '@bursar/openai-admin';
import { type FactsFeed, feedsOf } from './feeds.js';
import { groupingsFor, refusalOf, refusedBorders, rememberRefusals } from './refusals.js';

const feed = feedsOf({ costs: CAPABILITIES.costs }, 13).find((one): one is FactsFeed => one.kind === 'facts');
if (feed === undefined) throw new Error('Costs make a feed.');
const [fine, coarse] = feed.groupings;
if (fine === undefined || coarse === undefined) throw new Error('Costs have two groupings.');

const now = Date.parse('2026-11-21');
const DAY_MS = 86_400_000;
const window = { start: Date.parse('2026-11-01'), end: Date.parse('2026-11-20') };

describe('what was refused', () => {
  it('is not asked for again before that day, and still asked for after it', () => {
    const refusals = [{ groupBy: [...fine], before: Date.parse('2026-11-20'), learnedAt: 0 }];
    expect(groupingsFor(feed, window, refusals, now)).toEqual([coarse]);
    expect(groupingsFor(feed, { ...window, end: Date.parse('2026-11-21') }, refusals, now)).toEqual([fine, coarse]);
    expect(refusedBorders(refusals)).toEqual([Date.parse('2026-11-20')]);
  });

  it('without a day is forgotten after a week', () => {
    const refusals = [{ groupBy: [...fine], before: null, learnedAt: now - 6 * DAY_MS }];
    expect(groupingsFor(feed, window, refusals, now)).toEqual([coarse]);
    expect(groupingsFor(feed, window, refusals, now + 2 * DAY_MS)).toEqual([fine, coarse]);
    expect(refusedBorders(refusals)).toEqual([]);
  });

  it('never leaves nothing to ask for', () => {
    const refusals = [fine, coarse].map((groupBy) => ({ groupBy: [...groupBy], before: null, learnedAt: now }));
    expect(groupingsFor(feed, window, refusals, now)).toEqual([coarse]);
  });

  it('is kept once for each grouping, with the latest day', () => {
    const early = { groupBy: [...fine], before: 10, learnedAt: 1 };
    const late = { groupBy: [...fine], before: 20, learnedAt: 2 };
    const always = { groupBy: [...fine], before: null, learnedAt: 3 };
    expect(rememberRefusals([], [late, early, always])).toEqual([{ ...late, learnedAt: 1 }, always]);
  });
});

describe('what a refusal teaches', () => {
  const refused = (detail: string, parameter: string | null = null) =>
    refusalOf(
      new OpenAIAdminError('refused', { family: feed.family, status: 400, detail, parameter }),
      fine,
      window,
      now,
    ).before;

  it.each([
    ['a day inside the window', 'api_key_id needs start_time >= 1762473600', 'start_time', '2025-11-07'],
    ['a day after the window', 'api_key_id needs start_time >= 1764979200', null, '2025-12-06'],
    ['its start, without a day', 'start_time is too early for api_key_id', 'start_time', '2025-11-20'],
  ])('%s', (_, detail, parameter, expected) => {
    const early = { start: Date.parse('2025-11-01'), end: Date.parse('2025-11-20') };
    const error = new OpenAIAdminError('refused', { family: feed.family, status: 400, detail, parameter });
    const { before } = refusalOf(error, fine, early, now);
    expect(before === null ? null : new Date(before).toISOString().slice(0, 10)).toBe(expected);
  });

  it('nothing of a date where OpenAI names none', () => {
    expect(refused('api_key_id cannot be combined', 'group_by')).toBeNull();
    expect(refused('request 1234567890 failed: group_by')).toBeNull();
  });
});
