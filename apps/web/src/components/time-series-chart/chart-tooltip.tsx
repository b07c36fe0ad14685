import { useTranslation } from 'react-i18next';
import { byLargest, magnitude, sum, ZERO, type Amount } from '../../lib/decimal.js';
import { EntityChip } from '../entity-chip.js';
import type { ChartBucket, ChartEvent, ChartMode, ChartSeries, DrawnBucket } from './chart-data.js';
import { nearestEvents } from './nearest-events.js';

interface ChartTooltipProps {
  buckets: readonly ChartBucket[];
  series: readonly ChartSeries[];
  mode: ChartMode;
  events: readonly ChartEvent[];
  formatValue: (value: Amount) => string;
  /** Given by the drawing library. */
  active?: boolean;
  payload?: readonly { payload?: unknown }[];
}

const SHOWN = 3;

/** Date with UTC, the largest three and the rest, the total, the comparison, and what happened then. */
export function ChartTooltip(props: ChartTooltipProps) {
  const { buckets, series, mode, events, formatValue, active, payload } = props;
  const { t } = useTranslation();
  // The library hands the datum over untyped; it is one of those that the chart was given.
  const datum = payload?.[0]?.payload as DrawnBucket | undefined;
  const bucket = datum === undefined ? undefined : buckets[datum.index];
  if (active !== true || bucket === undefined) return null;
  return (
    <div className="chart-tip">
      <h3>
        {bucket.label()} <span>{t('words.utc')}</span>
      </h3>
      {bucket.total === null ? (
        <p>{bucket.unknown ?? t(bucket.state === 'pending' ? 'words.pendingWhy' : 'words.missingWhy')}</p>
      ) : (
        <Figures bucket={bucket} total={bucket.total} series={series} formatValue={formatValue} />
      )}
      {mode === 'cumulative' && bucket.total !== null && <p>{t('words.cumulative')}</p>}
      {bucket.state === 'provisional' && <p>{t('words.provisionalWhy')}</p>}
      {datum !== undefined && <Events events={nearestEvents(events, buckets, datum.index)} />}
    </div>
  );
}

function Events({ events }: { events: readonly ChartEvent[] }) {
  if (events.length === 0) return null;
  return (
    <ul className="chart-tip-events">
      {events.map(({ mark, key, label }) => (
        <li key={key}>
          <span className="event-mark">{mark}</span>
          <span>{label()}</span>
        </li>
      ))}
    </ul>
  );
}

interface FiguresProps {
  bucket: ChartBucket;
  total: Amount;
  series: readonly ChartSeries[];
  formatValue: (value: Amount) => string;
}

function Figures({ bucket, total, series, formatValue }: FiguresProps) {
  const { t } = useTranslation();
  const ranked = series
    .map((each, index) => ({ ...each, amount: bucket.amounts[index] ?? ZERO }))
    .filter((each) => each.amount !== ZERO)
    .sort((a, b) => byLargest(magnitude(a.amount), magnitude(b.amount)));
  const shown = ranked.slice(0, SHOWN);
  const rest = ranked.slice(SHOWN);
  return (
    <dl>
      {series.length > 1 &&
        shown.map(({ id, label, color, amount }) => (
          <Row key={id} name={<EntityChip name={label} color={color} />} value={formatValue(amount)} />
        ))}
      {series.length > 1 && rest.length > 0 && (
        <Row
          className="rest"
          name={t('words.moreSeries', { count: rest.length })}
          value={formatValue(sum(rest.map(({ amount }) => amount)))}
        />
      )}
      <Row className="total" name={t('words.total')} value={formatValue(total)} />
      {bucket.previous !== null && bucket.previousLabel !== null && (
        <Row className="before" name={bucket.previousLabel()} value={formatValue(bucket.previous)} />
      )}
    </dl>
  );
}

function Row({ className = '', name, value }: { className?: string; name: React.ReactNode; value: string }) {
  return (
    <>
      <dt className={className}>{name}</dt>
      <dd className={className}>{value}</dd>
    </>
  );
}
