import type { TFunction } from 'i18next';
import type { Column } from './directory-table.js';

/** The table as it is read so far, for the clipboard: exact amounts, times as instants, nothing where nothing is known. */
export function listText<Item extends object>(
  columns: readonly Column<Item, string>[],
  rows: readonly Item[],
  t: TFunction,
): string[][] {
  const shown = columns.flatMap(({ head, text, besides = [] }) => [{ head, text }, ...besides]);
  const all = rows.some((row) => goneAt(row) !== null)
    ? [...shown, { head: t('directory.column.gone'), text: goneAt }]
    : shown;
  return [all.map(({ head }) => head), ...rows.map((row) => all.map(({ text }) => text(row) ?? ''))];
}

/** When it was seen to be gone, where its list says so at all. */
const goneAt = (row: object): string | null =>
  'gone_at' in row && typeof row.gone_at === 'string' ? row.gone_at : null;
