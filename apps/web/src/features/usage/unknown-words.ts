import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportBucket } from '../explorer/report.js';
import type { ValueFormat } from '../explorer/value-format.js';
import type { UsageFigures } from './usage-figures.js';

/** Why a bucket has no figure: the running one says what it holds so far. */
export function useUnknownWords({ running }: UsageFigures, format: ValueFormat) {
  const { t } = useTranslation();
  return useMemo(
    () =>
      ({ state }: Pick<ReportBucket, 'state'>): string => {
        if (state !== 'pending') return t('words.missingWhy');
        return running === null
          ? t('usage.explorer.runningEmpty')
          : t('usage.explorer.runningShort', { figure: format.full(running.value) });
      },
    [running, format, t],
  );
}
