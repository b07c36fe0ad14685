import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEvent } from '@bursar/contract';
import { ErrorNotice } from '../../components/error-notice.js';
import type { ChartEvent } from '../../components/time-series-chart/chart-data.js';
import { useChartEvents } from '../../lib/audit-queries.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { clock } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import '../audit/audit-words.js';
import { actorName, statedName, typeName } from '../audit/event-words.js';
import type { EventsQuestion } from './chart-events.js';
import './chart-events-words.js';
import './chart-events.css';
import { groupEvents, type EventGroup } from './event-groups.js';

/** What changes what is spent: keys, limits, members, projects, service accounts. */
const TYPES = [
  'api_key.created',
  'api_key.updated',
  'api_key.deleted',
  'rate_limit.updated',
  'rate_limit.deleted',
  'user.added',
  'user.updated',
  'user.deleted',
  'project.created',
  'project.updated',
  'project.archived',
  'project.deleted',
  'service_account.created',
  'service_account.updated',
  'service_account.deleted',
];
/** More would be neither drawn nor read; the newest of them are. */
const MOST = 200;
/** Lines below a chart, before the rest is asked for. */
const SHOWN = 6;
/** Events of one bucket that are told; the rest is counted. */
const TOLD = 2;

interface EventsFootProps {
  question: EventsQuestion;
  keys: readonly string[];
  onEvents: (events: readonly ChartEvent[]) => void;
}

/** Reads the events, hands the marks to the drawing, and tells them in words. */
export function EventsFoot({ question, keys, onEvents }: EventsFootProps) {
  const { t } = useTranslation();
  const { start, end, projectIds, keyIds } = question;
  const { data, error, refetch } = useChartEvents({
    event_type: TYPES,
    start,
    end,
    limit: MOST,
    // A key is more exact than its project; both together would lose what an admin key did, which is booked elsewhere.
    ...(keyIds.length > 0 ? { resource_id: [...keyIds] } : projectIds.length > 0 && { project_id: [...projectIds] }),
  });
  const groups = useMemo(() => groupEvents(data?.data ?? [], keys), [data, keys]);
  useEffect(() => {
    onEvents(groups.map(({ mark, key, events }) => ({ mark, key, label: () => groupText(events, t) })));
    return () => onEvents([]);
  }, [groups, onEvents, t]);
  if (error !== null) {
    return (
      <div className="card-foot">
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (data === undefined) return <p className="card-foot">{t('chartEvents.reading')}</p>;
  return (
    <div className="card-foot chart-events">
      {groups.length === 0 && <p>{t('chartEvents.none')}</p>}
      <Groups groups={groups} />
      {data.next_cursor !== null && (
        <p>
          {t('chartEvents.leftOut', { count: MOST })} <LogLink question={question} />
        </p>
      )}
      {projectIds.length > 0 && keyIds.length === 0 && <p>{t('chartEvents.ofProject')}</p>}
    </div>
  );
}

function Groups({ groups }: { groups: readonly EventGroup[] }) {
  const { t } = useTranslation();
  const [areAllShown, setAllShown] = useState(false);
  const shown = areAllShown ? groups : groups.slice(-SHOWN);
  const hidden = groups.length - shown.length;
  return (
    <>
      {hidden > 0 && (
        <button type="button" className="link-button" onClick={() => setAllShown(true)}>
          {t('chartEvents.earlier', { count: hidden })}
        </button>
      )}
      <ul aria-label={t('chartEvents.label')}>
        {shown.map(({ mark, key, events }) => (
          <li key={key}>
            <span className="event-mark">{mark}</span>
            <span>
              {events.slice(0, TOLD).map((event) => (
                <Told key={event.id} event={event} />
              ))}
              {events.length > TOLD && t('chartEvents.more', { count: events.length - TOLD })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Told({ event }: { event: AuditEvent }) {
  const { t } = useTranslation();
  return (
    <Link to="/audit-log" search={{ event: event.id }} className="chart-event">
      {eventText(event, t)}
    </Link>
  );
}

function LogLink({ question: { start, end, projectIds, keyIds } }: { question: EventsQuestion }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/audit-log"
      search={{
        range: `${dayOf(start)}..${lastDayBefore(end)}`,
        ...(projectIds.length > 0 && { project_id: [...projectIds] }),
        ...(keyIds.length > 0 && { resource_id: [...keyIds] }),
      }}
    >
      {t('chartEvents.log')}
    </Link>
  );
}

/** The last day of which something belongs, for an end that is a day or an instant. */
const lastDayBefore = (end: string): string => dayOf(new Date(Date.parse(end) - 1).toISOString());

/** "18 Nov 03:00 UTC: API key created, sim-batch-runner, by hana.mori@example.com" */
function eventText(event: AuditEvent, t: TFunction): string {
  const name = statedName(event);
  const who = actorName(event);
  const what = typeName(event.type, t);
  const told = name === null ? what : t('chartEvents.named', { what, name: isolated(name) });
  return t(who === null ? 'chartEvents.event' : 'chartEvents.eventBy', {
    at: `${day.short(dayOf(event.effective_at))} ${clock(event.effective_at)}`,
    what: told,
    who: isolated(who ?? ''),
  });
}

function groupText(events: readonly AuditEvent[], t: TFunction): string {
  const [first] = events;
  if (first === undefined) return '';
  const text = eventText(first, t);
  const others = events.length - 1;
  return others === 0 ? text : t('chartEvents.andMore', { text, count: others });
}
