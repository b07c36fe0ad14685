/** Instants and stretches of time as text; UTC where no zone is asked for. */
import i18next from 'i18next';
import { day, range } from './days.js';
import { dates } from './intl.js';

/** `14:12 UTC` */
export const clock = (instant: string): string =>
  `${dates({ hour: '2-digit', minute: '2-digit' }).format(new Date(instant))} UTC`;

/** `14:12` */
export const clockOnly = (instant: string): string =>
  dates({ hour: '2-digit', minute: '2-digit' }).format(new Date(instant));

/** Times in a zone by its IANA name, such as `Europe/Berlin`. */
export const zoned = {
  /** `15:00` */
  clock: (instant: string, zone: string): string =>
    dates({ hour: '2-digit', minute: '2-digit' }, zone).format(new Date(instant)),
  /** `Fri 20 Nov, 15:00` */
  dayClock: (instant: string, zone: string): string =>
    `${dates({ weekday: 'short', day: 'numeric', month: 'short' }, zone).format(new Date(instant)).replace(',', '')}, ${zoned.clock(instant, zone)}`,
  /** `20 Nov 15:00` */
  shortDayClock: (instant: string, zone: string): string =>
    `${dates({ day: 'numeric', month: 'short' }, zone).format(new Date(instant))} ${zoned.clock(instant, zone)}`,
  /** `GMT+1`: tells apart the two hours that a clock shows twice. */
  offset: (instant: string, zone: string): string =>
    dates({ timeZoneName: 'shortOffset' }, zone)
      .formatToParts(new Date(instant))
      .find(({ type }) => type === 'timeZoneName')?.value ?? zone,
};

/** `20 Nov 08:00 – 14:00`, `19 Nov 20:00 – 20 Nov 02:00`: a range narrower than days, without the word UTC. */
export function span(value: { start: string; end: string }, zone = 'UTC'): string {
  const { from, to } = spanEnds(value, zone);
  return `${from} \u2013 ${to}`;
}

/** Both ends of such a range; the day of the second is left out where it is the first one's. */
export function spanEnds({ start, end }: { start: string; end: string }, zone: string): { from: string; to: string } {
  const dayIn = (instant: string): string => dates({ dateStyle: 'short' }, zone).format(new Date(instant));
  const to = dayIn(start) === dayIn(end) ? zoned.clock(end, zone) : zoned.shortDayClock(end, zone);
  return { from: zoned.shortDayClock(start, zone), to };
}

/** `14:12:09`: where two things happen within a minute. */
export const clockToSecond = (instant: string): string =>
  dates({ hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(instant));

/** `20 Nov 2026, 14:12:09 UTC` */
export const exactMoment = (instant: string): string =>
  i18next.t('words.exactMoment', { day: day.full(instant.slice(0, 10)), time: clockToSecond(instant) });

/** `20 Nov 2026, 14:12 UTC` */
export const moment = (instant: string): string => `${day.full(instant.slice(0, 10))}, ${clock(instant)}`;

/** `19 Nov, 19:00–21:00 UTC`, or as days where both ends are midnights: a stretch of time that is no range of days. */
export function stretch({ start, end }: { start: string; end: string }): string {
  const [from, to] = [start.slice(0, 10), end.slice(0, 10)];
  const isMidnight = (instant: string): boolean => instant.slice(11, 16) === '00:00';
  if (isMidnight(start) && isMidnight(end)) return range({ start: from, end: to });
  const times = { from: clockOnly(start), to: clockOnly(end) };
  if (from === to) return i18next.t('words.spanInDay', { day: day.short(from), ...times });
  return i18next.t('words.spanOfDays', { firstDay: day.short(from), lastDay: day.short(to), ...times });
}

/** `40 s`, `4 min`, `5 h 12 min`, `3 days`: never more than two units. */
export function duration(seconds: number): string {
  if (seconds < 60) return i18next.t('words.seconds', { count: Math.max(0, Math.round(seconds)) });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return i18next.t('words.minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return i18next.t('words.days', { count: Math.round(hours / 24) });
  const rest = minutes % 60;
  if (rest === 0) return i18next.t('words.hours', { count: hours });
  return i18next.t('words.hoursMinutes', { hours, minutes: rest });
}

export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;
