import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/copy-button.js';
import type { ListResult } from '../../lib/directory-queries.js';
import type { Column } from './directory-table.js';
import { listText } from './list-text.js';

interface CopyListProps<Item extends object, SortName extends string> {
  list: ListResult<Item>;
  columns: readonly Column<Item, SortName>[];
  /** As high as the controls beside it. */
  tall?: boolean;
}

/** Puts a list on the clipboard as far as it is read; nothing where there is nothing to copy. */
export function CopyList<Item extends object, SortName extends string>(props: CopyListProps<Item, SortName>) {
  const { t } = useTranslation();
  const { list, columns, tall = false } = props;
  const { rows, isComplete } = list;
  if (rows === null || rows.length === 0) return null;
  return <CopyButton rows={() => listText(columns, rows, t)} isComplete={isComplete} tall={tall} />;
}
