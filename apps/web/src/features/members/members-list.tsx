import { useTranslation } from 'react-i18next';
import { ValueFilter } from '../../components/value-filter.js';
import { DirectoryList } from '../directory/directory-list.js';
import { useUnread } from '../directory/list-state.js';
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
    <DirectoryList
      used={used}
      list={list}
      columns={columns}
      words={{
        caption: t('members.table'),
        search: t('members.search'),
        current: t('members.show.current'),
        all: t('members.show.all'),
      }}
      unread={unread}
      filters={
        <ValueFilter
          field={t('directory.column.role')}
          choices={MEMBER_ROLES.map((value) => ({ value, label: t(`members.role.${value}`) }))}
          chosen={view.filters['role'] ?? []}
          onChange={(role) => change({ filters: { ...view.filters, role } })}
        />
      }
    />
  );
}
