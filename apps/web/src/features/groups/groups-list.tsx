import { Link } from '@tanstack/react-router';
import { Lock, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RowMenu } from '../../components/row-menu.js';
import { ORGANIZATION_PARAMETER } from '../../lib/organization-parameter.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import type { SearchParams } from '../../lib/search-params.js';
import { useMay } from '../../lib/session.js';
import { GoneBadge, NameCell, NameOrNone, StateTag } from '../directory/cells.js';
import { dayColumn, wordColumn } from '../directory/columns.js';
import { DirectoryList } from '../directory/directory-list.js';
import type { Column } from '../directory/directory-table.js';
import { useUnread } from '../directory/list-state.js';
import { requestOf, type ListShape } from '../directory/list-view.js';
import { useListView } from '../directory/use-list-view.js';
import { KEPT_WITH_MEMBERS } from '../members/members-tabs.js';
import { CreateGroup } from './group-dialogs.js';
import { useGroupTasks, type Group } from './group-task.js';

type GroupSort = 'name' | 'created_at';
const SHAPE: ListShape<GroupSort> = {
  sorts: ['name', 'created_at'],
  first: { column: 'name', descending: false },
  filters: {},
};

/** Groups of the organization; those of SCIM are to be read only, and say so. */
export function GroupsList() {
  const { t } = useTranslation();
  const used = useListView(SHAPE, KEPT_WITH_MEMBERS);
  const list = useDirectoryList('groups', requestOf(used.view));
  const unread = useUnread('groups');
  const columns = useGroupColumns();
  const { actionsOf, dialog } = useGroupTasks();
  return (
    <>
      <DirectoryList
        used={used}
        list={list}
        columns={columns}
        words={{
          caption: t('memberActions.groups.table'),
          search: t('memberActions.groups.search'),
          current: t('members.show.current'),
          all: t('members.show.all'),
        }}
        unread={unread}
        rowMenu={
          actionsOf === null
            ? undefined
            : (group: Group) => <RowMenu name={group.name ?? group.id} actions={actionsOf(group)} />
        }
      />
      {dialog}
    </>
  );
}

/** The way to make one; nothing for whoever may not. */
export function CreateGroupButton() {
  const { t } = useTranslation();
  const mayWrite = useMay('members.write');
  const [isOpen, setOpen] = useState(false);
  if (!mayWrite) return null;
  return (
    <>
      <button type="button" className="control primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden="true" />
        {t('memberActions.groups.create')}
      </button>
      {isOpen && <CreateGroup onClose={() => setOpen(false)} />}
    </>
  );
}

function useGroupColumns(): Column<Group, GroupSort>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        name: 'name',
        head: t('directory.column.name'),
        sort: 'name',
        ascendingFirst: true,
        cell: (group) => <GroupName group={group} />,
        text: ({ name }) => name,
        besides: [{ head: t('directory.column.id'), text: ({ id }) => id }],
      },
      wordColumn(
        { name: 'kind', head: t('memberActions.groups.kind'), className: 'wide-only' },
        ({ group_type: kind }) => kind,
      ),
      dayColumn(
        { name: 'created', head: t('directory.column.created'), sort: 'created_at' },
        ({ created_at }) => created_at,
      ),
    ],
    [t],
  );
}

function GroupName({ group }: { group: Group }) {
  const { t } = useTranslation();
  const areSeveral = useSeveralOrganizations() !== null;
  const search: SearchParams =
    areSeveral && group.organization_id !== null ? { [ORGANIZATION_PARAMETER]: group.organization_id } : {};
  return (
    <NameCell second={group.id} mono>
      <Link to="/groups/$groupId" params={{ groupId: group.id }} search={search}>
        <NameOrNone name={group.name} />
      </Link>
      {group.is_scim_managed === true && <StateTag icon={Lock}>{t('memberActions.groups.scim')}</StateTag>}
      <GoneBadge of={group} />
    </NameCell>
  );
}
