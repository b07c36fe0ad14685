/** The columns of an exported question, and how its rows are written. */
import { ATTRIBUTIONS, type Bucket } from '@bursar/contract';
import { csvLine, textCell } from '../http/csv.js';
import type { ExportCell } from './export-cells.js';
import { type ExportNames, isNamed } from './export-names.js';
import type { Key } from './facts-sql.js';

export interface ExportTable {
  groupBy: readonly Key[];
  measures: readonly string[];
  /** Null where the measures are no money. */
  currency: string | null;
}

/** Names of the columns: a dimension whose values have names has two, and what a null means is told beside them. */
export function headLine({ groupBy, measures, currency }: ExportTable): string {
  const dimensions = groupBy.flatMap((key) => (isNamed(key) ? [key, key.replace(/_id$/, '_name')] : [key]));
  const attribution = groupBy.length > 0 ? ['attribution'] : [];
  const money = currency === null ? [] : ['currency'];
  return csvLine(['period_start', 'period_end', 'state', ...dimensions, ...attribution, ...measures, ...money]);
}

/** A group in a bucket. */
export function cellLine(
  table: ExportTable,
  { from, to, state }: Bucket,
  cell: ExportCell,
  names: ExportNames,
): string {
  const { groupBy, currency } = table;
  const dimensions = groupBy.flatMap((key, index) => {
    const value = cell.keys[index]?.value ?? null;
    const text = textCell(value ?? '');
    return isNamed(key) ? [text, textCell(names.nameOf(index, value) ?? '')] : [text];
  });
  const worst = Math.max(0, ...cell.keys.map(({ attribution }) => attribution));
  const attribution = groupBy.length > 0 ? [ATTRIBUTIONS[worst] ?? 'named'] : [];
  const values = cell.values.map((value) => value ?? '');
  return csvLine([from, to, state, ...dimensions, ...attribution, ...values, ...moneyCells(currency)]);
}

/** A bucket without any rows: nothing where that is known, and nothing said where it is not. */
export function emptyLine({ groupBy, measures, currency }: ExportTable, { from, to, state }: Bucket): string {
  const dimensions = groupBy.flatMap((key) => (isNamed(key) ? ['', ''] : ['']));
  const attribution = groupBy.length > 0 ? [''] : [];
  const value = state === 'final' || state === 'provisional' ? '0' : '';
  return csvLine([
    from,
    to,
    state,
    ...dimensions,
    ...attribution,
    ...measures.map(() => value),
    ...moneyCells(currency),
  ]);
}

const moneyCells = (currency: string | null): string[] => (currency === null ? [] : [textCell(currency)]);

/**
 * What the file is of, in letters that every system takes: `bursar-costs-2026-10-01_2026-11-01-by-project.csv`. The end is
 * exclusive, as in the question.
 */
export function exportFileName(
  subject: string,
  { range, groupBy, bucket }: { range: { start: string; end: string }; groupBy: readonly Key[]; bucket: string },
): string {
  const instant = (text: string): string => text.replace('T00:00:00Z', '').replaceAll(':', '');
  const parts = [...groupBy.map((key) => key.replace(/_id$/, '')), ...(bucket === 'day' ? [] : [bucket])];
  const by = parts.length === 0 ? '' : `-by-${parts.join('-and-')}`;
  const name = `bursar-${subject}-${instant(range.start)}_${instant(range.end)}${by}.csv`;
  return name.replaceAll(/[^\w.-]|_(?=[a-z])/g, '-');
}
