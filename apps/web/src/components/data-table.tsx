import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import './data-table.css';

/** From here on only the rows in sight are in the document. */
export const WINDOW_FROM_ROWS = 100;
const ROW_HEIGHT = 36;

interface DataTableProps<Row> {
  /** Read out before the table; the card's title says it to the eye. */
  caption: string;
  head: ReactNode;
  foot?: ReactNode;
  rows: readonly Row[];
  renderRow: (row: Row, index: number) => ReactNode;
  columns: number;
  /** The first column holds check boxes, and the one that stays in sight is the second. */
  selectable?: boolean;
  /** Rows scroll sideways under a fixed first column where the window is narrow. */
  wide?: boolean;
  dense?: boolean;
  /** Height of a row in pixels where it is not one line; a windowed table counts on it. */
  rowHeight?: number;
  /** Called when the last rows of a windowed table come into sight: the place to read on. */
  onEnd?: (() => void) | undefined;
}

/** A table with sticky head and foot of totals; windowed when it is long. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, head, foot, rows, renderRow, wide = false, dense = false, selectable = false } = props;
  if (rows.length > WINDOW_FROM_ROWS) return <WindowedTable {...props} />;
  return (
    <div className="table-scroll" {...(wide && { tabIndex: 0, role: 'region', 'aria-label': caption })}>
      <table className={`data-table${wide ? ' wide' : ''}${dense ? ' dense' : ''}${selectable ? ' selectable' : ''}`}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>{head}</thead>
        <tbody>{rows.map(renderRow)}</tbody>
        {foot !== undefined && <tfoot>{foot}</tfoot>}
      </table>
    </div>
  );
}

function WindowedTable<Row>(props: DataTableProps<Row>) {
  const { caption, head, foot, rows, renderRow, columns, wide = false, rowHeight = ROW_HEIGHT, onEnd } = props;
  const { selectable = false } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { getVirtualItems, getTotalSize } = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 800, height: 680 },
  });
  const items = getVirtualItems();
  const isAtEnd = (items.at(-1)?.index ?? -1) >= rows.length - 1;
  useEffect(() => {
    if (isAtEnd) onEnd?.();
  }, [isAtEnd, onEnd]);
  const before = items[0]?.start ?? 0;
  const after = getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // A scrolling region has to be reachable without a mouse.
    <div className="table-scroll windowed" ref={scroller} tabIndex={0} role="region" aria-label={caption}>
      <table
        className={`data-table${wide ? ' wide' : ''}${selectable ? ' selectable' : ''}`}
        aria-rowcount={rows.length}
      >
        <caption className="visually-hidden">{caption}</caption>
        <thead>{head}</thead>
        <tbody>
          <Spacer columns={columns} height={before} />
          {items.map(({ index }) => {
            const row = rows[index];
            return row === undefined ? null : renderRow(row, index);
          })}
          <Spacer columns={columns} height={after} />
        </tbody>
        {foot !== undefined && <tfoot>{foot}</tfoot>}
      </table>
    </div>
  );
}

/** Keeps the place of the rows that are out of sight. */
function Spacer({ columns, height }: { columns: number; height: number }) {
  if (height <= 0) return null;
  return (
    <tr className="spacer" aria-hidden="true">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

export interface Sort<Column extends string> {
  column: Column;
  descending: boolean;
}

interface SortHeadProps<Column extends string> {
  column: Column;
  sort: Sort<Column>;
  onSort: (sort: Sort<Column>) => void;
  className?: string | undefined;
  /** Names are read from A to Z first. */
  ascendingFirst?: boolean;
  children: ReactNode;
}

/** A column head that sorts: the largest or newest first, then the other way round. */
export function SortHead<Column extends string>(props: SortHeadProps<Column>) {
  const { column, sort, onSort, className, ascendingFirst = false, children } = props;
  const active = sort.column === column;
  const direction = sort.descending ? 'descending' : 'ascending';
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  return (
    <th scope="col" className={className} {...(active && { 'aria-sort': direction })}>
      <button
        type="button"
        className="sort-button"
        onClick={() => onSort({ column, descending: active ? !sort.descending : !ascendingFirst })}
      >
        {children}
        {active && <Arrow aria-hidden="true" />}
      </button>
    </th>
  );
}
