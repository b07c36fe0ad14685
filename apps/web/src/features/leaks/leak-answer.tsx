import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { LeakImpact } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { Money } from '../../components/money.js';
import { Sentence } from '../../components/sentence.js';
import { Badge } from '../../components/severity.js';
import { amount } from '../../lib/decimal.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { clock, moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { agoOf, hourInWords, keyUseOf, keyUseWords } from './impact-words.js';
import './leak-words.js';

interface LeakAnswerProps {
  impact: LeakImpact;
  now: string;
  /** It was found in what was pasted; else a link led here. */
  isPasted: boolean;
}

/** "The pasted text holds sim-batch of Sim Generator. Since 18 November 03:00 UTC it spent $2,139.41 above its baseline, and it is still being used." */
export function LeakAnswer({ impact, now, isPasted }: LeakAnswerProps) {
  const { t } = useTranslation();
  const { key, since, total, currency } = impact;
  return (
    <Sentence
      of={(mark) => {
        const name = mark(
          <b>
            <EntityName name={key.name ?? t('leaks.answer.noName')} />
          </b>,
        );
        const project = mark(<EntityName name={key.project_name ?? key.project_id} />);
        const lead = t(isPasted ? 'leaks.answer.held' : 'leaks.answer.leadKey', { key: name, project });
        return t('leaks.answer.above', {
          lead,
          since: hourInWords(since),
          amount: mark(<b>{spentWords(total, currency, t)}</b>),
          use: keyUseWords(keyUseOf(key, now), now, t),
        });
      }}
    />
  );
}

function spentWords({ above, amount: spent }: LeakImpact['total'], currency: string, t: TFunction) {
  if (above === null) {
    return (
      <Sentence
        of={(mark) => t('leaks.answer.unbased', { amount: mark(<Money value={amount(spent)} currency={currency} />) })}
      />
    );
  }
  if (amount(above) === 0n) return t('leaks.answer.asUsual');
  return (
    <Sentence
      of={(mark) =>
        t('leaks.answer.aboveBaseline', { amount: mark(<Money value={amount(above)} currency={currency} />) })
      }
    />
  );
}

/** Whether it is in use, whose it is, and when it ends. */
export function LeakMeta({ impact: { key }, now }: Pick<LeakAnswerProps, 'impact' | 'now'>) {
  const { t } = useTranslation();
  const { owner_type: type, owner_name: name, owner_id: id, expires_at: expires } = key;
  const use = keyUseOf(key, now);
  const owner = isolated(name ?? id ?? '');
  return (
    <>
      <UseBadge use={use} now={now} />
      <span className="fact-chip">
        {name === null && id === null
          ? t('leaks.chip.ownerUnknown')
          : t(type === 'service_account' ? 'leaks.chip.ownerAccount' : 'leaks.chip.ownerMember', { name: owner })}
      </span>
      {use.kind !== 'ended' && (
        <span className="fact-chip">
          {expires === null ? t('leaks.chip.noExpiry') : t('leaks.chip.expires', { day: day.full(dayOf(expires)) })}
        </span>
      )}
    </>
  );
}

function UseBadge({ use, now }: { use: ReturnType<typeof keyUseOf>; now: string }) {
  const { t } = useTranslation();
  switch (use.kind) {
    case 'still':
      return <Badge tone="critical">{t('leaks.chip.inUse', { ago: agoOf(use.at, now, t) })}</Badge>;
    case 'ending':
      return <Badge tone="warning">{t('leaks.chip.ending', { at: clock(use.at) })}</Badge>;
    case 'ended':
      return <Badge tone="ok">{t('leaks.chip.ended', { at: moment(use.at) })}</Badge>;
    case 'last':
      return <Badge tone="notice">{t('leaks.chip.used', { ago: agoOf(use.at, now, t) })}</Badge>;
    case 'never':
      return <Badge tone="unknown">{t('leaks.chip.never')}</Badge>;
  }
}
