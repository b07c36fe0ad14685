import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EntityName } from '../../components/entity-name.js';
import { Badge } from '../../components/severity.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { useNow } from '../../lib/today.js';
import { DayCell, GoneBadge, SecondLine, WordCell } from '../directory/cells.js';
import { DirectoryTable, type Column } from '../directory/directory-table.js';
import { ListControls } from '../directory/list-controls.js';
import { useUnread } from '../directory/list-state.js';
import { isNarrowed, requestOf, type ListShape } from '../directory/list-view.js';
import { NoRows } from '../directory/no-rows.js';
import { useListView } from '../directory/use-list-view.js';
import { inviteState, type Invite } from './invite-state.js';

type InviteSort = 'email' | 'role' | 'status' | 'created_at';

const SHAPE: ListShape<InviteSort> = {
  sorts: ['email', 'role', 'status', 'created_at'],
  first: { column: 'created_at', descending: true },
  filters: {},
};

/** Invites, the newest first, expired ones marked. */
export function InvitesList() {
  const { t } = useTranslation();
  const used = useListView(SHAPE, ['tab']);
  const { view, change } = used;
  const list = useDirectoryList('invites', requestOf(view));
  const columns = useInviteColumns();
  const unread = useUnread('invites');
  return (
    <>
      <ListControls
        used={used}
        searchLabel={t('members.searchInvites')}
        show={{ current: t('members.show.current'), all: t('members.show.all') }}
      />
      <section className="card" aria-label={t('members.invitesTable')}>
        <DirectoryTable
          caption={t('members.invitesTable')}
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
          foot={t('members.invite.foot')}
        />
      </section>
    </>
  );
}

function useInviteColumns(): Column<Invite, InviteSort>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        name: 'email',
        head: t('directory.column.email'),
        sort: 'email',
        ascendingFirst: true,
        cell: (invite) => (
          <span className="directory-name">
            <span className="lines">
              <span className="badged">
                <EntityName name={invite.email ?? invite.id} />
                <GoneBadge of={invite} />
              </span>
              <SecondLine text={invite.id} mono />
            </span>
          </span>
        ),
      },
      {
        name: 'status',
        head: t('directory.column.status'),
        sort: 'status',
        ascendingFirst: true,
        cell: (invite) => <State invite={invite} />,
      },
      {
        name: 'role',
        head: t('directory.column.role'),
        sort: 'role',
        ascendingFirst: true,
        className: 'wide-only',
        cell: ({ role }) => <WordCell word={role} />,
      },
      {
        name: 'projects',
        head: t('directory.column.projects'),
        className: 'wide-only',
        cell: ({ projects }) =>
          projects === null || projects.length === 0
            ? t('members.invite.toNone')
            : t('members.invite.toProjects', { count: projects.length }),
      },
      {
        name: 'sent',
        head: t('members.invite.sent'),
        sort: 'created_at',
        className: 'number wide-only',
        cell: ({ created_at }) => <DayCell at={created_at} />,
      },
      {
        name: 'expires',
        head: t('directory.column.expires'),
        className: 'number wide-only',
        cell: ({ expires_at }) => <DayCell at={expires_at} absent={t('directory.noExpiry')} />,
      },
    ],
    [t],
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
