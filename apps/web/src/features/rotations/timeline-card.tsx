import { useTranslation } from 'react-i18next';
import type { Rotation } from '@bursar/contract';
import { PlainText } from '../../components/plain-text.js';
import { Badge } from '../../components/severity.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { clockOnly, exactMoment } from '../../lib/format/times.js';
import { requiredText, whoName } from './rotation-facts.js';

type Event = Rotation['timeline'][number];

/** All that was done and seen, the newest first; times in UTC. */
export function TimelineCard({ rotation }: { rotation: Rotation }) {
  const { t } = useTranslation();
  return (
    <section className="card span-7" aria-labelledby="timeline-title">
      <div className="card-head">
        <h2 id="timeline-title">{t('rotations.timeline.title')}</h2>
      </div>
      <ol className="rotation-timeline">
        {rotation.timeline.toReversed().map((event, index) => (
          <li key={`${event.at} ${event.event} ${index}`}>
            <time dateTime={event.at} title={exactMoment(event.at)}>
              {day.short(dayOf(event.at))} {clockOnly(event.at)}
            </time>
            <i aria-hidden="true" />
            <Told event={event} required={requiredText(rotation.drain)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Told({ event, required }: { event: Event; required: string }) {
  const { t } = useTranslation();
  const what = t(`rotations.timeline.event.${event.event}`, { required });
  return (
    <span>
      {event.by === null ? what : t('rotations.timeline.says', { what, who: whoName(event.by, t) })}
      {event.reason !== null && (
        <>
          {': '}
          <PlainText>{event.reason}</PlainText>
        </>
      )}
      {event.was_forced && (
        <>
          {' '}
          <Badge tone="warning">{t('rotations.timeline.forced')}</Badge>
        </>
      )}
      {event.request_id !== null && (
        <>
          {' '}
          <PlainText mono>{event.request_id}</PlainText>
        </>
      )}
    </span>
  );
}
