import { useNavigate, useSearch } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeakImpact } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { EntityChip } from '../../components/entity-chip.js';
import { Segments } from '../../components/segments.js';
import { ChartKey } from '../../components/time-series-chart/chart-key.js';
import { TimeSeriesChart } from '../../components/time-series-chart/time-series-chart.js';
import { amount, type Amount } from '../../lib/decimal.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { axisMoney, money } from '../../lib/format/money.js';
import { axisQuantity, quantity } from '../../lib/format/numbers.js';
import type { SearchParams } from '../../lib/search-params.js';
import { ChartOrTable, useChartOrTable } from '../costs/chart-or-table.js';
import { hourFigures, impactBuckets, impactSeries, midnightsOf } from './impact-buckets.js';
import { HoursTable } from './hours-table.js';
import { hourShort } from './impact-words.js';
import type { ImpactUnit } from './leak-view.js';
import './leak-words.js';

/** Why the leak is taken to have begun when it did. */
export type SinceBy = 'chosen' | 'found' | 'assumed';

interface ImpactChartCardProps {
  impact: LeakImpact;
  by: SinceBy | null;
  /** Chooses another time; absent: it is settled. */
  sincePicker?: ReactNode;
  /** Another answer is on its way. */
  isLoading?: boolean;
}

/** Each hour since a day before the leak, what is usual told from what is above it; as a chart or as its table. */
export function ImpactChartCard({ impact, by, sincePicker, isLoading = false }: ImpactChartCardProps) {
  const { t } = useTranslation();
  const unit = useImpactUnit();
  const shown = useChartOrTable();
  const hours = useMemo(() => impact.hours.map((hour) => hourFigures(hour, unit)), [impact.hours, unit]);
  const from = day.short(dayOf(hours[0]?.start ?? impact.since));
  return (
    <section className="card impact-chart" aria-labelledby="impact-title" aria-busy={isLoading}>
      <div className="card-head">
        <h2 id="impact-title">{t(`leaks.chart.${unit}`, { day: from })}</h2>
        {sincePicker}
        <UnitChoice />
        <ChartOrTable />
      </div>
      <p className="card-caption">{captionOf(impact, unit, t)}</p>
      {hours.every(({ total }) => total === null) ? (
        <EmptyState title={t('leaks.chart.noHours')}>{t('leaks.chart.noHoursText')}</EmptyState>
      ) : shown === 'table' ? (
        <HoursTable hours={hours} unit={unit} currency={impact.currency} />
      ) : (
        <ImpactChart impact={impact} hours={hours} unit={unit} by={by} />
      )}
      <p className="card-foot">{t(unit === 'cost' ? 'leaks.chart.foot' : 'leaks.chart.footRequests')}</p>
    </section>
  );
}

interface ImpactChartProps {
  impact: LeakImpact;
  hours: ReturnType<typeof hourFigures>[];
  unit: ImpactUnit;
  by: SinceBy | null;
}

function ImpactChart({ impact, hours, unit, by }: ImpactChartProps) {
  const { t } = useTranslation();
  const series = useMemo(
    () =>
      impactSeries(hours, {
        baseline: t('leaks.chart.baseline'),
        above: t('leaks.chart.above'),
        unbased: t('leaks.chart.unbased'),
      }),
    [hours, t],
  );
  const buckets = useMemo(() => impactBuckets(hours, t('leaks.chart.notRead')), [hours, t]);
  const leaked = t('leaks.chart.leaked', {
    hour: hourShort(impact.since),
    by: by === null ? '' : t(`leaks.since.by.${by}`),
  }).replace(/, $/, '');
  const mark = t('leaks.chart.mark');
  const format = formatOf(unit, impact.currency);
  return (
    <div className="card-body">
      <TimeSeriesChart
        buckets={buckets}
        series={series}
        mode="bars"
        summary={captionOf(impact, unit, t)}
        formatValue={format.full}
        formatAxis={format.axis}
        focused={null}
        events={[{ mark, key: impact.since, label: () => leaked }]}
        ticks={midnightsOf(hours)}
      />
      <ul className="impact-key">
        {series.map(({ id, label, color }) => (
          <li key={id}>
            <EntityChip name={label} color={color} />
          </li>
        ))}
        <li className="leaked-key">
          <span className="event-mark">{mark}</span> {leaked}
        </li>
      </ul>
      <ChartKey buckets={buckets} mode="bars" compared="" grouped />
    </div>
  );
}

interface UnitFormat {
  full: (value: Amount) => string;
  axis: (position: number) => string;
}

const formatOf = (unit: ImpactUnit, currency: string): UnitFormat =>
  unit === 'cost'
    ? { full: (value) => money(value, currency), axis: (position) => axisMoney(position, currency) }
    : { full: (value) => quantity(value), axis: axisQuantity };

function captionOf(impact: LeakImpact, unit: ImpactUnit, t: TFunction): string {
  const { total, currency, since } = impact;
  const first = firstHourWords(impact, t);
  const from = day.long(dayOf(since));
  if (unit === 'requests') {
    return t('leaks.chart.captionRequests', { requests: quantity(amount(total.requests)), day: from, first });
  }
  if (total.above === null || total.baseline === null) {
    return t('leaks.chart.noBaseline', { amount: money(amount(total.amount), currency), day: from, first });
  }
  return t('leaks.chart.caption', {
    above: money(amount(total.above), currency),
    baseline: money(amount(total.baseline), currency),
    day: from,
    first,
  });
}

/** From when on it stands out; of hours that were not read nobody can tell. */
function firstHourWords({ first_hour_above: first, hours, since }: LeakImpact, t: TFunction): string {
  if (first !== null) return t('leaks.chart.firstHour', { hour: hourShort(first) });
  const isMissing = hours.some(({ start, state }) => start >= since && state === 'missing');
  return t(isMissing ? 'leaks.chart.hoursMissing' : 'leaks.chart.noHour');
}

/** Cost, unless the address says otherwise. */
function useImpactUnit(): ImpactUnit {
  // Each page that shows what a key did takes any names and values.
  const search = useSearch({ strict: false }) as SearchParams;
  return search['unit'] === 'requests' ? 'requests' : 'cost';
}

function UnitChoice() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as SearchParams;
  const { unit: _unit, ...others } = search;
  const change = (next: ImpactUnit) =>
    void navigate({ to: '.', search: next === 'cost' ? others : { ...others, unit: next }, resetScroll: false });
  return (
    <Segments<ImpactUnit>
      small
      label={t('leaks.chart.unit')}
      value={useImpactUnit()}
      options={[
        { value: 'cost', label: t('leaks.chart.unitCost') },
        { value: 'requests', label: t('leaks.chart.unitRequests') },
      ]}
      onChange={change}
    />
  );
}
