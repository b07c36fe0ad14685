import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { CircleSlash, UserPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { EntityName } from '../../components/entity-name.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { Notice } from '../../components/notice.js';
import { PageHead } from '../../components/page-head.js';
import { RowMenu } from '../../components/row-menu.js';
import { Sentence } from '../../components/sentence.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { GoneBadge, NameCell, NameOrNone, WordCell } from '../directory/cells.js';
import { DirectoryList } from '../directory/directory-list.js';
import type { Column } from '../directory/directory-table.js';
import { ListsChip, ListTroubles, useUnread } from '../directory/list-state.js';
import { requestOf, type ListShape } from '../directory/list-view.js';
import { useRowCount } from '../directory/row-count.js';
import { useListView } from '../directory/use-list-view.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { AddGroupMember, RemoveGroupMember, type GroupMember } from './group-member-dialogs.js';
import { isChangeable, useGroupTasks, type Group } from './group-task.js';
import '../directory/directory.css';

/** Who belongs to a group, and the way to change that. */
export function GroupPage() {
  const { t } = useTranslation();
  const { groupId } = useParams({ from: '/groups/$groupId' });
  const { rows, error, retry } = useDirectoryList('groups', { id: [groupId], include_gone: 'true' });
  const [group] = rows ?? [];
  if (group !== undefined) return <FoundGroup key={group.id} group={group} />;
  if (rows !== null) return <NoSuchGroup />;
  return (
    <>
      <PageHead
        crumb={<GroupsLink />}
        title={<EntityName name={groupId} />}
        answer={t(error === null ? 'directory.loading' : 'members.unavailable')}
      />
      {error === null ? <PageSkeleton /> : <ErrorNotice error={error} onRetry={retry} />}
    </>
  );
}

function GroupsLink() {
  const { t } = useTranslation();
  return (
    <Link to="/members" search={{ tab: 'groups' }}>
      {t('memberActions.groups.tab')}
    </Link>
  );
}

const FEEDS = ['groups', 'group-members'] as const;

type MemberSort = 'name' | 'email';
const SHAPE: ListShape<MemberSort> = {
  sorts: ['name', 'email'],
  first: { column: 'name', descending: false },
  filters: {},
};

function FoundGroup({ group }: { group: Group }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const used = useListView(SHAPE);
  const list = useDirectoryList('group-members', { ...requestOf(used.view), group_id: [group.id] });
  const unread = useUnread('group-members');
  const columns = useMemberColumns();
  const rowCount = useRowCount();
  const { actionsOf, dialog } = useGroupTasks(() => void navigate({ to: '/members', search: { tab: 'groups' } }));
  const [task, setTask] = useState<'add' | GroupMember | null>(null);
  const mayChange = actionsOf !== null && isChangeable(group);
  const close = () => setTask(null);
  const name = <EntityName name={group.name ?? group.id} />;
  return (
    <>
      <PageHead
        crumb={<GroupsLink />}
        title={name}
        actions={
          mayChange && (
            <>
              <button type="button" className="control primary" onClick={() => setTask('add')}>
                <UserPlus aria-hidden="true" />
                {t('memberActions.groups.add')}
              </button>
              <RowMenu name={group.name ?? group.id} actions={actionsOf(group)} />
            </>
          )
        }
        answer={
          <Sentence
            of={(mark) =>
              list.rows === null || (list.rows.length === 0 && unread !== null)
                ? t('memberActions.groups.pageUnread', { name: mark(name) })
                : t('memberActions.groups.pageAnswer', {
                    name: mark(<b>{name}</b>),
                    members: t('memberActions.groups.membersAnswer', {
                      count: list.rows.length,
                      shown: rowCount(list),
                    }),
                  })
            }
          />
        }
        meta={<ListsChip sources={[{ feed: 'group-members', name: t('members.list') }]} />}
      />
      {group.is_scim_managed === true && (
        <Notice tone="notice" title={t('memberActions.groups.scim')}>
          {t('memberActions.groups.scimText')}
        </Notice>
      )}
      <ListTroubles feeds={FEEDS} />
      <DirectoryList
        used={used}
        list={list}
        columns={columns}
        words={{
          caption: t('memberActions.groups.members'),
          search: t('memberActions.groups.searchMembers'),
          current: t('members.show.current'),
          all: t('members.show.all'),
        }}
        unread={unread}
        rowMenu={
          mayChange
            ? (member: GroupMember) => (
                <RowMenu
                  name={member.name ?? member.email ?? member.id}
                  actions={
                    member.gone_at === null
                      ? [{ label: t('memberActions.groups.removeMember'), onChoose: () => setTask(member) }]
                      : []
                  }
                />
              )
            : undefined
        }
      />
      {dialog}
      {task === 'add' && <AddGroupMember group={group} members={list.rows ?? []} onClose={close} />}
      {task !== null && task !== 'add' && <RemoveGroupMember group={group} member={task} onClose={close} />}
    </>
  );
}

function useMemberColumns(): Column<GroupMember, MemberSort>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        name: 'name',
        head: t('directory.column.name'),
        sort: 'name',
        ascendingFirst: true,
        cell: (member) => (
          <NameCell second={member.id} mono>
            <Link to="/members/$memberId" params={{ memberId: member.id }}>
              <NameOrNone name={member.name} />
            </Link>
            <GoneBadge of={member} />
          </NameCell>
        ),
        text: ({ name }) => name,
        besides: [{ head: t('directory.column.id'), text: ({ id }) => id }],
      },
      {
        name: 'email',
        head: t('directory.column.email'),
        sort: 'email',
        ascendingFirst: true,
        cell: ({ email }) => <WordCell word={email} />,
        text: ({ email }) => email,
      },
    ],
    [t],
  );
}

function NoSuchGroup() {
  const { t } = useTranslation();
  return (
    <section className="card">
      <h1 className="visually-hidden">{t('memberActions.groups.notFound.title')}</h1>
      <EmptyState
        icon={CircleSlash}
        title={t('memberActions.groups.notFound.title')}
        actions={
          <Link to="/members" search={{ tab: 'groups' }} className="control">
            {t('memberActions.groups.notFound.action')}
          </Link>
        }
      >
        {t('memberActions.groups.notFound.text')}
      </EmptyState>
    </section>
  );
}
