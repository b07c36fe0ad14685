import { useTranslation } from 'react-i18next';
import { isolated } from '../../lib/names.js';
import { bucketLabel, day } from '../../lib/format/days.js';
import { currencyName, money } from '../../lib/format/money.js';
import { summarize } from '../explorer/chart-summary.js';
import type { CostReport } from './cost-report.js';
import type { ViewBucket } from './costs-view.js';

/** "US dollars, billed, by UTC day. Peak $2,021.13 on 19 Nov, of which $1,109.85 Sim Generator. The median day is $970.08." */
export function useChartSentence(bucket: ViewBucket, report: CostReport): string {
  const { t } = useTranslation();
  const summary = summarize(report);
  const unit = t(`costs.chart.unit.${bucket}`, { currency: currencyName(report.currency) });
  if (summary === null) return unit;
  const { peak, cause, median, missing } = summary;
  const place = bucket === 'day' ? day.short(peak.start) : bucketLabel(peak, bucket);
  const values = { amount: money(peak.total, report.currency), place };
  const top =
    cause === null
      ? t(`costs.chart.peak.${bucket}`, values)
      : t(`costs.chart.peakOf.${bucket}`, {
          ...values,
          part: money(cause.amount, report.currency),
          name: isolated(cause.series.label),
        });
  const usual = t(`costs.chart.median.${bucket}`, { amount: money(median, report.currency) });
  const gap = missing === 0 ? '' : t(`costs.chart.gaps.${bucket}`, { count: missing });
  return [unit, top, usual, gap].filter((part) => part !== '').join(' ');
}
