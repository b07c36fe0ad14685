import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { dayOf } from '../../lib/days.js';
import { bucketLabel, during, range as rangeText, rangeInWords } from '../../lib/format/days.js';
import { span, spanEnds, zoned } from '../../lib/format/times.js';
import { calendarLabels, type BucketLabels } from '../explorer/chart-buckets.js';
import type { PlaceRange, Report, ReportBucket } from '../explorer/report.js';
import { browserZone, clockChanges } from './clock-changes.js';
import { daysIn, type UsageFigures } from './usage-figures.js';
import { isNarrow } from './usage-range.js';

const UTC = 'UTC';

/** The zone that names hours and minutes of a view; days are always UTC's. */
export const zoneOf = ({ view, bucket }: Pick<UsageFigures, 'view' | 'bucket'>): string =>
  isNarrow(bucket) && view.clock === 'local' ? browserZone() : UTC;

/** Labels for axis and tooltip; the tooltip adds the word UTC, so a local time is followed by UTC's. */
export function usageLabels(figures: UsageFigures, report: Report, zone = zoneOf(figures)): BucketLabels {
  const { bucket } = figures;
  if (!isNarrow(bucket)) return calendarLabels(report, bucket);
  const [first, last] = [report.buckets[0]?.start, report.buckets.at(-1)?.start];
  const oneDay = first !== undefined && last !== undefined && dayOf(first) === dayOf(last);
  return {
    label: ({ start }) => localAndUtc(start, zone),
    tick: ({ start }) => (oneDay ? zoned.clock(start, zone) : zoned.shortDayClock(start, zone)),
    previous: ({ start }) => localAndUtc(start, zone),
  };
}

/** `Fri 20 Nov, 14:00`, or `Fri 20 Nov, 15:00 GMT+1 = 14:00`, whose last time is UTC's. */
function localAndUtc(start: string, zone: string): string {
  if (zone === UTC) return zoned.dayClock(start, UTC);
  return `${zoned.dayClock(start, zone)} ${zoned.offset(start, zone)} = ${zoned.clock(start, UTC)}`;
}

/** Heads of rows: local hours carry their offset and UTC's hour, and say where the clock changed. */
export function rowLabels(
  figures: UsageFigures,
  report: Report,
  t: TFunction,
  zone = zoneOf(figures),
): (bucket: ReportBucket) => ReactNode {
  const { bucket: width } = figures;
  if (!isNarrow(width)) return (bucket) => bucketLabel(bucket, width);
  if (zone === UTC) return ({ start }) => zoned.dayClock(start, UTC);
  const changes = clockChanges(
    report.buckets.map(({ start }) => start),
    zone,
  );
  return ({ start }) => {
    const change = changes.get(start);
    return (
      <>
        {zoned.dayClock(start, zone)}{' '}
        <span className="quiet clock-utc">
          {zoned.offset(start, zone)} {t('usage.clock.utc', { time: zoned.clock(start, UTC) })}
        </span>
        {change !== undefined && <span className="state-word clock-change">{t(`usage.clock.${change}`)}</span>}
      </>
    );
  };
}

/** A range of the explorer in a column head: days, or hours of a day. */
export function spanText(figures: UsageFigures, range: PlaceRange | null, zone = zoneOf(figures)): string {
  if (range === null) return '';
  if (isNarrow(figures.bucket)) return span(range, zone);
  const days = daysIn(range);
  return rangeText(days, { year: days.start.slice(0, 4) !== figures.now.slice(0, 4) });
}

/** A range inside a sentence: `from 1 to 20 November`, `from 20 Nov 08:00 – 14:00 UTC`. */
export function spanDuring(figures: UsageFigures, range: PlaceRange, t: TFunction): string {
  if (!isNarrow(figures.bucket)) return during(daysIn(range), dayOf(figures.now));
  return t('usage.during', { range: spanInWordsOnly(range, t) });
}

export function spanInWords(figures: UsageFigures, range: PlaceRange, t: TFunction): string {
  if (!isNarrow(figures.bucket)) return rangeInWords(daysIn(range), dayOf(figures.now));
  return t('usage.spanUtc', { range: spanInWordsOnly(range, t) });
}

/** `20 Nov 08:00 to 14:00` */
const spanInWordsOnly = (range: PlaceRange, t: TFunction): string => t('words.range', spanEnds(range, UTC));
