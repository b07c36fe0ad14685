/** What a reader of RFC 4180 finds in a file: shares nothing with what writes it. */

/** Lines as lists of cells. Fails on what the RFC does not allow, so that a spec that reads has checked as well. */
export function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (found === null) throw new Error(`This is no CSV: ${JSON.stringify(text.slice(at, at + 80))}`);
    const [, written = '', border] = found;
    line.push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written);
    if (border === ',') continue;
    lines.push(line);
    line = [];
  }
  if (line.length > 0) throw new Error('The last line has no end.');
  return lines;
}

/** Rows by the names in the first line. */
export function readRecords(text: string): Record<string, string>[] {
  const [names = [], ...rows] = readCsv(text);
  return rows.map((row) => {
    if (row.length !== names.length) throw new Error(`${row.length} cells below ${names.length} names`);
    return Object.fromEntries(names.map((name, index) => [name, row[index] ?? '']));
  });
}
