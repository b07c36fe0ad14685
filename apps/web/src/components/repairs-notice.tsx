import { useTranslation } from 'react-i18next';
import type { Repair } from '../lib/link-reader.js';
import { isolated } from '../lib/names.js';
import { Notice } from './notice.js';

const LONGEST_SEEN = 80;

interface RepairsNoticeProps {
  repairs: readonly Repair[];
  /** What is shown in its place, as a sentence, where that is not plain. */
  insteadOf?: (repair: Repair) => string | null;
}

/** A link that made no sense in part is repaired in view of the reader, never in silence. */
export function RepairsNotice({ repairs, insteadOf }: RepairsNoticeProps) {
  const { t } = useTranslation();
  if (repairs.length === 0) return null;
  const worded = (repair: Repair): string => {
    const values = {
      parameter: isolated(repair.parameter),
      seen: repair.seen === '' ? t('words.repaired.empty') : isolated(repair.seen.slice(0, LONGEST_SEEN)),
    };
    const instead = insteadOf?.(repair) ?? null;
    return instead === null
      ? t('words.repaired.item', values)
      : t('words.repaired.itemInstead', { ...values, instead });
  };
  return (
    <Notice tone="warning" title={t('words.repaired.title', { count: repairs.length })}>
      <ul>
        {repairs.map((repair, index) => (
          <li key={index}>{worded(repair)}</li>
        ))}
      </ul>
    </Notice>
  );
}
