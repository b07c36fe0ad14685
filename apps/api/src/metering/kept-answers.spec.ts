import { describe, expect, it } from '@jest/globals';
import { JsonAnswer } from '../http/json-answer.js';
import { KeptAnswers } from './kept-answers.js';
import { questionName } from './question-name.js';
import { SharedRuns } from '../shared-runs.js';

const made = (bytes: number, revision = '1') => ({ answer: JsonAnswer.of('x'.repeat(bytes - 2)), revision });

describe('answers in memory', () => {
  it('never take more than they may; those that were asked for least recently leave', () => {
    const kept = new KeptAnswers(1000);
    for (const name of ['a', 'b', 'c', 'd']) kept.keep(name, made(240));
    kept.use('a');
    kept.keep('e', made(240));
    expect(['a', 'b', 'c', 'd', 'e'].map((name) => kept.use(name) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
    expect(kept.bytes).toBe(4 * 241);
  });

  it('count what was compressed of them', async () => {
    const kept = new KeptAnswers(1000);
    const first = made(240);
    kept.keep('a', first);
    await first.answer.compressed();
    expect(kept.bytes).toBeGreaterThan(241);
  });

  it('do not all leave for a single large one', () => {
    const kept = new KeptAnswers(1000);
    kept.keep('small', made(100));
    kept.keep('large', made(251));
    expect([kept.use('small') !== undefined, kept.use('large')]).toEqual([true, undefined]);
  });

  it('are replaced by the next of the same question, also where that is too large', () => {
    const kept = new KeptAnswers(1000);
    kept.keep('a', made(100));
    kept.keep('a', made(100, '2'));
    expect(kept.use('a')?.revision).toBe('2');
    kept.keep('a', made(900, '3'));
    expect(kept.use('a')).toBeUndefined();
  });
});

describe('runs that are shared', () => {
  const gate = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    return { promise, open: resolve };
  };

  it('are never those that began before somebody asked', async () => {
    const runs = new SharedRuns<number>();
    const first = gate();
    let begun = 0;
    const task = async () => {
      const number = ++begun;
      if (number === 1) await first.promise;
      return number;
    };
    const early = runs.begunFromNow('a', task);
    const late = Promise.all(Array.from({ length: 9 }, () => runs.begunFromNow('a', task)));
    expect(runs.underWay('a')).toBe(early);
    first.open();
    expect(await early).toBe(1);
    expect(await late).toEqual(Array(9).fill(2));
    expect(runs.underWay('a')).toBeUndefined();
  });

  it('go on after one that failed', async () => {
    const runs = new SharedRuns<string>();
    const failing = runs.begunFromNow('a', () => Promise.reject(new Error('no database')));
    const next = runs.begunFromNow('a', () => Promise.resolve('well'));
    await expect(failing).rejects.toThrow('no database');
    expect(await next).toBe('well');
  });
});

describe('the name of a question', () => {
  const question = { groupBy: ['b', 'a'], filters: new Map([['x', ['2', '1']]]), without: ['q', 'p'], limit: 3 };

  it('is the same however a caller writes it', () => {
    const written = {
      groupBy: ['b', 'a'],
      filters: new Map([['x', ['1', '2', '1']]]),
      without: ['p', 'q', 'p'],
      limit: 3,
    };
    expect(questionName('costs', written)).toBe(questionName('costs', question));
    const filters = (names: string[]) =>
      questionName('costs', { filters: new Map(names.map((name) => [name, ['1']])) });
    expect(filters(['x', 'y'])).toBe(filters(['y', 'x']));
  });

  it.each([
    ['another order of groups', 'costs', { ...question, groupBy: ['a', 'b'] }],
    ['another value', 'costs', { ...question, filters: new Map([['x', ['2', '3']]]) }],
    ['another dimension', 'costs', { ...question, filters: new Map([['y', ['2', '1']]]) }],
    ['another limit', 'costs', { ...question, limit: 4 }],
    ['no filter', 'costs', { ...question, filters: new Map() }],
    ['another call', 'usage', question],
  ])('is another one for %s', (_case, call, other) => {
    expect(questionName(call, other)).not.toBe(questionName('costs', question));
  });
});
