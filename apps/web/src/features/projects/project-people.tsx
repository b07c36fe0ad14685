/** Who has access to a project: members, groups, service accounts. */
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryItem, ProjectDetail } from '@bursar/contract';
import { DayCell, GoneBadge, NameOrNone, SecondLine, WordCell } from '../directory/cells.js';
import type { Column } from '../directory/directory-table.js';
import type { ListShape } from '../directory/list-view.js';
import { ProjectList } from './project-list.js';

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
  const columns = useMemo(
    (): Column<ProjectMember, MemberSort>[] => [
      {
        name: 'name',
        head: t('directory.column.name'),
        sort: 'name',
        ascendingFirst: true,
        cell: (member) => (
          <span className="directory-name">
            <span className="lines">
              <span className="badged">
                <Link to="/members/$memberId" params={{ memberId: member.id }}>
                  <NameOrNone name={member.name} />
                </Link>
                <GoneBadge of={member} />
              </span>
              {member.email !== null && <SecondLine text={member.email} />}
            </span>
          </span>
        ),
      },
      {
        name: 'role',
        head: t('directory.column.role'),
        sort: 'role',
        ascendingFirst: true,
        cell: ({ role }) => <WordCell word={role} />,
      },
      {
        name: 'added',
        head: t('directory.column.added'),
        sort: 'added_at',
        className: 'number wide-only',
        cell: ({ added_at }) => <DayCell at={added_at} />,
      },
    ],
    [t],
  );
  return (
    <ProjectList<'project-members', ProjectMember, MemberSort>
      project={project}
      path="project-members"
      kind="project_user"
      shape={MEMBERS}
      caption={t('projects.detail.tabs.members')}
      searchLabel={t('projects.detail.search.members')}
      columns={columns}
    />
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
      {
        name: 'name',
        head: t('directory.column.name'),
        sort: 'group_name',
        ascendingFirst: true,
        cell: (group) => <NameWithId name={group.group_name} of={group} />,
      },
      {
        name: 'added',
        head: t('directory.column.added'),
        sort: 'created_at',
        className: 'number',
        cell: ({ created_at }) => <DayCell at={created_at} />,
      },
    ],
    [t],
  );
  return (
    <ProjectList<'project-groups', ProjectGroup, GroupSort>
      project={project}
      path="project-groups"
      kind="project_group"
      shape={GROUPS}
      caption={t('projects.detail.tabs.groups')}
      searchLabel={t('projects.detail.search.groups')}
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
  const columns = useMemo(
    (): Column<ServiceAccount, AccountSort>[] => [
      {
        name: 'name',
        head: t('directory.column.name'),
        sort: 'name',
        ascendingFirst: true,
        cell: (account) => <NameWithId name={account.name} of={account} />,
      },
      {
        name: 'role',
        head: t('directory.column.role'),
        sort: 'role',
        ascendingFirst: true,
        cell: ({ role }) => <WordCell word={role} />,
      },
      {
        name: 'created',
        head: t('directory.column.created'),
        sort: 'created_at',
        className: 'number wide-only',
        cell: ({ created_at }) => <DayCell at={created_at} />,
      },
    ],
    [t],
  );
  return (
    <ProjectList<'service-accounts', ServiceAccount, AccountSort>
      project={project}
      path="service-accounts"
      kind="service_account"
      shape={ACCOUNTS}
      caption={t('projects.detail.tabs.accounts')}
      searchLabel={t('projects.detail.search.accounts')}
      columns={columns}
    />
  );
}

interface NamedProps {
  name: string | null;
  of: Parameters<typeof GoneBadge>[0]['of'] & { id: string };
}

function NameWithId({ name, of }: NamedProps) {
  return (
    <span className="directory-name">
      <span className="lines">
        <span className="badged">
          <NameOrNone name={name} />
          <GoneBadge of={of} />
        </span>
        <SecondLine text={of.id} mono />
      </span>
    </span>
  );
}
