import { describe, expect, it } from '@jest/globals';
import { readCsv } from '../testing/read-csv.js';
import { csvLine, textCell } from './csv.js';

describe('a cell of text', () => {
  it.each([
    ['a name', 'Fleet Planner', 'Fleet Planner'],
    ['a formula', '=HYPERLINK("https://example.com")', '\'=HYPERLINK("https://example.com")'],
    ['a sum', '+1', "'+1"],
    ['a difference', '-1', "'-1"],
    ['a function of old', '@SUM(A1)', "'@SUM(A1)"],
    ['a formula after spaces', '  =1', "  '=1"],
    ['a formula in wide letters', '\uFF1D1', "'\uFF1D1"],
    ['a formula after what half of Europe ends a cell with', "x;=cmd|' /C calc'!A0;", "x;'=cmd|' /C calc'!A0;"],
    ['a formula after a tab', '\t=1', '\uFFFD=1'],
    ['a formula on a line of its own', 'x\r\n=1', 'x\uFFFD\uFFFD=1'],
    ['commas and quotes', 'a,"b"', 'a,"b"'],
    ['what turns the direction of the text after it', 'evil\u202Egpj.exe', 'evil\uFFFDgpj.exe'],
    ['letters from right to left', 'שלום', 'שלום'],
    ['a sign within', 'gpt-6 + more = 7', 'gpt-6 + more = 7'],
    ['nothing', '', ''],
  ])('keeps %s as text that does nothing', (_case, text, read) => {
    expect(readCsv(csvLine(['1', textCell(text), '-2.5']))).toEqual([['1', read, '-2.5']]);
  });
});
