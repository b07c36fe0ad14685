import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { zoned } from '../../lib/format/times.js';
import { eventsQuestion } from '../chart-events/events-question.js';
import { chartBuckets } from '../explorer/chart-buckets.js';
import { ChartCard } from '../explorer/chart-card.js';
import type { Report } from '../explorer/report.js';
import type { ValueFormat } from '../explorer/value-format.js';
import { CHARTS } from '../explorer/view-parts.js';
import { clockChanges } from './clock-changes.js';
import { drillInto } from './drill-down.js';
import { measureName } from './measure-format.js';
import { spanText, usageLabels, zoneOf } from './time-labels.js';
import { useUnknownWords } from './unknown-words.js';
import { useUsageSentence } from './usage-chart-sentence.js';
import type { UsageFigures } from './usage-figures.js';
import { isNarrow } from './usage-range.js';
import type { ChangeUsageView } from './use-usage-view.js';

interface UsageChartCardProps {
  figures: UsageFigures;
  report: Report;
  format: ValueFormat;
  change: ChangeUsageView;
}

/** What was used, drawn. */
export function UsageChartCard({ figures, report, format, change }: UsageChartCardProps) {
  const { t } = useTranslation();
  const { view, bucket, capability, combine, counted, comparison, asked } = figures;
  const unknown = useUnknownWords(figures, format);
  const buckets = useMemo(
    () => chartBuckets(report, { ...usageLabels(figures, report), unknown }),
    [figures, report, unknown],
  );
  return (
    <ChartCard
      title={t(`usage.chart.title.${bucket}`, { measure: measureName(figures.measure, t) })}
      drawn={{
        report,
        format,
        buckets,
        compares: report.previousTotal !== null && comparison.range !== null,
        words: {
          sentence: useUsageSentence(figures, report, format),
          compared: t(`usage.chart.compared.${comparison.kind}`),
          range: isNarrow(bucket) ? t('words.total') : spanText(figures, counted.range),
        },
      }}
      view={view}
      // Heights do not add up over time.
      kinds={CHARTS.filter((kind) => combine === 'sum' || kind !== 'cumulative')}
      onChart={(chart) => change({ chart })}
      events={{
        isOn: view.events,
        onChange: (events) => change({ events }),
        question: eventsQuestion(asked, view.filters),
      }}
      onOpen={({ group }) => change(group === null ? { rows: 'group' } : drillInto(view, group, capability))}
      foot={<Foot figures={figures} report={report} format={format} />}
    />
  );
}

/** What runs beside the figures, and where local clocks change. */
function Foot({ figures, report, format }: Omit<UsageChartCardProps, 'change'>) {
  const { t } = useTranslation();
  const { running, bucket } = figures;
  const zone = zoneOf(figures);
  const changes = isNarrow(bucket)
    ? clockChanges(
        report.buckets.map(({ start }) => start),
        zone,
      ).size
    : 0;
  if (running === null && changes === 0) return null;
  return (
    <p className="card-foot">
      {running !== null &&
        t('usage.explorer.running', {
          time: zoned.dayClock(running.start, 'UTC'),
          figure: format.full(running.value),
        })}{' '}
      {changes > 0 && t('usage.clock.changes', { count: changes })}
    </p>
  );
}
