/** The calls of both keys by minute, what happened meanwhile, and since when the old one is silent. */
import type { TFunction } from 'i18next';
import type { Rotation, RotationEvent, RotationMinute } from '@bursar/contract';
import type { ChartBucket, ChartEvent, ChartSeries, ChartSpan } from '../../components/time-series-chart/chart-data.js';
import { amount } from '../../lib/decimal.js';
import { clock, clockOnly } from '../../lib/format/times.js';
import { isSilent, silentFor, tailOf } from './rotation-facts.js';

export interface DrainChart {
  buckets: readonly ChartBucket[];
  series: readonly ChartSeries[];
  events: readonly ChartEvent[];
  span: ChartSpan | null;
  /** The quarters of the clock. */
  ticks: readonly string[];
}

/** What the drawing marks; the timeline tells all of it. */
const MARKED: readonly RotationEvent[] = [
  'new_key_created',
  'new_key_found',
  'last_call_of_old_key',
  'expiry_set',
  'expiry_moved',
  'old_key_deleted',
  'old_account_deleted',
  'old_key_gone',
];
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const minuteOf = (at: string): string => `${at.slice(0, 16)}:00Z`;

/** @param now the server's time */
export function drainChart(rotation: Rotation, now: string, t: TFunction): DrainChart {
  const { minutes } = rotation;
  return {
    buckets: minutes.map((minute) => bucketOf(minute, rotation, t)),
    series: seriesOf(rotation, t),
    events: eventsOf(rotation, t),
    span: silenceOf(rotation, now, t),
    ticks: minutes.map(({ start }) => start).filter((start) => Number(start.slice(14, 16)) % 15 === 0),
  };
}

function bucketOf(minute: RotationMinute, { new_key: newKey, drain }: Rotation, t: TFunction): ChartBucket {
  const { start, is_complete: isComplete } = minute;
  // What was read of an incomplete minute did happen; where nothing was, nothing is known.
  const isKnown = isComplete || minute.old + minute.new > 0;
  // Its line begins with the key.
  const isMade = newKey === null || newKey.created_at === null || start >= minuteOf(newKey.created_at);
  const figures = newKey === null ? [minute.old] : [minute.old, isMade ? minute.new : null];
  return {
    key: start,
    label: () => clockOnly(start),
    tick: () => clockOnly(start),
    // The newest minutes always come late; a hole before them is one.
    state: isComplete ? 'final' : start >= drain.looked_to ? 'pending' : 'missing',
    total: isKnown ? amount(String(minute.old + minute.new)) : null,
    amounts: figures.map((figure) => (isKnown && figure !== null ? amount(String(figure)) : null)),
    previous: null,
    previousLabel: null,
    unknown: t('rotations.chart.notRead'),
  };
}

function seriesOf({ old_key: oldKey, new_key: newKey }: Rotation, t: TFunction): ChartSeries[] {
  const old: ChartSeries = { id: 'old', label: t('rotations.key.old', { tail: tailOf(oldKey) }), color: 'var(--s2)' };
  if (newKey === null) return [old];
  const label = t('rotations.key.new', { tail: tailOf(newKey) });
  return [old, { id: 'new', label, color: 'var(--text)', isLine: true }];
}

/** What happened within the drawing, a letter for each minute. */
function eventsOf({ timeline, minutes }: Rotation, t: TFunction): ChartEvent[] {
  const keys = new Set(minutes.map(({ start }) => start));
  const byMinute = new Map<string, string[]>();
  for (const { at, event } of timeline) {
    const key = minuteOf(at);
    if (!MARKED.includes(event) || !keys.has(key)) continue;
    const what = t(`rotations.timeline.event.${event}`, { required: '' });
    byMinute.set(key, [...(byMinute.get(key) ?? []), t('rotations.chart.event', { at: clock(at), what })]);
  }
  return [...byMinute]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, texts], index) => ({ mark: LETTERS[index] ?? '\u2022', key, label: () => texts.join('; ') }));
}

function silenceOf({ drain, minutes }: Rotation, now: string, t: TFunction): ChartSpan | null {
  const { quiet_since: since, last_call_at: lastCall } = drain;
  const last = minutes.at(-1)?.start;
  if (!isSilent(drain) || since === null || last === undefined || since > last) return null;
  return {
    first: minutes.find(({ start }) => start >= since)?.start ?? last,
    last,
    title: t('rotations.chart.quiet', { duration: silentFor(drain, now) ?? '' }),
    text: lastCall === null ? t('rotations.chart.noCall') : t('rotations.chart.lastCall', { at: clockOnly(lastCall) }),
  };
}
