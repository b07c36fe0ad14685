import { Link } from '@tanstack/react-router';
import { Bot } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Member } from '@bursar/contract';
import { ORGANIZATION_PARAMETER } from '../../lib/organization-parameter.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import type { SearchParams } from '../../lib/search-params.js';
import { GoneBadge, NameCell, NameOrNone, StateTag } from '../directory/cells.js';
import { countColumn, dayColumn, spendColumns, wordColumn } from '../directory/columns.js';
import type { Column } from '../directory/directory-table.js';
import { useIsUnread } from '../directory/list-state.js';
import type { SpendWords } from '../directory/use-spend-words.js';
import type { MemberSort } from './use-member-list.js';

/** The feeds of what is counted. */
const PROJECTS = ['project-members'];
const GROUPS = ['group-members'];
const KEYS = ['api-keys'];

/** The list of members: who they are, what they belong to and what their keys spend. */
export function useMemberColumns(words: SpendWords): Column<Member, MemberSort>[] {
  const { t } = useTranslation();
  const noProjects = useIsUnread(PROJECTS);
  const noGroups = useIsUnread(GROUPS);
  const noKeys = useIsUnread(KEYS);
  return useMemo(
    () => [
      {
        name: 'name',
        head: t('directory.column.name'),
        sort: 'name',
        ascendingFirst: true,
        cell: (member) => <MemberName member={member} />,
        text: ({ name }) => name,
        besides: [
          { head: t('directory.column.email'), text: ({ email }) => email },
          { head: t('directory.column.id'), text: ({ id }) => id },
        ],
      },
      wordColumn({ name: 'role', head: t('directory.column.role'), className: 'wide-only' }, ({ role }) => role),
      dayColumn({ name: 'added', head: t('directory.column.added'), sort: 'added_at' }, ({ added_at }) => added_at),
      countColumn({ name: 'projects', head: t('directory.column.projects') }, 'project_user', noProjects),
      countColumn({ name: 'groups', head: t('directory.column.groups') }, 'group_user', noGroups),
      countColumn({ name: 'keys', head: t('directory.column.keys') }, 'api_key', noKeys),
      ...spendColumns<Member>(words, t),
    ],
    [t, words, noProjects, noGroups, noKeys],
  );
}

function MemberName({ member }: { member: Member }) {
  const { t } = useTranslation();
  const areSeveral = useSeveralOrganizations() !== null;
  // A person may belong to several organizations, so that the id alone does not say which member is meant.
  const search: SearchParams =
    areSeveral && member.organization_id !== null ? { [ORGANIZATION_PARAMETER]: member.organization_id } : {};
  return (
    <NameCell second={member.email ?? member.id} mono={member.email === null}>
      <Link to="/members/$memberId" params={{ memberId: member.id }} search={search}>
        <NameOrNone name={member.name} />
      </Link>
      {member.is_service_account === true && <StateTag icon={Bot}>{t('members.serviceAccount')}</StateTag>}
      <GoneBadge of={member} />
    </NameCell>
  );
}
