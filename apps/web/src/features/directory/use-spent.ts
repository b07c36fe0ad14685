import { useTranslation } from 'react-i18next';
import { amount } from '../../lib/decimal.js';
import { money } from '../../lib/format/money.js';
import '../../components/action-words.js';

interface Spending {
  spend_last_30_days: string | null;
  spend_currency: string | null;
}

/** What something spent in the last 30 days, for a sentence; that it is not known is not zero. */
export function useSpent(): (of: Spending) => string {
  const { t } = useTranslation();
  return ({ spend_last_30_days: spent, spend_currency: currency }) =>
    spent === null ? t('actions.unknownAmount') : money(amount(spent), currency ?? 'usd');
}
