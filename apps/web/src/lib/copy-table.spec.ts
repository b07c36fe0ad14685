import { describe, expect, it } from '@jest/globals';
import { tsv, tsvCell } from './copy-table.js';
import { isolated, plainName } from './names.js';

describe('a copied table', () => {
  it.each(['=HYPERLINK("https://evil.example")', '+1+1', '-2+3', '@SUM(A1)', '\tcmd'])(
    'neutralises %p, which a spreadsheet would run',
    (text) => expect(tsvCell(text)).toMatch(/^'/),
  );

  it.each(['-4.61', '19992.73', '0', 'Fleet Planner', '2026-11-20'])('keeps %p as it is', (text) =>
    expect(tsvCell(text)).toBe(text),
  );

  it('keeps its grid whatever a name holds', () => {
    expect(
      tsv([
        ['a\tb', 'c\nd'],
        ['1', '2'],
      ]),
    ).toBe('a b\tc d\n1\t2');
  });
});

describe('a name from OpenAI', () => {
  it('shows its invisible controls, so that none can turn the text around', () => {
    expect(plainName('\u202Eevil.exe')).toBe('\uFFFDevil.exe');
    expect(plainName('a\u0000b')).toBe('a\uFFFDb');
    expect(plainName('倉庫ナビ')).toBe('倉庫ナビ');
  });

  it('is kept apart from the sentence around it', () => expect(isolated('مشروع')).toBe('\u2068مشروع\u2069'));
});
