import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, startOfMonth } from '../../lib/days.js';
import { day, month, range as rangeText } from '../../lib/format/days.js';
import { currencySymbol } from '../../lib/format/money.js';
import { useToday } from '../../lib/today.js';
import { SPEND_DAYS } from './costs-link.js';

interface Spending {
  spend_currency: string | null;
}

/** What figures of spend are called, with the days and the currency that they are of. */
export function useSpendWords(rows: readonly Spending[] | null) {
  const { t } = useTranslation();
  const today = useToday() ?? '1970-01-01';
  const currency = rows?.find(({ spend_currency }) => spend_currency !== null)?.spend_currency ?? 'usd';
  return useMemo(() => {
    const symbol = currencySymbol(currency);
    return {
      today,
      currency,
      soFar: t('directory.soFar', { month: month.long(today) }),
      monthHead: t('directory.column.monthToDate', { month: month.short(today), currency: symbol }),
      daysHead: t('directory.column.last30Days', { currency: symbol }),
      monthLabel: t('directory.tile.monthToDate', { month: month.long(today) }),
      monthWhy: t('directory.tile.monthToDateWhy', { day: day.short(startOfMonth(today)) }),
      daysWhy: t('directory.tile.last30DaysWhy', {
        range: rangeText({ start: addDays(today, 1 - SPEND_DAYS), end: addDays(today, 1) }),
      }),
    };
  }, [t, today, currency]);
}

export type SpendWords = ReturnType<typeof useSpendWords>;
