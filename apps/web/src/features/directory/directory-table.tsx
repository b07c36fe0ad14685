import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, SortHead, type Sort } from '../../components/data-table.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { SelectAllHead, SelectCell } from '../../components/select-cells.js';
import type { Selection } from '../../components/use-selection.js';
import type { ListResult } from '../../lib/directory-queries.js';
import { count } from '../../lib/format/numbers.js';
import './directory.css';

const TWO_LINES = 48;

/** A column on the clipboard. */
interface CopiedColumn<Item> {
  head: string;
  /** Exact, times as instants; null where nothing is known. */
  text: (item: Item) => string | null;
}

export interface Column<Item, SortName extends string> extends CopiedColumn<Item> {
  name: string;
  /** The API's name of the sort; absent: the list cannot be sorted by it. */
  sort?: SortName;
  /** Names are read from A to Z first. */
  ascendingFirst?: boolean;
  className?: string;
  cell: (item: Item) => ReactNode;
  /** What a second line of the cell says, which gets columns of its own on the clipboard: names are not unique. */
  besides?: readonly CopiedColumn<Item>[];
}

interface DirectoryTableProps<Item, SortName extends string> {
  /** Names the table for those who do not see it. */
  caption: string;
  list: ListResult<Item>;
  /** The first one is the head of its row. */
  columns: readonly Column<Item, SortName>[];
  sort?: { sort: Sort<SortName>; onSort: (sort: Sort<SortName>) => void };
  keyOf: (item: Item) => string;
  isGone?: (item: Item) => boolean;
  /** What stands in the place of no rows. */
  empty: ReactNode;
  /** What the numbers do not say by themselves. */
  foot?: ReactNode;
  /** Rows can be chosen, and `bar` says what can be done with those that are. */
  choosing?: Choosing<Item> | undefined;
  /** What can be done with one row; absent: nothing, for whoever looks. */
  rowMenu?: ((item: Item) => ReactNode) | undefined;
}

/** Choosing rows of a list. */
export interface Choosing<Item> {
  selection: Selection<Item>;
  nameOf: (item: Item) => string;
  bar: ReactNode;
}

/** A list of OpenAI's in each of its states: on its way, failed, empty, or its rows as far as they are read. */
export function DirectoryTable<Item, SortName extends string>(props: DirectoryTableProps<Item, SortName>) {
  const { list, caption, columns, sort, keyOf, isGone, empty, foot, choosing, rowMenu } = props;
  const { rows, error, isLoading } = list;
  if (rows === null && error !== null) {
    return (
      <div className="card-body">
        <ErrorNotice error={error} onRetry={list.retry} />
      </div>
    );
  }
  if (rows === null) return <TableSkeleton />;
  if (rows.length === 0) return empty;
  return (
    <div className={isLoading ? 'list-body loading' : 'list-body'} aria-busy={isLoading}>
      {choosing?.bar}
      <DataTable
        wide
        selectable={choosing !== undefined}
        caption={caption}
        columns={columns.length + Number(choosing !== undefined) + Number(rowMenu !== undefined)}
        rows={rows}
        rowHeight={TWO_LINES}
        onEnd={list.readOn}
        head={
          <tr>
            {choosing !== undefined && <SelectAllHead selection={choosing.selection} />}
            {columns.map((column) => (
              <Head key={column.name} column={column} sort={sort} />
            ))}
            {rowMenu !== undefined && <MenuHead />}
          </tr>
        }
        renderRow={(item) => (
          <Row key={keyOf(item)} item={item} gone={isGone?.(item) ?? false} {...{ columns, choosing, rowMenu }} />
        )}
      />
      <ListFoot list={list} shown={rows.length}>
        {foot}
      </ListFoot>
    </div>
  );
}

interface HeadProps<Item, SortName extends string> {
  column: Column<Item, SortName>;
  sort: DirectoryTableProps<Item, SortName>['sort'];
}

function Head<Item, SortName extends string>({ column, sort }: HeadProps<Item, SortName>) {
  const { head, className, ascendingFirst = false } = column;
  if (column.sort === undefined || sort === undefined) {
    return (
      <th scope="col" className={className}>
        {/* As high as the button of a head that sorts, so that all of them stand on one line. */}
        <span className="plain-head">{head}</span>
      </th>
    );
  }
  return (
    <SortHead column={column.sort} {...sort} className={className} ascendingFirst={ascendingFirst}>
      {head}
    </SortHead>
  );
}

function MenuHead() {
  const { t } = useTranslation();
  return (
    <th scope="col" className="menu-head">
      <span className="visually-hidden">{t('actions.column')}</span>
    </th>
  );
}

interface RowProps<Item, SortName extends string> {
  item: Item;
  columns: readonly Column<Item, SortName>[];
  gone: boolean;
  choosing: Choosing<Item> | undefined;
  rowMenu: ((item: Item) => ReactNode) | undefined;
}

function Row<Item, SortName extends string>({ item, columns, gone, choosing, rowMenu }: RowProps<Item, SortName>) {
  const [first, ...rest] = columns;
  const look = gone ? 'gone' : choosing?.selection.isChosen(item) === true ? 'chosen' : undefined;
  return (
    <tr className={look}>
      {choosing !== undefined && <SelectCell selection={choosing.selection} item={item} name={choosing.nameOf(item)} />}
      <th scope="row" className={first?.className}>
        {first?.cell(item)}
      </th>
      {rest.map(({ name, className, cell }) => (
        <td key={name} className={className}>
          {cell(item)}
        </td>
      ))}
      {rowMenu !== undefined && <td className="number menu-cell">{rowMenu(item)}</td>}
    </tr>
  );
}

interface ListFootProps {
  list: ListResult<unknown>;
  shown: number;
  children: ReactNode;
}

function ListFoot({ list, shown, children }: ListFootProps) {
  const { t } = useTranslation();
  return (
    <p className="card-foot">
      {list.isComplete ? (
        t('directory.shown', { count: shown, shown: count(shown) })
      ) : (
        <>
          {t('directory.shownMore', { shown: count(shown) })}{' '}
          <button type="button" className="link-button" onClick={list.readOn}>
            {t('directory.readOn')}
          </button>
        </>
      )}{' '}
      {children}
    </p>
  );
}

function TableSkeleton() {
  const { t } = useTranslation();
  return (
    <div className="card-body" aria-busy="true">
      <p className="visually-hidden">{t('directory.loading')}</p>
      <div className="skeleton" style={{ height: 280 }} />
    </div>
  );
}
