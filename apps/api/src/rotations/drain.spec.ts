import { describe, expect, it } from '@jest/globals';
import { judgeDrain, lookedAt, MINUTE_MS, type Observation } from './drain.js';

const NOW = Date.parse('2026-11-22T14:11:30Z');
const MINUTE = Date.parse('2026-11-22T14:11:00Z');
const ago = (minutes: number): number => MINUTE - minutes * MINUTE_MS;

/** Read whole, fresh, and without a call for an hour. */
const silent: Observation = {
  now: NOW,
  calls: [{ start: ago(60), requests: 4 }],
  capabilities: [{ capability: 'answers', gaps: [], namesKeys: true, requests: 0, notFoundAt: null }],
  lastUse: { at: new Date(ago(60)), readAt: new Date(NOW), hasMoved: false },
};
const capability = { capability: 'answers', gaps: [], namesKeys: true, requests: 0, notFoundAt: null };

const STORIES: [string, Partial<Observation>, state: string, reasons: string[]][] = [
  ['is silent', {}, 'drained', []],
  ['was never used', { calls: [], lastUse: { ...silent.lastUse, at: null } }, 'drained', []],
  ['was called 15 minutes ago', { calls: [{ start: ago(15), requests: 1 }] }, 'traffic', ['used_lately']],
  ['was called 16 minutes ago', { calls: [{ start: ago(16), requests: 1 }] }, 'quiet', ['used_in_window']],
  ['was called 31 minutes ago', { calls: [{ start: ago(31), requests: 1 }] }, 'drained', []],
  [
    'was called in a minute that may still be late',
    { calls: [{ start: ago(1), requests: 1 }] },
    'traffic',
    ['used_lately'],
  ],
  [
    'was used by its own word',
    { lastUse: { ...silent.lastUse, at: new Date(ago(2)) } },
    'traffic',
    ['last_used_lately'],
  ],
  [
    'has a gap',
    { capabilities: [{ ...capability, gaps: [{ start: ago(20), end: ago(19) }] }] },
    'unknown',
    ['minutes_missing'],
  ],
  [
    'is not offered, as OpenAI said just now',
    { capabilities: [capability, { ...capability, gaps: [lookedAt(NOW)], notFoundAt: ago(9) }] },
    'drained',
    [],
  ],
  [
    'was not offered a while ago',
    { capabilities: [{ ...capability, gaps: [lookedAt(NOW)], notFoundAt: ago(10) - 1 }] },
    'unknown',
    ['minutes_missing'],
  ],
  [
    'is not found since minutes of it were read',
    { capabilities: [{ ...capability, gaps: [{ start: ago(20), end: ago(5) }], notFoundAt: ago(1) }] },
    'unknown',
    ['minutes_missing'],
  ],
  ['is not named by minutes', { capabilities: [{ ...capability, namesKeys: false }] }, 'unknown', ['keys_not_named']],
  ['was not asked for', { lastUse: { ...silent.lastUse, readAt: null } }, 'unknown', ['last_used_not_read']],
  [
    'was asked for long ago',
    { lastUse: { ...silent.lastUse, readAt: new Date(ago(11)) } },
    'unknown',
    ['last_used_not_read'],
  ],
  [
    'says something else than before',
    { lastUse: { ...silent.lastUse, hasMoved: true } },
    'unknown',
    ['last_used_moved'],
  ],
  [
    'is used, whatever was not read',
    { calls: [{ start: ago(3), requests: 1 }], capabilities: [{ ...capability, namesKeys: false }] },
    'traffic',
    ['used_lately', 'keys_not_named'],
  ],
];

describe('whether a key is still used', () => {
  it.each(STORIES)('is judged of one that %s', (_, more, state, reasons) => {
    expect(judgeDrain({ ...silent, ...more })).toMatchObject({ state, reasons });
  });

  it('rests on the minutes from 30 to 5 minutes ago', () => {
    expect(lookedAt(NOW)).toEqual({ start: ago(30), end: ago(5) });
  });

  it('tells since when it is quiet', () => {
    const verdict = judgeDrain({ ...silent, calls: [{ start: ago(16), requests: 2 }] });
    expect(verdict).toMatchObject({ quietSince: ago(15), lastCallAt: ago(16), requestsInRequired: 0 });
  });
});
