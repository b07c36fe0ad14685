import { CalendarDays, ListChecks, RefreshCw, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KeyInventorySummary } from '@bursar/contract';
import { StateChip } from '../../components/state-chip.js';
import { dayOf } from '../../lib/days.js';
import { range as rangeText } from '../../lib/format/days.js';
import { count } from '../../lib/format/numbers.js';
import { duration, secondsBetween } from '../../lib/format/times.js';
import { useNow } from '../../lib/today.js';

/** How far the lists of keys were read, how long ago, and which days the costs are of. */
export function KeysMeta({ summary: { lists, range, costs } }: { summary: KeyInventorySummary }) {
  const { t } = useTranslation();
  const now = useNow();
  const isWhole = lists.read >= lists.total;
  const days = rangeText({ start: dayOf(range.start), end: dayOf(range.end) });
  return (
    <StateChip
      parts={[
        isWhole
          ? { icon: ListChecks, text: t('keys.meta.allRead', { count: lists.total }) }
          : {
              icon: TriangleAlert,
              text: t('keys.meta.partlyRead', { read: count(lists.read), total: count(lists.total) }),
              warn: true,
            },
        ...(lists.oldest_read_at === null || now === null
          ? []
          : [
              {
                icon: RefreshCw,
                text: t('keys.meta.readAgo', { ago: duration(secondsBetween(lists.oldest_read_at, now)) }),
              },
            ]),
        {
          icon: CalendarDays,
          text: costs === null ? t('keys.meta.costsUnknown') : t('keys.meta.costsOf', { range: days }),
        },
      ]}
    />
  );
}
