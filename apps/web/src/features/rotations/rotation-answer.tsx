import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Rotation } from '@bursar/contract';
import { Sentence } from '../../components/sentence.js';
import { duration, secondsBetween } from '../../lib/format/times.js';
import { count } from '../../lib/format/numbers.js';
import { isolated } from '../../lib/names.js';
import { agoText, atText, closedAfter, nextStepOf, reasonText, requiredText, silentFor } from './rotation-facts.js';

interface AnswerProps {
  rotation: Rotation;
  now: string;
}

/** One sentence: how far the rotation is, and what that allows. */
export function RotationAnswer({ rotation, now }: AnswerProps) {
  const { t } = useTranslation();
  const step = nextStepOf(rotation, now);
  switch (step) {
    case 'find':
      return t('rotations.head.finding');
    case 'make':
      return rotation.kind === 'member'
        ? t('rotations.head.member', { owner: ownerText(rotation, t) })
        : t('rotations.head.opened');
    case 'replace':
      return t('rotations.head.lost');
    case 'place':
      return t('rotations.head.created');
    case 'retire':
      return <Draining rotation={rotation} now={now} />;
    case 'wait':
      return <Expiring rotation={rotation} now={now} />;
    case 'finish':
      return finished(rotation, now, t);
    case 'over':
      return over(rotation, now, t);
  }
}

export const ownerText = ({ old_key: { owner_name: name, owner_id: id } }: Rotation, t: TFunction): string =>
  isolated(name ?? id ?? t('rotations.who.unnamed'));

function Draining({ rotation, now }: AnswerProps) {
  const { t } = useTranslation();
  const { drain } = rotation;
  if (drain.state === 'traffic') {
    return (
      <Sentence
        of={(mark) =>
          t('rotations.head.traffic', {
            still: mark(<b>{t('rotations.head.stillUsed')}</b>),
            last: lastCalls(rotation, now, t),
          })
        }
      />
    );
  }
  if (drain.state === 'unknown') {
    return (
      <Sentence
        of={(mark) =>
          t('rotations.head.unknown', {
            unknown: mark(<b>{t('rotations.head.notKnown')}</b>),
            why: whyUnknown(rotation, t),
          })
        }
      />
    );
  }
  const rest = t(isNewKeyUsed(rotation) ? 'rotations.head.carries' : 'rotations.head.unused');
  const time = silentFor(drain, now);
  if (time === null) return t('rotations.head.neverUsed', { rest });
  return (
    <Sentence
      of={(mark) =>
        t('rotations.head.silent', {
          silent: mark(<b>{t('rotations.head.silentFor', { duration: time })}</b>),
          required: requiredText(drain),
          rest,
        })
      }
    />
  );
}

const isNewKeyUsed = ({ minutes, new_key: key }: Rotation): boolean =>
  minutes.some((minute) => minute.new > 0) || (key !== null && key.last_used_at !== null);

function whyUnknown({ drain }: Rotation, t: TFunction): string {
  const [first] = drain.reasons;
  return first === undefined ? t('rotations.evidence.reason.minutes_missing') : reasonText(first, drain, t);
}

/** "last call 2 min ago, 31 requests in the last 15 minutes" */
function lastCalls({ drain }: Rotation, now: string, t: TFunction): string {
  const ago = drain.last_call_at === null ? null : agoText(drain.last_call_at, now, t);
  const last = ago === null ? t('rotations.head.lastCallNow') : t('rotations.head.lastCall', { ago });
  const { requests_in_required: requests, required_minutes: minutes } = drain;
  if (requests === 0) return last;
  return t('rotations.head.requests', { count: requests, figure: count(requests), last, minutes });
}

function Expiring({ rotation, now }: AnswerProps) {
  const { t } = useTranslation();
  const { expires_at: end } = rotation.old_key;
  const { drain } = rotation;
  const time = silentFor(drain, now);
  const last =
    drain.state === 'traffic'
      ? lastCalls(rotation, now, t)
      : time === null
        ? t('rotations.head.noCallOfOld')
        : t('rotations.head.silentFor', { duration: time });
  if (end === null) return last;
  return (
    <Sentence
      of={(mark) =>
        t('rotations.head.expiring', {
          at: mark(<b>{atText(end, now)}</b>),
          in: duration(secondsBetween(now, end)),
          last: drain.state === 'traffic' ? mark(<b>{last}</b>) : last,
        })
      }
    />
  );
}

function finished({ state, old_key: { expires_at: end, gone_at: gone } }: Rotation, now: string, t: TFunction): string {
  if (state === 'deleted' || gone !== null || end === null) return t('rotations.head.deleted');
  return t('rotations.head.expired', { at: atText(end, now) });
}

function over(rotation: Rotation, now: string, t: TFunction): string {
  const took = closedAfter(rotation);
  if (rotation.state === 'cancelled' || took === null) return t('rotations.head.cancelled');
  const { last_call_at: at } = rotation.drain;
  const last = at === null ? t('rotations.head.noCallOfOld') : t('rotations.head.lastOfOld', { at: atText(at, now) });
  return t('rotations.head.done', { duration: took, last });
}
