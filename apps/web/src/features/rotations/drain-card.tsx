import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { Rotation } from '@bursar/contract';
import { ChartKey } from '../../components/time-series-chart/chart-key.js';
import { TimeSeriesChart } from '../../components/time-series-chart/time-series-chart.js';
import { axisQuantity, count, quantity } from '../../lib/format/numbers.js';
import { clockOnly, clockToSecond } from '../../lib/format/times.js';
import { ChartOrTable, useChartOrTable } from '../costs/chart-or-table.js';
import { drainChart, type DrainChart } from './drain-chart.js';
import { MinutesTable } from './minutes-table.js';
import { lastOldCall, wholeOf } from './rotation-minutes.js';

interface DrainCardProps {
  rotation: Rotation;
  now: string;
}

/** The old key's calls fall to zero while the new one's rise, minute by minute. */
export function DrainCard({ rotation, now }: DrainCardProps) {
  const { t } = useTranslation();
  const shown = useChartOrTable();
  const sentence = sentenceOf(rotation, t);
  return (
    <section className="card span-8" aria-labelledby="drain-title">
      <div className="card-head">
        <h2 id="drain-title">{t('rotations.chart.title')}</h2>
        <ChartOrTable />
      </div>
      <p className="card-caption">{sentence}</p>
      {shown === 'table' ? (
        <MinutesTable rotation={rotation} by="minute" />
      ) : (
        <Drawing rotation={rotation} now={now} sentence={sentence} />
      )}
      <p className="card-foot">{lastUsedText(rotation, t)}</p>
    </section>
  );
}

function Drawing({ rotation, now, sentence }: DrainCardProps & { sentence: string }) {
  const { t } = useTranslation();
  const chart = useMemo(() => drainChart(rotation, now, t), [rotation, now, t]);
  return (
    <div className="card-body drain-drawing">
      <TimeSeriesChart
        {...chart}
        mode="bars"
        summary={sentence}
        formatValue={quantity}
        formatAxis={wholeCalls}
        focused={null}
      />
      <Key chart={chart} />
      <ChartKey buckets={chart.buckets} mode="bars" compared="" grouped={false} />
    </div>
  );
}

/** There is no half a call. */
const wholeCalls = (position: number): string => (Number.isInteger(position) ? axisQuantity(position) : '');

/** What bars, line and letters stand for. */
function Key({ chart: { series, events } }: { chart: DrainChart }) {
  return (
    <div className="chart-key">
      {series.map(({ id, label, color, isLine }) => (
        <span key={id}>
          {isLine === true ? (
            <i className="total-line" aria-hidden="true" />
          ) : (
            <i className="swatch" style={{ background: color }} aria-hidden="true" />
          )}
          {label}
        </span>
      ))}
      {events.map(({ mark, key, label }) => (
        <span key={key} className="event-key">
          <b>{mark}</b> {label()}
        </span>
      ))}
    </div>
  );
}

/** "Old key: 861 requests since 13:00, none after 13:52. New key: 1,137 requests." */
function sentenceOf({ minutes, new_key: newKey }: Rotation, t: TFunction): string {
  const whole = wholeOf(minutes);
  if (whole === null) return t('rotations.chart.notRead');
  const last = lastOldCall(minutes);
  const figure = (value: number): string =>
    t('rotations.chart.requests', {
      count: value,
      figure: whole.read === 'all' ? count(value) : t('rotations.table.atLeast', { figure: count(value) }),
    });
  const isOver = last !== null && last !== whole.last;
  return [
    t('rotations.chart.old', {
      figure: figure(whole.old),
      from: clockOnly(whole.start),
      after: isOver ? t('rotations.chart.none', { at: clockOnly(last) }) : '',
    }),
    ...(newKey === null ? [] : [t('rotations.chart.new', { figure: figure(whole.new) })]),
    t('rotations.chart.utc'),
  ].join(' ');
}

function lastUsedText({ drain: { last_used_at: at, last_used_read_at: readAt } }: Rotation, t: TFunction): string {
  const read =
    readAt === null ? t('rotations.chart.unread') : t('rotations.chart.readAt', { at: clockToSecond(readAt) });
  return at === null
    ? t('rotations.chart.lastUsedNever', { read })
    : t('rotations.chart.lastUsed', { at: clockToSecond(at), read });
}
