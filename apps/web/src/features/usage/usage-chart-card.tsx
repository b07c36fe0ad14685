import { ChartColumnStacked, ChartLine, TrendingUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Segments } from '../../components/segments.js';
import { ChartKey } from '../../components/time-series-chart/chart-key.js';
import { TimeSeriesChart } from '../../components/time-series-chart/time-series-chart.js';
import { zoned } from '../../lib/format.js';
import { chartBuckets } from '../explorer/chart-buckets.js';
import { groupingHead } from '../explorer/dimension-words.js';
import { LegendTable } from '../explorer/legend-table.js';
import type { Report } from '../explorer/report.js';
import type { ValueFormat } from '../explorer/value-format.js';
import { clockChanges } from './clock-changes.js';
import { drillInto } from './drill-down.js';
import { measureName } from './measure-format.js';
import { spanText, usageLabels, zoneOf } from './time-labels.js';
import { useUsageSentence } from './usage-chart-sentence.js';
import type { UsageFigures } from './usage-figures.js';
import { isNarrow } from './usage-range.js';
import { CHARTS, type ChartKind } from './usage-view.js';
import type { ChangeUsageView } from './use-usage-view.js';

const ICONS = { bars: ChartColumnStacked, lines: ChartLine, cumulative: TrendingUp } as const;

interface UsageChartCardProps {
  figures: UsageFigures;
  report: Report;
  format: ValueFormat;
  change: ChangeUsageView;
}

/** The chart, what it says in words, and its legend with totals and deltas. */
export function UsageChartCard({ figures, report, format, change }: UsageChartCardProps) {
  const { t } = useTranslation();
  const [focused, setFocused] = useState<string | null>(null);
  const { view, bucket, capability, combine, counted, comparison } = figures;
  const sentence = useUsageSentence(figures, report, format);
  const unknown = useUnknownWords(figures, format);
  const buckets = useMemo(
    () => chartBuckets(report, { ...usageLabels(figures, report), unknown }),
    [figures, report, unknown],
  );
  const kinds = CHARTS.filter((kind) => combine === 'sum' || kind !== 'cumulative');
  const ungrouped = view.groupBy === null ? ' ungrouped' : '';
  return (
    <section className={`card chart-card${ungrouped}`} aria-labelledby="chart-title">
      <div className="card-head">
        <h2 id="chart-title">{t(`usage.chart.title.${bucket}`, { measure: measureName(figures.measure, t) })}</h2>
        <Segments<ChartKind>
          small
          label={t('explorer.chart.kind')}
          value={view.chart}
          options={kinds.map((value) => ({ value, label: t(`explorer.chart.${value}`), icon: ICONS[value] }))}
          onChange={(chart) => change({ chart })}
        />
      </div>
      <p className="card-caption">{sentence}</p>
      <div className="card-body">
        <div className={`chart-with-legend${ungrouped}`}>
          <div>
            <TimeSeriesChart
              buckets={buckets}
              series={report.series}
              mode={view.chart}
              summary={sentence}
              formatValue={format.full}
              formatAxis={format.axis}
              focused={focused}
            />
            <ChartKey
              buckets={buckets}
              mode={view.chart}
              compared={t(`usage.chart.compared.${comparison.kind}`)}
              grouped={report.series.length > 1}
            />
          </div>
          {view.groupBy !== null && (
            <LegendTable
              report={report}
              format={format}
              head={groupingHead(view, t)}
              range={isNarrow(bucket) ? t('words.total') : spanText(figures, counted.range)}
              compares={report.previousTotal !== null && comparison.range !== null}
              onFocus={setFocused}
              onOpen={({ group }) => change(group === null ? { rows: 'group' } : drillInto(view, group, capability))}
            />
          )}
        </div>
      </div>
      <Foot figures={figures} report={report} format={format} />
    </section>
  );
}

/** Why a bucket has no figure: the running one says what it holds so far. */
export function useUnknownWords(figures: UsageFigures, format: ValueFormat) {
  const { t } = useTranslation();
  const { running } = figures;
  return useMemo(
    () =>
      ({ state }: { state: string }): string => {
        if (state !== 'pending') return t('words.missingWhy');
        return running === null
          ? t('usage.explorer.runningEmpty')
          : t('usage.explorer.runningShort', { figure: format.full(running.value) });
      },
    [running, format, t],
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
