import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { TimeSeriesChart } from '../../components/time-series-chart/time-series-chart.js';
import { month } from '../../lib/format/days.js';
import { axisMoney, money, moneyChange } from '../../lib/format/money.js';
import { calendarLabels, chartBuckets } from '../explorer/chart-buckets.js';
import type { CostReport } from '../costs/cost-report.js';
import type { CostFigures } from '../costs/cost-figures.js';

/** The running sum of the month over that of the month before: ahead or behind, day by day. */
export function PaceCard({ figures, report }: { figures: CostFigures; report: CostReport }) {
  const { t } = useTranslation();
  const before = figures.comparison.range;
  const buckets = useMemo(
    () =>
      chartBuckets(report, calendarLabels(report, figures.bucket))
        .filter(({ state }) => state !== 'pending')
        .map((bucket) => ({ ...bucket, amounts: [bucket.total] })),
    [report, figures.bucket],
  );
  if (before === null || report.previousTotal === null) return null;
  const names = { month: month.long(figures.asked.start), before: month.long(before.start) };
  const sentence = t('overview.pace.sentence', {
    ...names,
    total: money(report.total, report.currency),
    previous: money(report.previousTotal, report.currency),
    change: moneyChange(report.total - report.previousTotal, report.currency),
  });
  return (
    <section className="card" aria-labelledby="pace-title">
      <div className="card-head">
        <h2 id="pace-title">{t('overview.pace.title', names)}</h2>
      </div>
      <p className="card-caption">{sentence}</p>
      <div className="card-body">
        <TimeSeriesChart
          buckets={buckets}
          series={[{ id: 'total', label: names.month, color: 'var(--s1)' }]}
          mode="cumulative"
          summary={sentence}
          formatValue={(value) => money(value, report.currency)}
          formatAxis={(position) => axisMoney(position, report.currency)}
          focused={null}
        />
        <div className="chart-key">
          <span>
            <i className="total-line" style={{ borderColor: 'var(--s1)' }} aria-hidden="true" />
            {names.month}
          </span>
          <span>
            <i className="line" aria-hidden="true" />
            {names.before}
          </span>
        </div>
      </div>
    </section>
  );
}
