import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { TabLinks } from '../../components/tab-links.js';
import { PageHead } from '../../components/page-head.js';
import { count } from '../../lib/format/numbers.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { ListsChip, ListTroubles, useUnread } from '../directory/list-state.js';
import { SpendAnswer } from '../directory/spend-answer.js';
import { usePerson } from '../../lib/session.js';
import { CreateGroupButton, GroupsList } from '../groups/groups-list.js';
import { GroupsAnswer } from '../groups/groups-answer.js';
import { InviteButton } from './invite-button.js';
import { InvitesAnswer } from './invites-answer.js';
import { InvitesList } from './invites-list.js';
import { LimitedMembers } from './limited-members.js';
import { MembersList } from './members-list.js';
import { MEMBERS_TABS } from './members-tabs.js';
import { useMemberList } from './use-member-list.js';

/** Who belongs to the organization, in which groups, and who was invited to it. */
export function MembersPage() {
  const { project_ids: projectIds } = usePerson();
  return projectIds === null ? <EveryMember /> : <LimitedMembers />;
}

function EveryMember() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/members' });
  const tab = MEMBERS_TABS.find((each) => each === search['tab']) ?? 'members';
  const members = useMemberList(tab === 'members');
  // All of them, whatever the tab shows: the sentence says what became of them.
  const invites = useDirectoryList('invites', {});
  // Of a list that was never read no number is known.
  const isRead = useUnread('invites') === null;
  const open = isRead ? invites.rows?.filter(({ status }) => status !== 'accepted').length : undefined;
  return (
    <>
      <PageHead
        title={t('members.title')}
        actions={tab === 'groups' ? <CreateGroupButton /> : <InviteButton />}
        answer={
          tab === 'members' ? (
            <SpendAnswer
              of="members"
              list={members.list}
              view={members.used.view}
              nameOf={({ name, email, id }) => name ?? email ?? id}
            />
          ) : tab === 'invites' ? (
            <InvitesAnswer invites={invites} />
          ) : (
            <GroupsAnswer />
          )
        }
        meta={
          <ListsChip
            sources={
              tab === 'groups'
                ? [
                    { feed: 'groups', name: t('memberActions.groups.list') },
                    { feed: 'group-members', name: t('members.list') },
                  ]
                : [
                    { feed: 'members', name: t('members.list') },
                    { feed: 'invites', name: t('members.invitesList') },
                    { feed: 'api-keys', name: t('projects.keysList') },
                  ]
            }
          />
        }
      />
      <ListTroubles feeds={['members', 'invites', 'project-members', 'groups', 'group-members', 'api-keys']} />
      <TabLinks
        label={t('members.tabs.label')}
        current={tab}
        tabs={[
          { name: 'members', label: t('members.tabs.members'), search: {} },
          {
            name: 'invites',
            label: t('members.tabs.invites'),
            figure: open === undefined ? undefined : count(open),
            search: { tab: 'invites' },
          },
          { name: 'groups', label: t('memberActions.groups.tab'), search: { tab: 'groups' } },
        ]}
      />
      {tab === 'members' && <MembersList members={members} />}
      {tab === 'invites' && <InvitesList />}
      {tab === 'groups' && <GroupsList />}
    </>
  );
}
