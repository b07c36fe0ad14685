import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Rotation } from '@bursar/contract';
import { Term } from '../../components/term.js';
import { moment } from '../../lib/format/times.js';
import { closedAfter, hasEnded, keyName, shortened } from './rotation-facts.js';

/** Of a rotation that is over: what was seen and done, as the evidence. */
export function EndedCard({ rotation, now }: { rotation: Rotation; now: string }) {
  const { t } = useTranslation();
  const { old_key: oldKey, new_key: newKey, drain, timeline } = rotation;
  const forced = timeline.find(({ was_forced: wasForced }) => wasForced);
  const at = (instant: string | null): string =>
    instant === null ? t('rotations.evidence.term.none') : moment(instant);
  return (
    <section className="card span-8" aria-labelledby="ended-title">
      <div className="card-head">
        <h2 id="ended-title">{t('rotations.evidence.after')}</h2>
      </div>
      <dl className="event-terms card-body">
        <Term name={t('rotations.evidence.term.old')} value={namedKey(oldKey)} />
        <Term name={t('rotations.evidence.term.last')} value={at(drain.last_call_at)} />
        <Term
          name={t('rotations.evidence.term.quiet')}
          value={drain.quiet_since === null ? null : at(drain.quiet_since)}
        />
        <Term name={t('rotations.evidence.term.ended')} value={endOf(rotation, now, t)} />
        <Term
          name={t('rotations.evidence.term.forced')}
          value={forced === undefined ? null : t('rotations.evidence.term.forcedText', { reason: forced.reason ?? '' })}
        />
        <Term name={t('rotations.evidence.term.new')} value={newKey === null ? null : namedKey(newKey)} />
        <Term name={t('rotations.evidence.term.reason')} value={rotation.reason} />
        <Term name={t('rotations.list.who')} value={openedBy(rotation, t)} />
        <Term name={t('rotations.evidence.term.took')} value={closedAfter(rotation)} />
      </dl>
    </section>
  );
}

const namedKey = (key: NonNullable<Rotation['new_key']> | Rotation['old_key']): string =>
  [keyName(key), shortened(key.redacted_value ?? key.api_key_id)].join(' \u00b7 ');

/** As it is: a value shows each sign of a text, and the isolates of a sentence would show as well. */
const openedBy = ({ opened_by: who }: Rotation, t: TFunction): string =>
  who === null ? t('rotations.who.bursar') : (who.name ?? t('rotations.who.unnamed'));

function endOf(rotation: Rotation, now: string, t: TFunction): string {
  const { gone_at: gone, expires_at: end } = rotation.old_key;
  if (gone !== null) return t('rotations.evidence.term.deleted', { at: moment(gone) });
  if (hasEnded(rotation, now) && end !== null) return t('rotations.evidence.term.expired', { at: moment(end) });
  return end === null ? t('rotations.evidence.term.left') : t('rotations.evidence.term.expires', { at: moment(end) });
}
