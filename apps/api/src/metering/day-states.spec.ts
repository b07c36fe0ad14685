import { describe, expect, it } from '@jest/globals';
import { stateOfDay, worstState } from './day-states.js';

const DAY = Date.parse('2026-11-10');
const at = (text: string) => Date.parse(text);

describe('the state of 10 November', () => {
  it.each([
    ['was never read', '2026-11-20T00:00:00Z', null, true, 'missing'],
    ['runs and was never read', '2026-11-10T12:00:00Z', null, true, 'missing'],
    ['runs', '2026-11-10T12:00:00Z', '2026-11-10T11:00:00Z', true, 'pending'],
    ['runs, by its last second', '2026-11-10T23:59:59Z', '2026-11-10T23:00:00Z', true, 'pending'],
    ['is over but was read last while it ran', '2026-11-11T00:30:00Z', '2026-11-10T23:30:00Z', true, 'missing'],
    ['is over and has rows', '2026-11-11T01:00:00Z', '2026-11-11T00:00:00Z', true, 'provisional'],
    ['is over and empty', '2026-11-11T01:00:00Z', '2026-11-11T00:00:00Z', false, 'pending'],
    ['was empty just before 48 h', '2026-11-20T00:00:00Z', '2026-11-12T23:59:59Z', false, 'pending'],
    ['was empty at 48 h', '2026-11-20T00:00:00Z', '2026-11-13T00:00:00Z', false, 'provisional'],
    ['has rows, read just before 72 h', '2026-11-20T00:00:00Z', '2026-11-13T23:59:59Z', true, 'provisional'],
    ['has rows, read at 72 h', '2026-11-20T00:00:00Z', '2026-11-14T00:00:00Z', true, 'final'],
    ['is empty, read at 72 h', '2026-11-20T00:00:00Z', '2026-11-14T00:00:00Z', false, 'final'],
    // What counts is when it was read, not how late it is now.
    [
      'is long over, read once an hour after its end',
      '2027-05-01T00:00:00Z',
      '2026-11-11T01:00:00Z',
      true,
      'provisional',
    ],
  ])('that %s (now %s, read %s, rows %s) is %s', (_case, now, readAt, hasRows, state) => {
    const read = readAt === null ? undefined : { readAt: at(readAt), hasRows };
    expect(stateOfDay(DAY, read, at(now))).toBe(state);
  });
});

describe('several states', () => {
  it('are as good as the worst', () => {
    expect(worstState(['final', 'provisional', 'final'])).toBe('provisional');
    expect(worstState(['final', 'pending', 'provisional'])).toBe('pending');
    expect(worstState(['pending', 'missing'])).toBe('missing');
    expect(worstState(['final'])).toBe('final');
  });
});
