// docs/openai-cases.md says of every numbered case of OpenAI's API where it is shown, or why it is not: a list that
// nothing checks would soon be a wish.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from './workspace-sources.mjs';

const LIST = 'docs/openai-cases.md';
const CASES = 94;
const NOTHING = '–';

/** @typedef {{ number: number, what: string, shownBy: string[], reason: string | null }} Case */

const text = readFileSync(join(root, LIST), 'utf8');
const specs = ['{apps,libs}/*/{src,journeys}/**/*.spec.{ts,tsx}', 'tools/**/*.spec.mjs'].flatMap((pattern) =>
  globSync(pattern, { cwd: root }).map((path) => path.replaceAll('\\', '/')),
);

/**
 * @param {string} line of a table
 * @returns {string[]} its cells
 */
const cellsOf = (line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** @param {string} cell */
const namesIn = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

/** @type {Case[]} */
const cases = text.split('\n').flatMap((line) => {
  const [number = '', what = '', shownBy = '', reason = ''] = cellsOf(line);
  if (!/^\d+$/.test(number)) return [];
  return [{ number: Number(number), what, shownBy: namesIn(shownBy), reason: reason === NOTHING ? null : reason }];
});

/**
 * @param {string} name the end of a path, without what every spec ends with
 * @returns {string[]} the specs of that name: one, where the list is right
 */
const specsNamed = (name) => specs.filter((path) => `/${path.replace(/\.spec\.\w+$/, '')}`.endsWith(`/${name}`));

/**
 * @param {string} source
 * @returns {Set<number>} the cases that it names: `(case 12)`, `(cases 9 to 11 and 19)`
 */
function casesNamedIn(source) {
  const numbers = [...source.matchAll(/\bcases? (\d+(?:(?:, | and | to )\d+)*)/g)].flatMap(([, list = '']) =>
    list.split(/, | and /).flatMap((part) => {
      const [first = 0, last = first] = part.split(' to ').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    }),
  );
  return new Set(numbers);
}

describe('the list of cases', () => {
  it('has each of them once, in order', () => {
    expect(cases.map(({ number }) => number)).toEqual(Array.from({ length: CASES }, (_, index) => index + 1));
    expect(new Set(cases.map(({ what }) => what)).size).toBe(CASES);
  });

  it.each(cases)('is true of case $number: $what', ({ number, shownBy, reason }) => {
    if (shownBy.length === 0) expect(reason).toMatch(/\w{4}/);
    for (const name of shownBy) {
      const found = specsNamed(name);
      expect([name, found]).toEqual([name, [expect.any(String)]]);
      const isNamed = casesNamedIn(readFileSync(join(root, found[0] ?? ''), 'utf8')).has(number);
      expect([name, `case ${number}`, isNamed]).toEqual([name, `case ${number}`, true]);
    }
  });

  it('points to specs of time that exist', () => {
    const [, stories = ''] = text.split('\n## Time\n');
    const names = stories.split('\n').flatMap((line) => namesIn(cellsOf(line)[1] ?? ''));
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => specsNamed(name).length !== 1)).toEqual([]);
  });
});

describe('the cases that a spec names', () => {
  it('are found however they are written', () => {
    expect([...casesNamedIn("it('x (case 7)'); it('y (cases 9 to 11, 19 and 25)'); in case 3rd")]).toEqual([
      7, 9, 10, 11, 19, 25, 3,
    ]);
    expect([...casesNamedIn('uppercase 5, (case\u00a05), cases: 4')]).toEqual([]);
  });

  it('are none that there is not', () => {
    const wrong = specs
      .filter((path) => !path.startsWith('tools/'))
      .flatMap((path) =>
        [...casesNamedIn(readFileSync(join(root, path), 'utf8'))]
          .filter((number) => number < 1 || number > CASES)
          .map((number) => `${path} names case ${number}`),
      );
    expect(wrong).toEqual([]);
  });
});
