import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Drain, Rotation } from '@bursar/contract';
import { CAPABILITIES } from '@bursar/contract/capabilities';
import { DataTable } from '../../components/data-table.js';
import { Badge } from '../../components/severity.js';
import { count } from '../../lib/format/numbers.js';
import { clockOnly, clockToSecond } from '../../lib/format/times.js';
import { isSilent, reasonText } from './rotation-facts.js';

type Watched = Drain['coverage'][number];

/** A list of gaps may be as long as the minutes that are looked at. */
const NAMED_GAPS = 3;

/** On what the judgement rests: everything that can name the key, and what OpenAI says of its last use. */
export function EvidenceCard({ rotation: { drain } }: { rotation: Rotation }) {
  const { t } = useTranslation();
  const span = `${clockOnly(drain.looked_from)}\u2013${clockOnly(drain.looked_to)}`;
  return (
    <section className="card span-7" aria-labelledby="evidence-title">
      <div className="card-head">
        <h2 id="evidence-title">{t('rotations.evidence.title')}</h2>
      </div>
      <p className="card-caption">{t('rotations.evidence.text', { span })}</p>
      {!isSilent(drain) && <Reasons drain={drain} />}
      <DataTable
        caption={t('rotations.evidence.title')}
        columns={3}
        rows={drain.coverage}
        head={
          <tr>
            <th scope="col">{t('rotations.evidence.kind')}</th>
            <th scope="col">{t('rotations.evidence.read')}</th>
            <th scope="col" className="number">
              {t('rotations.evidence.calls')}
            </th>
          </tr>
        }
        foot={<LastUse drain={drain} />}
        renderRow={(watched) => <Row key={watched.capability} watched={watched} />}
      />
    </section>
  );
}

/** Why the old key does not count as silent. */
export function Reasons({ drain }: { drain: Drain }) {
  const { t } = useTranslation();
  if (drain.reasons.length === 0) return null;
  return (
    <ul className="drain-reasons">
      {drain.reasons.map((reason) => (
        <li key={reason}>{reasonText(reason, drain, t)}</li>
      ))}
    </ul>
  );
}

function Row({ watched }: { watched: Watched }) {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row">{capabilityName(watched.capability)}</th>
      <td className="evidence-read">
        <Badge tone={toneOf(watched)}>{readText(watched, t)}</Badge>
      </td>
      <td className="number">{count(watched.requests)}</td>
    </tr>
  );
}

function LastUse({ drain: { last_used_at: at, last_used_read_at: readAt } }: { drain: Drain }) {
  const { t } = useTranslation();
  return (
    <tr className="lesser">
      <th scope="row">{t('rotations.evidence.lastUsed')}</th>
      <td className="evidence-read">
        <Badge tone={readAt === null ? 'warning' : 'ok'}>
          {readAt === null
            ? t('rotations.evidence.unread')
            : t('rotations.evidence.readAt', { at: clockToSecond(readAt) })}
        </Badge>
      </td>
      <td className="number">{at === null ? t('rotations.evidence.never') : clockToSecond(at)}</td>
    </tr>
  );
}

/** A capability that this page does not know is called as the server calls it. */
const LABELS: Readonly<Record<string, { label: string } | undefined>> = CAPABILITIES;
const capabilityName = (name: string): string => LABELS[name]?.label ?? name;

const isRead = ({ is_complete: isComplete, names_keys: namesKeys }: Watched): boolean => isComplete && namesKeys;

/** OpenAI said just now that there is no such thing here: nothing is missed, and nothing was read either. */
const isOffered = ({ not_offered_at: notOfferedAt }: Watched): boolean => notOfferedAt === null;

function toneOf(watched: Watched): 'ok' | 'notice' | 'warning' {
  if (!isOffered(watched)) return 'notice';
  return isRead(watched) ? 'ok' : 'warning';
}

function readText(watched: Watched, t: TFunction): string {
  const { gaps, names_keys: namesKeys } = watched;
  if (isRead(watched)) return t('rotations.evidence.complete');
  if (!isOffered(watched)) return t('rotations.evidence.notOffered');
  if (!namesKeys) return t('rotations.evidence.unnamed');
  const named = gaps.slice(0, NAMED_GAPS).map(({ start, end }) => `${clockOnly(start)}\u2013${clockOnly(end)}`);
  const more = gaps.length - named.length;
  const spans = [...named, ...(more > 0 ? [t('rotations.evidence.moreGaps', { count: more })] : [])].join(', ');
  return t('rotations.evidence.gap', { spans });
}
