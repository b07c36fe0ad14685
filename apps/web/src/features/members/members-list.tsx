import { useTranslation } from 'react-i18next';
import type { Member } from '@bursar/contract';
import { BulkBar } from '../../components/bulk-bar.js';
import { RowMenu } from '../../components/row-menu.js';
import { useSelection } from '../../components/use-selection.js';
import { ValueFilter } from '../../components/value-filter.js';
import { DirectoryList } from '../directory/directory-list.js';
import { useUnread } from '../directory/list-state.js';
import { useSpendWords } from '../directory/use-spend-words.js';
import { keyOfMember } from './bulk-members.js';
import { MemberTaskDialog } from './member-task-dialog.js';
import { isPresent, nameOfMember, useMemberTasks } from './member-task.js';
import { useMemberColumns } from './member-columns.js';
import { MEMBER_ROLES, type MemberList } from './use-member-list.js';

/** The members, with what they belong to and what the keys that they own spend. */
export function MembersList({ members: { list, used } }: { members: MemberList }) {
  const { t } = useTranslation();
  const { view, change } = used;
  const columns = useMemberColumns(useSpendWords(list.rows));
  const unread = useUnread('members');
  const selection = useSelection({ rows: list.rows, keyOf: keyOfMember, isSelectable: isPresent });
  const { task, setTask, actionsOf } = useMemberTasks();
  const bar = (
    <BulkBar selection={selection}>
      <button
        type="button"
        className="control small"
        onClick={() => setTask({ kind: 'bulk-role', members: selection.chosen })}
      >
        {t('memberActions.bulk.role')}
      </button>
      <button
        type="button"
        className="control small destructive"
        onClick={() => setTask({ kind: 'bulk-remove', members: selection.chosen })}
      >
        {t('memberActions.bulk.remove')}
      </button>
    </BulkBar>
  );
  const close = () => setTask(null);
  return (
    <>
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
        choosing={actionsOf === null ? undefined : { selection, nameOf: nameOfMember, bar }}
        rowMenu={
          actionsOf === null
            ? undefined
            : (member: Member) => <RowMenu name={nameOfMember(member)} actions={actionsOf(member)} />
        }
        filters={
          <ValueFilter
            field={t('directory.column.role')}
            choices={MEMBER_ROLES.map((value) => ({ value, label: t(`members.role.${value}`) }))}
            chosen={view.filters['role'] ?? []}
            onChange={(role) => change({ filters: { ...view.filters, role } })}
          />
        }
      />
      <MemberTaskDialog
        task={task}
        onClose={close}
        onBulkDone={() => {
          selection.clear();
          close();
        }}
      />
    </>
  );
}
