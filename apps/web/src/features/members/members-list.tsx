import { useTranslation } from 'react-i18next';
import { ValueFilter } from '../../components/value-filter.js';
import { DirectoryTable } from '../directory/directory-table.js';
import { ListControls } from '../directory/list-controls.js';
import { useUnread } from '../directory/list-state.js';
import { isNarrowed } from '../directory/list-view.js';
import { NoRows } from '../directory/no-rows.js';
import { useSpendWords } from '../directory/use-spend-words.js';
import { useMemberColumns } from './member-columns.js';
import { MEMBER_ROLES, type MemberList } from './use-member-list.js';

/** The members, with what they belong to and what the keys that they own spend. */
export function MembersList({ members: { list, used } }: { members: MemberList }) {
  const { t } = useTranslation();
  const { view, change } = used;
  const columns = useMemberColumns(useSpendWords(list.rows));
  const unread = useUnread('members');
  return (
    <>
      <ListControls
        used={used}
        searchLabel={t('members.search')}
        show={{ current: t('members.show.current'), all: t('members.show.all') }}
      >
        <ValueFilter
          field={t('directory.column.role')}
          choices={MEMBER_ROLES.map((value) => ({ value, label: t(`members.role.${value}`) }))}
          chosen={view.filters['role'] ?? []}
          onChange={(role) => change({ filters: { ...view.filters, role } })}
        />
      </ListControls>
      <section className="card" aria-label={t('members.table')}>
        <DirectoryTable
          caption={t('members.table')}
          list={list}
          columns={columns}
          sort={{ sort: view.sort, onSort: (sort) => change({ sort }) }}
          keyOf={({ organization_id, id }) => `${organization_id} ${id}`}
          isGone={({ gone_at }) => gone_at !== null}
          empty={
            <NoRows
              narrowed={isNarrowed(view)}
              all={view.all}
              unread={unread}
              onClear={() => change({ q: '', filters: {} })}
              onShowAll={() => change({ all: true })}
            />
          }
        />
      </section>
    </>
  );
}
