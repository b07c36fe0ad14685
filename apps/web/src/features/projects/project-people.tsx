/** Who has access to a project: members, groups, service accounts. */
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryItem, ProjectDetail } from '@bursar/contract';
import { GoneBadge, NameCell, NameOrNone } from '../directory/cells.js';
import { dayColumn, wordColumn } from '../directory/columns.js';
import type { Column } from '../directory/directory-table.js';
import type { ListShape } from '../directory/list-view.js';
import { useAccountTasks } from './account-tasks.js';
import { ProjectList } from './project-list.js';
import { useProjectMemberTasks } from './project-member-tasks.js';

type ProjectMember = DirectoryItem<'project-members'>;
type ProjectGroup = DirectoryItem<'project-groups'>;
type ServiceAccount = DirectoryItem<'service-accounts'>;

type MemberSort = 'name' | 'role' | 'added_at';
const MEMBERS: ListShape<MemberSort> = {
  sorts: ['name', 'role', 'added_at'],
  first: { column: 'name', descending: false },
  filters: {},
};

export function ProjectMembers({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const { rowMenu, actions, dialog } = useProjectMemberTasks(project);
  const columns = useMemo(
    (): Column<ProjectMember, MemberSort>[] => [
      {
        name: 'name',
        head: t('directory.column.name'),
        sort: 'name',
        ascendingFirst: true,
        cell: (member) => (
          <NameCell second={member.email}>
            <Link to="/members/$memberId" params={{ memberId: member.id }}>
              <NameOrNone name={member.name} />
            </Link>
            <GoneBadge of={member} />
          </NameCell>
        ),
        text: ({ name }) => name,
        besides: [
          { head: t('directory.column.email'), text: ({ email }) => email },
          { head: t('directory.column.id'), text: ({ id }) => id },
        ],
      },
      wordColumn({ name: 'role', head: t('directory.column.role'), sort: 'role' }, ({ role }) => role),
      dayColumn({ name: 'added', head: t('directory.column.added'), sort: 'added_at' }, ({ added_at }) => added_at),
    ],
    [t],
  );
  return (
    <>
      <ProjectList<'project-members', ProjectMember, MemberSort>
        project={project}
        tab="members"
        path="project-members"
        shape={MEMBERS}
        columns={columns}
        rowMenu={rowMenu}
        actions={actions}
      />
      {dialog}
    </>
  );
}

type GroupSort = 'group_name' | 'created_at';
const GROUPS: ListShape<GroupSort> = {
  sorts: ['group_name', 'created_at'],
  first: { column: 'group_name', descending: false },
  filters: {},
};

export function ProjectGroups({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): Column<ProjectGroup, GroupSort>[] => [
      nameColumn(
        { head: t('directory.column.name'), sort: 'group_name', idHead: t('directory.column.id') },
        ({ group_name }) => group_name,
      ),
      dayColumn(
        { name: 'added', head: t('directory.column.added'), sort: 'created_at', className: 'number' },
        ({ created_at }) => created_at,
      ),
    ],
    [t],
  );
  return (
    <ProjectList<'project-groups', ProjectGroup, GroupSort>
      project={project}
      tab="groups"
      path="project-groups"
      shape={GROUPS}
      columns={columns}
    />
  );
}

type AccountSort = 'name' | 'role' | 'created_at';
const ACCOUNTS: ListShape<AccountSort> = {
  sorts: ['name', 'role', 'created_at'],
  first: { column: 'name', descending: false },
  filters: {},
};

export function ProjectAccounts({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const { rowMenu, actions, dialog } = useAccountTasks(project);
  const columns = useMemo(
    (): Column<ServiceAccount, AccountSort>[] => [
      nameColumn(
        { head: t('directory.column.name'), sort: 'name', idHead: t('directory.column.id') },
        ({ name }) => name,
      ),
      wordColumn({ name: 'role', head: t('directory.column.role'), sort: 'role' }, ({ role }) => role),
      dayColumn(
        { name: 'created', head: t('directory.column.created'), sort: 'created_at' },
        ({ created_at }) => created_at,
      ),
    ],
    [t],
  );
  return (
    <>
      <ProjectList<'service-accounts', ServiceAccount, AccountSort>
        project={project}
        tab="accounts"
        path="service-accounts"
        shape={ACCOUNTS}
        columns={columns}
        rowMenu={rowMenu}
        actions={actions}
      />
      {dialog}
    </>
  );
}

/** A name with its id under it. */
const nameColumn = <Item extends Parameters<typeof GoneBadge>[0]['of'] & { id: string }, SortName extends string>(
  { head, sort, idHead }: { head: string; sort: SortName; idHead: string },
  nameOf: (item: Item) => string | null,
): Column<Item, SortName> => ({
  name: 'name',
  head,
  sort,
  ascendingFirst: true,
  cell: (item) => (
    <NameCell second={item.id} mono>
      <NameOrNone name={nameOf(item)} />
      <GoneBadge of={item} />
    </NameCell>
  ),
  text: nameOf,
  besides: [{ head: idHead, text: ({ id }) => id }],
});
