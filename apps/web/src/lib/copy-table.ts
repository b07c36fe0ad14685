/** Tables on the clipboard, as tab-separated text that a spreadsheet takes apart again. */

/** What a spreadsheet would run as a formula when a cell starts with it. */
const RUNS = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * One cell: numbers as they are, so that they stay numbers; other text can neither run nor break the grid.
 *
 * Names come from OpenAI, where anyone in the organization can write them: `=HYPERLINK(…)` must stay a name.
 */
export function tsvCell(text: string): string {
  const flat = text.replace(/[\t\r\n]+/g, ' ');
  return RUNS.test(text) && !NUMBER.test(text) ? `'${flat}` : flat;
}

export const tsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map(tsvCell).join('\t')).join('\n');
