import { describe, expect, it } from '@jest/globals';
import { OpenaiClock } from './openai-clock.js';

const own = new Date('2026-11-21T00:05:00Z');

describe('the clock of OpenAI (case 80)', () => {
  it.each([
    ['is the own one until OpenAI has answered', null, '2026-11-21T00:05:00.000Z'],
    ['is ten minutes behind where the own one is fast', '2026-11-20T23:55:00Z', '2026-11-20T23:55:00.000Z'],
    ['is ten minutes ahead where the own one is slow', '2026-11-21T00:15:00Z', '2026-11-21T00:15:00.000Z'],
    [
      'is the own one where they differ by less than the header can tell',
      '2026-11-21T00:05:01Z',
      '2026-11-21T00:05:00.000Z',
    ],
  ])('%s', (_, said, expected) => {
    const clock = new OpenaiClock({ now: () => own });
    if (said !== null) clock.correct(new Date(said), own);
    expect(clock.now().toISOString()).toBe(expected);
  });

  it('follows the latest answer', () => {
    const clock = new OpenaiClock({ now: () => own });
    clock.correct(new Date('2026-11-20T12:00:00Z'), own);
    clock.correct(own, own);
    expect(clock.now()).toEqual(own);
  });
});
