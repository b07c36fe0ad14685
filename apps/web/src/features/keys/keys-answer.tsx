import { useTranslation } from 'react-i18next';
import type { KeyInventoryAnswer, KeyInventorySummary, KeyRiskReason } from '@bursar/contract';
import { Sentence } from '../../components/sentence.js';
import { listOf } from '../../lib/format/intl.js';
import { count } from '../../lib/format/numbers.js';
import { isAwakeFor, RISKS, RISK_REASONS } from './key-risks.js';

/** How many reasons the sentence names, the worst first. */
const NAMED = 2;

interface KeysAnswerProps {
  summary: KeyInventorySummary;
  /** Those that need a decision, as far as they were read. */
  undecided: KeyInventoryAnswer | undefined;
}

/** "26 of 87 keys need a decision: 4 are orphans whose owners lost access and 19 are older than the policy allows." */
export function KeysAnswer({ summary, undecided }: KeysAnswerProps) {
  const { t } = useTranslation();
  const { keys: total, need_decision: need, snoozed, lists } = summary;
  const totalWords = t('keys.reasons.keys', { count: total });
  if (total === 0) return t(lists.read === 0 ? 'keys.answer.unread' : 'keys.answer.none');
  if (need === 0) {
    return snoozed === 0
      ? t('keys.answer.calm', {
          count: total,
          total: total === 1 ? t('keys.answer.theKeys', { count: 1 }) : totalWords,
        })
      : t('keys.answer.calmSnoozed', { count: snoozed, total: totalWords, snoozed: count(snoozed) });
  }
  const reasons = countReasons(summary, undecided);
  return (
    <Sentence
      of={(mark) => {
        const parts = reasons
          .slice(0, NAMED)
          .map(([reason, keys]) => t(`keys.answer.why.${reason}`, { count: keys, figure: mark(<b>{count(keys)}</b>) }));
        return t('keys.answer.need', {
          count: need,
          need: mark(<b>{t('keys.answer.ofKeys', { count: total, need: count(need) })}</b>),
          why: listOf(parts),
        });
      }}
    />
  );
}

/** How many keys that need a decision have each reason, the gravest first. */
function countReasons(summary: KeyInventorySummary, undecided: KeyInventoryAnswer | undefined) {
  const isWhole = undecided?.next_cursor === null;
  const countOf = (reason: KeyRiskReason): number =>
    isWhole ? undecided.data.filter((key) => isAwakeFor(key, reason)).length : summary.by_reason[reason];
  const reasons = RISK_REASONS.filter((reason) => RISKS[reason].decision !== 'none').map(
    (reason) => [reason, countOf(reason)] as const,
  );
  const found = reasons.filter(([, keys]) => keys > 0);
  const asking = found.filter(([reason]) => RISKS[reason].decision === 'asks');
  return asking.length === 0 ? found : asking;
}
