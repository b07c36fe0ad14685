import { useTranslation } from 'react-i18next';
import type { ActivityOutcome } from '@bursar/contract';
import { Badge } from '../../components/severity.js';

const TONES = { succeeded: 'ok', refused: 'warning', failed: 'critical', unknown: 'unknown' } as const;

/** What came of it; what the word means is told on hover, and in the entry. */
export function OutcomeBadge({ outcome }: { outcome: ActivityOutcome }) {
  const { t } = useTranslation();
  return (
    <span title={t(`activity.outcomeMeans.${outcome}`)}>
      <Badge tone={TONES[outcome]}>{t(`activity.outcome.${outcome}`)}</Badge>
    </span>
  );
}
