import { Link } from '@tanstack/react-router';
import { Bot } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Member } from '@bursar/contract';
import {
  Ago,
  CountCell,
  DayCell,
  GoneBadge,
  NameOrNone,
  SecondLine,
  SpendCell,
  StateTag,
  WordCell,
} from '../directory/cells.js';
import type { Column } from '../directory/directory-table.js';
import type { SpendWords } from '../directory/use-spend-words.js';
import type { MemberSort } from './use-member-list.js';

/** The list of members: who they are, what they belong to and what their keys spend. */
export function useMemberColumns({ monthHead, daysHead }: SpendWords): Column<Member, MemberSort>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const counted = (name: 'projects' | 'groups' | 'keys', kind: string): Column<Member, MemberSort> => ({
      name,
      head: t(`directory.column.${name}`),
      className: 'number wide-only',
      cell: ({ counts }) => <CountCell value={counts[kind]} />,
    });
    return [
      {
        name: 'name',
        head: t('directory.column.name'),
        sort: 'name',
        ascendingFirst: true,
        cell: (member) => <MemberName member={member} />,
      },
      {
        name: 'role',
        head: t('directory.column.role'),
        className: 'wide-only',
        cell: ({ role }) => <WordCell word={role} />,
      },
      {
        name: 'added',
        head: t('directory.column.added'),
        sort: 'added_at',
        className: 'number wide-only',
        cell: ({ added_at }) => <DayCell at={added_at} />,
      },
      counted('projects', 'project_user'),
      counted('groups', 'group_user'),
      counted('keys', 'api_key'),
      {
        name: 'activity',
        head: t('directory.column.lastActivity'),
        sort: 'last_activity_at',
        className: 'number wide-only',
        cell: ({ last_activity_at }) => <Ago at={last_activity_at} absent={t('words.never')} />,
      },
      {
        name: 'days',
        head: daysHead,
        sort: 'spend_last_30_days',
        className: 'number wide-only',
        cell: ({ spend_last_30_days }) => <SpendCell value={spend_last_30_days} />,
      },
      {
        name: 'month',
        head: monthHead,
        sort: 'spend_month_to_date',
        className: 'number strong',
        cell: ({ spend_month_to_date }) => <SpendCell value={spend_month_to_date} />,
      },
    ];
  }, [t, monthHead, daysHead]);
}

function MemberName({ member }: { member: Member }) {
  const { t } = useTranslation();
  return (
    <span className="directory-name">
      <span className="lines">
        <span className="badged">
          <Link to="/members/$memberId" params={{ memberId: member.id }}>
            <NameOrNone name={member.name} />
          </Link>
          {member.is_service_account === true && <StateTag icon={Bot}>{t('members.serviceAccount')}</StateTag>}
          <GoneBadge of={member} />
        </span>
        <SecondLine text={member.email ?? member.id} mono={member.email === null} />
      </span>
    </span>
  );
}
