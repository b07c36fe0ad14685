import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { lastDay } from '../../lib/days.js';
import { range as rangeText } from '../../lib/format/days.js';
import { calendarLabels, chartBuckets } from '../explorer/chart-buckets.js';
import type { DrawnReport } from '../explorer/chart-with-legend.js';
import { moneyFormat } from '../explorer/value-format.js';
import { useChartSentence } from './chart-sentence.js';
import type { CostFigures } from './cost-figures.js';
import type { CostReport } from './cost-report.js';

/** What was billed, as a chart draws it and words it. */
export function useDrawnCosts(figures: CostFigures, report: CostReport): DrawnReport {
  const { t } = useTranslation();
  const { bucket, comparison, counted } = figures;
  const buckets = useMemo(() => chartBuckets(report, calendarLabels(report, bucket)), [report, bucket]);
  return {
    report,
    format: moneyFormat(report.currency),
    buckets,
    compares: report.previousTotal !== null && comparison.range !== null,
    words: {
      sentence: useChartSentence(bucket, report),
      compared: t(`costs.chart.compared.${comparison.kind}`),
      range: counted.range === null ? '' : rangeText(counted.range, { year: isOld(figures) }),
    },
  };
}

const isOld = ({ counted, today }: CostFigures): boolean =>
  counted.range !== null && lastDay(counted.range).slice(0, 4) !== today.slice(0, 4);
