import { describe, expect, it } from '@jest/globals';
import { KeptReadings, type Readings } from './kept-readings.js';

const at = (revision: string): Readings => ({ revision, days: [], sideDays: [], currencies: [] });

describe('what was read beside the numbers', () => {
  it('is kept by organization, so that a caller who sees fewer of them takes nothing from the others', () => {
    const kept = new KeptReadings();
    kept.keep(
      'costs',
      new Map([
        [1, at('1')],
        [2, at('1')],
      ]),
    );
    kept.keep('costs', new Map([[2, at('5')]]));
    const found = kept.find('costs');
    expect([found.get(1)?.revision, found.get(2)?.revision]).toEqual(['1', '5']);
    expect(kept.find('usage').size).toBe(0);
  });

  it('leaves where it was asked for least recently', () => {
    const kept = new KeptReadings();
    for (let index = 0; index < 100; index++) kept.keep(`question ${index}`, new Map([[1, at('1')]]));
    kept.keep('question 0', new Map([[1, at('2')]]));
    kept.keep('one more', new Map([[1, at('1')]]));
    const left = ['question 0', 'question 1', 'question 2', 'one more'].map((name) => kept.find(name).size);
    expect(left).toEqual([1, 0, 1, 1]);
  });
});
