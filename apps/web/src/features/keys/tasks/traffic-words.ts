import { useTranslation } from 'react-i18next';
import type { KeyInventoryItem } from '@bursar/contract';
import { amount } from '../../../lib/decimal.js';
import { money } from '../../../lib/format/money.js';
import { count } from '../../../lib/format/numbers.js';
import { duration, moment, secondsBetween } from '../../../lib/format/times.js';
import { useNow } from '../../../lib/today.js';
import { trafficOf } from '../next-key-steps.js';

/** What calls with a key, in words: who takes it away has to know. */
export function useTrafficWords(): (item: KeyInventoryItem) => string {
  const { t } = useTranslation();
  const now = useNow();
  return (item) => {
    const { last_used_at: used, requests_last_30_days: requests, cost_last_30_days: cost, cost_currency } = item;
    const traffic = trafficOf(item, now ?? new Date().toISOString());
    if (traffic !== 'some') return t(`keys.task.traffic.${traffic}`);
    const last =
      used === null
        ? t('keys.task.traffic.never')
        : now === null
          ? moment(used)
          : t('words.ago', { duration: duration(secondsBetween(used, now)) });
    if (requests === null || cost === null) return t('keys.task.traffic.someUncounted', { used: last });
    return t('keys.task.traffic.some', {
      requests: count(requests),
      amount: money(amount(cost), cost_currency ?? 'usd'),
      used: last,
    });
  };
}
