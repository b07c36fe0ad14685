import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EntityName } from '../../components/entity-name.js';
import { Badge } from '../../components/severity.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { useNow } from '../../lib/today.js';
import { GoneBadge, NameCell, WordCell } from '../directory/cells.js';
import { dayColumn, wordColumn } from '../directory/columns.js';
import { DirectoryList } from '../directory/directory-list.js';
import type { Column } from '../directory/directory-table.js';
import { useUnread } from '../directory/list-state.js';
import { requestOf, type ListShape } from '../directory/list-view.js';
import { useListView } from '../directory/use-list-view.js';
import { inviteState, type Invite } from './invite-state.js';
import { useInviteTasks } from './invite-tasks.js';
import { KEPT_WITH_MEMBERS } from './members-tabs.js';

type InviteSort = 'email' | 'role' | 'status' | 'created_at';

const SHAPE: ListShape<InviteSort> = {
  sorts: ['email', 'role', 'status', 'created_at'],
  first: { column: 'created_at', descending: true },
  filters: {},
};

/** Invites, the newest first, expired ones marked. */
export function InvitesList() {
  const { t } = useTranslation();
  const used = useListView(SHAPE, KEPT_WITH_MEMBERS);
  const list = useDirectoryList('invites', requestOf(used.view));
  const columns = useInviteColumns();
  const unread = useUnread('invites');
  const { rowMenu, dialog } = useInviteTasks();
  return (
    <>
      <DirectoryList
        used={used}
        list={list}
        columns={columns}
        words={{
          caption: t('members.invitesTable'),
          search: t('members.searchInvites'),
          current: t('members.show.current'),
          all: t('members.show.all'),
        }}
        unread={unread}
        foot={t('members.invite.foot')}
        rowMenu={rowMenu}
      />
      {dialog}
    </>
  );
}

function useInviteColumns(): Column<Invite, InviteSort>[] {
  const { t } = useTranslation();
  const now = useNow();
  return useMemo(
    () => [
      {
        name: 'email',
        head: t('directory.column.email'),
        sort: 'email',
        ascendingFirst: true,
        cell: (invite) => (
          <NameCell second={invite.id} mono>
            <EntityName name={invite.email ?? invite.id} />
            <GoneBadge of={invite} />
          </NameCell>
        ),
        text: ({ email }) => email,
        besides: [{ head: t('directory.column.id'), text: ({ id }) => id }],
      },
      {
        name: 'status',
        head: t('directory.column.status'),
        sort: 'status',
        ascendingFirst: true,
        cell: (invite) => <State invite={invite} />,
        text: (invite) => inviteState(invite, now) ?? invite.status,
      },
      wordColumn(
        { name: 'role', head: t('directory.column.role'), sort: 'role', className: 'wide-only' },
        ({ role }) => role,
      ),
      {
        name: 'projects',
        head: t('directory.column.projects'),
        className: 'wide-only',
        cell: ({ projects }) =>
          projects === null || projects.length === 0
            ? t('members.invite.toNone')
            : t('members.invite.toProjects', { count: projects.length }),
        text: ({ projects }) => (projects?.length ?? 0).toString(),
      },
      dayColumn({ name: 'sent', head: t('members.invite.sent'), sort: 'created_at' }, ({ created_at }) => created_at),
      dayColumn(
        { name: 'expires', head: t('directory.column.expires') },
        ({ expires_at }) => expires_at,
        t('directory.noExpiry'),
      ),
    ],
    [t, now],
  );
}

const TONES = { pending: 'notice', accepted: 'ok', expired: 'warning' } as const;

function State({ invite }: { invite: Invite }) {
  const { t } = useTranslation();
  const now = useNow();
  const state = inviteState(invite, now);
  if (state === null) return <WordCell word={invite.status} />;
  return <Badge tone={TONES[state]}>{t(`members.invite.status.${state}`)}</Badge>;
}
