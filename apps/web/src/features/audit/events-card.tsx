import { ArrowUp } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEvent, AuditFacetsAnswer } from '@bursar/contract';
import { CopyButton } from '../../components/copy-button.js';
import { WINDOW_FROM_ROWS } from '../../components/data-table.js';
import { count } from '../../lib/format/numbers.js';
import type { EventList } from '../../lib/audit-queries.js';
import type { AuditView } from './audit-view.js';
import { eventsText } from './events-text.js';
import { EventsTable } from './events-table.js';
import { NoEvents } from './log-notices.js';
import { eventTotal, mainLog } from './log-state.js';
import type { NameObject } from './object-names.js';
import type { ChangeView } from './use-audit-view.js';

interface EventsCardProps {
  list: EventList;
  events: readonly AuditEvent[];
  facets: AuditFacetsAnswer;
  newest: AuditEvent | null;
  view: AuditView;
  nameOf: NameObject;
  change: ChangeView;
}

/** The events, read on as they are scrolled; what has come since is one press away and never moves the rows by itself. */
export function EventsCard(props: EventsCardProps) {
  const { t } = useTranslation();
  const { list, events, facets, newest, view, nameOf, change } = props;
  const total = eventTotal(facets, view.values.event_type);
  const hasNews = !list.isLoading && (isNewer(newest, events[0]) || (list.isComplete && total > events.length));
  const isShort = events.length <= WINDOW_FROM_ROWS;
  useReadAnew(hasNews && isShort, list.startOver, total);
  if (events.length === 0) {
    return (
      <section className="card">
        <NoEvents view={view} facets={facets} change={change} />
      </section>
    );
  }
  const isCollecting = mainLog(facets)?.state === 'connecting';
  return (
    <section className={list.isLoading ? 'card events loading' : 'card events'} aria-busy={list.isLoading}>
      <div className="card-head">
        <h2>{t('audit.table.title')}</h2>
        {hasNews && !isShort && (
          <button type="button" className="control small" onClick={list.startOver}>
            <ArrowUp aria-hidden="true" />
            {t('audit.table.news')}
          </button>
        )}
        <CopyButton rows={() => eventsText(events, nameOf, t)} isComplete={list.isComplete} />
      </div>
      <p className="card-caption">{t('audit.table.sentence')}</p>
      <EventsTable
        events={events}
        view={view}
        nameOf={nameOf}
        onOpen={(event) => change({ event })}
        onEnd={list.readOn}
      />
      <p className="card-foot" aria-live="polite">
        {list.isComplete
          ? t('audit.table.all', { count: events.length })
          : list.isLoading
            ? t('audit.table.loading')
            : t('audit.table.shown', { shown: count(events.length), total: count(Math.max(total, events.length)) })}
        {isCollecting && ` ${t('audit.table.collecting')}`}
      </p>
    </section>
  );
}

const isNewer = (newest: AuditEvent | null, first: AuditEvent | undefined): boolean =>
  newest !== null && newest.id !== first?.id && (first === undefined || newest.effective_at >= first.effective_at);

/** A short list is read anew by itself, once for each count: nobody has scrolled in it. */
function useReadAnew(isWanted: boolean, startOver: () => void, total: number): void {
  useEffect(() => {
    if (isWanted) startOver();
    // startOver is another function at each drawing and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isWanted, total]);
}
