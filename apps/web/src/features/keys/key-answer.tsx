import { useTranslation } from 'react-i18next';
import type { KeyDetail } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { Money } from '../../components/money.js';
import { Sentence } from '../../components/sentence.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { listOf } from '../../lib/format/intl.js';
import { keyTitle } from './key-name.js';
import { isAwakeFor, RISKS } from './key-risks.js';
import { lineageCost } from './lineage-cost.js';

/** "support-prod in Support Copilot cost $4,534.09 in the last 30 days. It needs a decision: older than policy." */
export function KeyAnswer({ item }: { item: KeyDetail }) {
  const { t } = useTranslation();
  const { cost, currency } = lineageCost(item);
  const before = item.lineage.length - 1;
  return (
    <>
      <Sentence
        of={(mark) => {
          const key = mark(
            <b>
              <EntityName name={keyTitle(item)} />
            </b>,
          );
          const project = item.project_name ?? item.project_id;
          if (project === null) return t('keys.detail.answer.admin', { key });
          const subject = t('keys.detail.answer.project', { key, project: mark(<EntityName name={project} />) });
          if (cost === null) return t('keys.detail.answer.unknown', { subject });
          const amount = mark(
            <b>
              <Money value={cost} currency={currency} />
            </b>,
          );
          return before > 0
            ? t('keys.detail.answer.spentRotated', { subject, amount, count: before })
            : t('keys.detail.answer.spent', { subject, amount });
        }}
      />{' '}
      <StateOfKey item={item} />
    </>
  );
}

function StateOfKey({ item }: { item: KeyDetail }) {
  const { t } = useTranslation();
  const { gone_at: gone, snoozed, needs_decision: needs, risks } = item;
  if (gone !== null) return t('keys.detail.answer.gone', { day: day.full(dayOf(gone)) });
  if (snoozed !== null && !needs) return t('keys.detail.answer.snoozed', { day: day.full(dayOf(snoozed.until)) });
  if (!needs) return t('keys.detail.answer.calm');
  const asking = risks.filter(({ reason }) => RISKS[reason].decision === 'asks' && isAwakeFor(item, reason));
  const reasons = (asking.length === 0 ? risks : asking).map(({ reason }) => t(`keys.risk.${reason}`).toLowerCase());
  return t('keys.detail.answer.decision', { reasons: listOf(reasons) });
}
