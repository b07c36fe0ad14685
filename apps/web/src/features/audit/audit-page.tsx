import { useTranslation } from 'react-i18next';
import type { AuditEvent, AuditFacetsAnswer } from '@bursar/contract';
import { ErrorNotice } from '../../components/error-notice.js';
import { PageHead } from '../../components/page-head.js';
import { RepairsNotice } from '../../components/repairs-notice.js';
import { useAuditEvents, useAuditFacets, useNewestEvent } from '../../lib/audit-queries.js';
import { useSync } from '../../lib/queries.js';
import { useToday } from '../../lib/today.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import './audit-words.js';
import { AuditAnswer, LogChip } from './audit-answer.js';
import { AuditControls } from './audit-controls.js';
import { filtersOf } from './audit-view.js';
import { EventPanel } from './event-panel.js';
import { EventsCard } from './events-card.js';
import { LogNotices } from './log-notices.js';
import { useObjectNames } from './object-names.js';
import { useAuditView } from './use-audit-view.js';
import '../../components/event-log.css';

/** Who did what at OpenAI, kept here for ever. */
export function AuditPage() {
  const { t } = useTranslation();
  const today = useToday();
  const { data: sync } = useSync();
  const { view, repairs, change } = useAuditView(today);
  const filters = today === null ? null : filtersOf(view, today);
  const list = useAuditEvents(filters);
  const facets = useAuditFacets(filters);
  const newest = useNewestEvent(filters);
  const nameOf = useObjectNames();
  const error = list.error ?? facets.error ?? newest.error;
  const answered = allAnswered(facets.data, newest.data);
  const retry = () => {
    list.startOver();
    void facets.refetch();
    void newest.refetch();
  };
  return (
    <>
      <PageHead
        title={t('shell.page.audit')}
        answer={
          answered === null ? (
            t(error === null ? 'audit.loading' : 'audit.unavailable')
          ) : (
            <AuditAnswer view={view} {...answered} now={sync?.now ?? new Date().toISOString()} />
          )
        }
        meta={facets.data !== undefined && <LogChip facets={facets.data} sync={sync} />}
      />
      {facets.data !== undefined && <LogNotices facets={facets.data} />}
      <RepairsNotice repairs={repairs} />
      {today !== null && <AuditControls view={view} today={today} facets={facets.data} change={change} />}
      {error !== null && <ErrorNotice error={error} onRetry={retry} />}
      {error === null && (list.rows === null || facets.data === undefined) && <PageSkeleton />}
      {list.rows !== null && facets.data !== undefined && (
        <EventsCard
          list={list}
          events={list.rows}
          facets={facets.data}
          newest={newest.data ?? null}
          view={view}
          nameOf={nameOf}
          change={change}
        />
      )}
      <EventPanel
        id={view.event}
        known={list.rows?.find(({ id }) => id === view.event)}
        nameOf={nameOf}
        change={change}
      />
    </>
  );
}

function allAnswered(
  facets: AuditFacetsAnswer | undefined,
  newest: AuditEvent | null | undefined,
): { facets: AuditFacetsAnswer; newest: AuditEvent | null } | null {
  return facets === undefined || newest === undefined ? null : { facets, newest };
}
