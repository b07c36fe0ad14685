import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EntityName } from '../../components/entity-name.js';
import { useIsSaidAbove } from '../../components/error-notice.js';
import { RepairsNotice } from '../../components/repairs-notice.js';
import type { ListResult } from '../../lib/directory-queries.js';
import type { Repair } from '../../lib/link-reader.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import { CopyList } from './copy-list.js';
import { DirectoryTable, type Choosing, type Column } from './directory-table.js';
import { ListControls } from './list-controls.js';
import type { Unread } from './list-state.js';
import { isNarrowed, type ListView } from './list-view.js';
import { NoRows } from './no-rows.js';
import type { UsedListView } from './use-list-view.js';

/** What every object of the directory says of itself. */
export interface Listed {
  organization_id: string | null;
  id: string;
  gone_at: string | null;
}

interface DirectoryListProps<Item extends Listed, SortName extends string> {
  used: UsedListView<SortName>;
  list: ListResult<Item>;
  columns: readonly Column<Item, SortName>[];
  words: { caption: string; search: string; current: string; all: string };
  unread: Unread;
  isGone?: (item: Item) => boolean;
  /** What the list belongs to has ended: all that it held is shown, for nothing of it is present. */
  ended?: boolean;
  filters?: ReactNode;
  foot?: ReactNode;
  /** Inside a card of tabs; by default it is a card itself. */
  inTab?: boolean;
  choosing?: Choosing<Item> | undefined;
  rowMenu?: ((item: Item) => ReactNode) | undefined;
  /** What can be done with the list as a whole, such as adding to it. */
  actions?: ReactNode;
}

/** A list with what finds something in it: search, filters, those that are gone, copy; and what its link got wrong. */
export function DirectoryList<Item extends Listed, SortName extends string>(props: DirectoryListProps<Item, SortName>) {
  const { used, list, words, unread, isGone = hasGone, ended = false, filters, foot, inTab = false } = props;
  const { choosing, rowMenu, actions } = props;
  const columns = useColumnsOfSeveral(props.columns, inTab);
  const { view, repairs, change } = used;
  const insteadOf = useInstead(view, columns);
  // A frame around nothing would be left.
  const isEmpty = useIsSaidAbove(list.error) && list.rows === null;
  const controls = (
    <>
      <RepairsNotice repairs={repairs} insteadOf={insteadOf} />
      <ListControls
        used={used}
        searchLabel={words.search}
        {...(!ended && { show: { current: words.current, all: words.all } })}
        filters={filters}
        actions={
          <>
            <CopyList tall list={list} columns={columns} />
            {actions}
          </>
        }
      />
    </>
  );
  const table = (
    <DirectoryTable
      caption={words.caption}
      list={list}
      columns={columns}
      sort={{ sort: view.sort, onSort: (sort) => change({ sort }) }}
      keyOf={({ organization_id, id }) => `${organization_id} ${id}`}
      isGone={isGone}
      empty={
        <NoRows
          narrowed={isNarrowed(view)}
          all={view.all || ended}
          unread={unread}
          ended={ended}
          onClear={() => change({ q: '', filters: {} })}
          onShowAll={() => change({ all: true })}
        />
      }
      foot={foot}
      choosing={choosing}
      rowMenu={rowMenu}
    />
  );
  return inTab ? (
    <>
      <div className="tab-controls">{controls}</div>
      {table}
    </>
  ) : (
    <>
      {controls}
      {!isEmpty && (
        <section className="card" aria-label={words.caption}>
          {table}
        </section>
      )}
    </>
  );
}

const hasGone = ({ gone_at }: Listed): boolean => gone_at !== null;

/** What a list shows in the place of what its link got wrong. */
function useInstead<Item, SortName extends string>(
  { sort }: ListView<SortName>,
  columns: readonly Column<Item, SortName>[],
): (repair: Repair) => string | null {
  const { t } = useTranslation();
  return ({ parameter }) => {
    if (parameter === 'show') return t('directory.instead.show');
    const column = columns.find((each) => each.sort === sort.column);
    if (parameter !== 'sort' || column === undefined) return null;
    return t(`directory.instead.${sort.descending ? 'descending' : 'ascending'}`, { column: column.head });
  };
}

/**
 * With one that says whose each row is, where rows of several organizations stand together.
 *
 * @param isOfOne what stands in a tab belongs to one project, and so to one organization
 */
function useColumnsOfSeveral<Item extends Listed, SortName extends string>(
  columns: readonly Column<Item, SortName>[],
  isOfOne: boolean,
): readonly Column<Item, SortName>[] {
  const { t } = useTranslation();
  const nameOf = useSeveralOrganizations();
  return useMemo(() => {
    const [first, ...others] = columns;
    if (nameOf === null || isOfOne || first === undefined) return columns;
    const owner: Column<Item, SortName> = {
      name: 'organization',
      head: t('directory.column.organization'),
      className: 'wide-only',
      cell: ({ organization_id: id }) => <EntityName name={nameOf(id) ?? t('shell.organization.unnamed')} />,
      text: ({ organization_id: id }) => nameOf(id),
      besides: [{ head: t('directory.column.organizationId'), text: ({ organization_id: id }) => id }],
    };
    return [first, owner, ...others];
  }, [columns, nameOf, isOfOne, t]);
}
