import { Link, useParams } from '@tanstack/react-router';
import { ChartNoAxesCombined, CircleSlash } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MemberDetail } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { EntityName } from '../../components/entity-name.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { Notice } from '../../components/notice.js';
import { PageHead } from '../../components/page-head.js';
import { ApiError } from '../../lib/api.js';
import { useMember } from '../../lib/directory-queries.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { moment } from '../../lib/format/times.js';
import { isolated, plainName } from '../../lib/names.js';
import { useToday } from '../../lib/today.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { ChangesTable } from '../directory/changes-table.js';
import { costsSearch, last30Days } from '../directory/costs-link.js';
import { ListsChip, ListTroubles } from '../directory/list-state.js';
import { EraseMember } from './erase-member.js';
import { MemberButtons } from './member-buttons.js';
import { MemberAnswer } from './member-answer.js';
import { MemberKeysCard } from './member-keys-card.js';
import { MemberProjectsCard, MemberRolesCard } from './member-access.js';
import { MemberTiles } from './member-tiles.js';
import '../directory/directory.css';

/** What a member belongs to, which keys they own and what those spend. */
export function MemberPage() {
  const { t } = useTranslation();
  const { memberId } = useParams({ from: '/members/$memberId' });
  const { data: member, error, refetch } = useMember(memberId);
  if (error instanceof ApiError && error.status === 404) return <NoSuchMember id={memberId} />;
  if (member !== undefined) return <FoundMember member={member} />;
  return (
    <>
      <PageHead
        crumb={<Link to="/members">{t('members.title')}</Link>}
        title={<EntityName name={memberId} />}
        answer={t(error === null ? 'directory.loading' : 'members.detail.unavailable')}
      />
      {error === null ? <PageSkeleton /> : <ErrorNotice error={error} onRetry={() => void refetch()} />}
    </>
  );
}

/** More would make a link that no server takes. */
const LINKED_KEYS = 50;

function FoundMember({ member }: { member: MemberDetail }) {
  const { t } = useTranslation();
  const today = useToday();
  const keys = member.api_keys.map(({ id }) => id).slice(0, LINKED_KEYS);
  const range = today === null ? 'mtd' : last30Days(today);
  return (
    <>
      <PageHead
        crumb={<Link to="/members">{t('members.title')}</Link>}
        title={<EntityName name={member.name ?? member.email ?? member.id} />}
        actions={
          <>
            {keys.length > 0 && keys.length === member.api_keys.length && (
              <Link to="/costs" search={costsSearch('api_key_id', keys, range)} className="control">
                <ChartNoAxesCombined aria-hidden="true" />
                {t('members.detail.openCosts')}
              </Link>
            )}
            {member.gone_at === null && (
              <Link to="/members/$memberId/offboarding" params={{ memberId: member.id }} className="control">
                {t('members.detail.planLeaving')}
              </Link>
            )}
            <MemberButtons member={member} />
          </>
        }
        answer={<MemberAnswer member={member} />}
        meta={
          <>
            <ListsChip
              sources={[
                { feed: 'members', name: t('members.list') },
                { feed: 'api-keys', name: t('projects.keysList') },
              ]}
            />
            <Facts member={member} />
          </>
        }
      />
      {member.gone_at !== null && (
        <Notice
          tone="notice"
          title={t('members.detail.gone.title', { day: day.full(dayOf(member.gone_at)) })}
          action={<EraseMember member={member} />}
        >
          {t('members.detail.gone.text')}
        </Notice>
      )}
      <ListTroubles feeds={FEEDS} />
      <MemberTiles member={member} />
      <div className="grid">
        <MemberProjectsCard member={member} />
        <MemberRolesCard member={member} />
      </div>
      <MemberKeysCard member={member} />
      <section className="card" aria-labelledby="changes-title">
        <ChangesTable
          request={{ id: [member.id] }}
          head={(copy) => (
            <div className="card-head">
              <h2 id="changes-title">{t('directory.changes.title')}</h2>
              {copy}
            </div>
          )}
        />
      </section>
    </>
  );
}

const FEEDS = ['members', 'project-members', 'groups', 'group-members', 'member-roles', 'api-keys'] as const;

function Facts({ member }: { member: MemberDetail }) {
  const { t } = useTranslation();
  const { email, added_at, role } = member;
  return (
    <p className="page-facts">
      {role !== null && <span>{plainName(role)}</span>}
      {email !== null && <span>{plainName(email)}</span>}
      <span className="mono">{plainName(member.id)}</span>
      {added_at !== null && (
        <span title={moment(added_at)}>{t('members.detail.facts.added', { day: day.full(dayOf(added_at)) })}</span>
      )}
      {member.is_scim_managed === true && <span>{t('members.detail.facts.scim')}</span>}
      {member.is_service_account === true && <span>{t('members.serviceAccount')}</span>}
    </p>
  );
}

function NoSuchMember({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <section className="card">
      <h1 className="visually-hidden">{t('members.detail.notFound.title')}</h1>
      <EmptyState
        icon={CircleSlash}
        title={t('members.detail.notFound.title')}
        actions={
          <Link to="/members" className="control">
            {t('members.detail.notFound.action')}
          </Link>
        }
      >
        {t('members.detail.notFound.text', { id: isolated(id.slice(0, 80)) })}
      </EmptyState>
    </section>
  );
}
