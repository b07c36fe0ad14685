import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KeyDetail, KeyEvent } from '@bursar/contract';
import { valueText } from '../../components/changes-table.js';
import { DataTable } from '../../components/data-table.js';
import { EmptyState } from '../../components/empty-state.js';
import { EntityName } from '../../components/entity-name.js';
import { kindName } from '../../lib/activity-words.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { clockToSecond } from '../../lib/format/times.js';
import { plainName } from '../../lib/names.js';
import { useMay } from '../../lib/session.js';
import { typeName } from '../audit/event-words.js';
import { keyTitle } from './key-name.js';
import '../activity/activity-words.js';
import '../audit/audit-words.js';

/** As many as the API tells. */
const MOST = 200;

/** What happened to the keys of the credential, whoever saw it. */
export function KeyTimelineCard({ item }: { item: KeyDetail }) {
  const { t } = useTranslation();
  const { timeline } = item;
  return (
    <section className="card" aria-labelledby="timeline-title">
      <div className="card-head">
        <h2 id="timeline-title">{t('keys.detail.timeline.title')}</h2>
      </div>
      <p className="card-caption">{t('keys.detail.timeline.sentence')}</p>
      {timeline.length === 0 ? (
        <EmptyState icon={History} title={t('keys.detail.timeline.none')}>
          {t('keys.detail.timeline.noneText')}
        </EmptyState>
      ) : (
        <DataTable
          caption={t('keys.detail.timeline.title')}
          columns={4}
          rows={timeline}
          rowHeight={48}
          head={
            <tr>
              <th scope="col">{t('keys.detail.timeline.when')}</th>
              <th scope="col">{t('keys.detail.timeline.what')}</th>
              <th scope="col" className="wide-only">
                {t('keys.detail.timeline.who')}
              </th>
              <th scope="col" className="wide-only">
                {t('keys.detail.timeline.source')}
              </th>
            </tr>
          }
          renderRow={(event, index) => <Event key={index} event={event} item={item} />}
        />
      )}
      {timeline.length >= MOST && <p className="card-foot">{t('keys.detail.timeline.full')}</p>}
    </section>
  );
}

function Event({ event, item }: { event: KeyEvent; item: KeyDetail }) {
  const { t } = useTranslation();
  const { at, key_id: keyId, who, address, reason, changes } = event;
  const key = item.lineage.find(({ id }) => id === keyId);
  const details = [
    ...changes.map((change) => changeWords(change, t)),
    ...(reason === null ? [] : [reason]),
    ...(key !== undefined && key.id !== item.id ? [keyTitle({ ...key, label: null })] : []),
  ];
  return (
    <tr>
      <td className="nowrap">
        {day.full(dayOf(at))}
        <span className="second-line">{clockToSecond(at)}</span>
      </td>
      <th scope="row">
        <span className="lines timeline-event">
          <EventLink event={event} />
          {details.length > 0 && (
            <span className="second-line">
              <EntityName name={details.join('; ')} />
            </span>
          )}
        </span>
      </th>
      <td className="wide-only">
        {who === null ? <span className="none">{'\u2013'}</span> : <EntityName name={who} />}
        {address !== null && (
          <span className="second-line">{t('keys.detail.timeline.address', { address: plainName(address) })}</span>
        )}
      </td>
      <td className="wide-only secondary">{t(`keys.detail.timeline.sources.${event.source}`)}</td>
    </tr>
  );
}

/** What happened in words, leading to the event or the entry where that may be seen. */
function EventLink({ event }: { event: KeyEvent }) {
  const { t } = useTranslation();
  const mayAudit = useMay('audit_events.read');
  const mayActivity = useMay('activity.read');
  const { source, id } = event;
  const words = eventWords(event, t);
  if (id !== null && source === 'audit_log' && mayAudit) {
    return (
      <Link to="/audit-log" search={{ event: id }}>
        {words}
      </Link>
    );
  }
  if (id !== null && source === 'activity' && mayActivity) {
    return (
      <Link to="/activity" search={{ entry: id }}>
        {words}
      </Link>
    );
  }
  return <span>{words}</span>;
}

function eventWords({ source, what, outcome }: KeyEvent, t: TFunction): string {
  if (source === 'audit_log') return typeName(what, t);
  if (source === 'directory') {
    if (what === 'first_seen' || what === 'gone') return t(`keys.detail.timeline.seen.${what}`);
    return t('keys.detail.timeline.seen.field', { field: plainName(what) });
  }
  const words = kindName(what, t);
  return outcome === null || outcome === 'succeeded'
    ? words
    : t('keys.detail.timeline.outcome', { what: words, outcome });
}

function changeWords({ field, before, after }: KeyEvent['changes'][number], t: TFunction): string {
  const nothing = t('keys.detail.timeline.nothing');
  return t('keys.detail.timeline.change', {
    field: plainName(field),
    before: plainName(valueText(before) ?? nothing),
    after: plainName(valueText(after) ?? nothing),
  });
}
