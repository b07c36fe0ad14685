import { useTranslation } from 'react-i18next';
import { isolated } from '../../lib/names.js';
import { summarize } from '../explorer/chart-summary.js';
import type { Report } from '../explorer/report.js';
import type { ValueFormat } from '../explorer/value-format.js';
import { usageLabels, zoneOf } from './time-labels.js';
import type { UsageFigures } from './usage-figures.js';
import { isNarrow } from './usage-range.js';

/** "By UTC day. Peak 2,021,133 input tokens (Thu 19 Nov), of which 1,109,855 … The median is …" */
export function useUsageSentence(figures: UsageFigures, report: Report, format: ValueFormat): string {
  const { t } = useTranslation();
  const { bucket, combine } = figures;
  const by = t(`usage.chart.by.${bucket}`, { zone: zoneOf(figures) });
  const level = combine === 'level' ? t('usage.chart.level') : '';
  const summary = summarize(report);
  if (summary === null) return by;
  const { peak, cause, median, missing } = summary;
  const label = usageLabels(figures, report).label(peak);
  const place = isNarrow(bucket) ? t('usage.spanUtc', { range: label }) : label;
  const values = { amount: format.full(peak.total), place };
  const top =
    cause === null
      ? t('usage.chart.peak', values)
      : t('usage.chart.peakOf', {
          ...values,
          part: format.full(cause.amount),
          name: isolated(cause.series.label),
        });
  const usual = t('usage.chart.median', { amount: format.full(median) });
  const gap = missing === 0 ? '' : t('usage.chart.gaps', { count: missing });
  return [by, level, top, usual, gap].filter((part) => part !== '').join(' ');
}
