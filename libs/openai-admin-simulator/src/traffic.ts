/** What each key does all day: streams of requests, from which usage and costs are both made. */
import type { Capability } from '@bursar/contract';
import { DAY_SECONDS, weekday } from './days.js';
import { clampTotal, MINUTES, partBefore, type Rhythm } from './hours.js';
import type { CountedMeasures } from './measures.js';
import { fraction } from './random.js';

/** One line item of a stream. Prices in 10^-34 dollars for one unit of quantity, oldest first. */
export interface BilledItem {
  lineItem: string;
  /** Null: the cost rows name no quantity. */
  unit: string | null;
  /** Places in the counted measures. */
  places: readonly number[];
  prices: readonly { fromDay: number; each: bigint }[];
}

/** Traffic of one kind by one caller: everything that is one row at the finest grouping. */
export interface Stream {
  /** Address of its chance. */
  index: number;
  capability: string;
  /** All dimensions of the capability; `project_id`, `user_id`, `api_key_id` of the caller always. */
  values: Readonly<Record<string, string | null>>;
  counted: CountedMeasures;
  level: boolean;
  /** Half-open. */
  fromDay: number;
  untilDay: number;
  /** Where it begins or ends within a day: unix seconds of a full minute. */
  startsAt?: number;
  endsAt?: number;
  /** When its key expires, which may be put off. */
  expiresAt?: number;
  /** No day off: what a story needs cannot be left to chance. */
  steady?: boolean;
  /** Called by somebody who has the key and should not: whoever gets a new one, they do not. */
  isStranger?: boolean;
  rhythm: Rhythm;
  /** On an ordinary weekday of the anchor's week; bytes for a level. */
  perDay: number;
  /** For each counted measure: how many for one request. */
  perRequest: readonly number[];
  items: readonly BilledItem[];
}

/** What is metered, apart from money, by name. */
export type Metered = ReadonlyMap<string, { capability: Capability; counted: CountedMeasures }>;

/** Levels are whole steps of 16 MiB, so that gibibyte-hours have few decimals. */
const LEVEL_STEP = 16 * 1024 * 1024;
const GIBIBYTE = 1024 * 1024 * 1024;
const IDLE_SHARE = 0.04;

export interface Chance {
  seed: number;
  anchorDay: number;
}

/** Business grows a little each day; long before the anchor it was small but there. */
function growth(day: number, anchorDay: number): number {
  return Math.max(0.35, Math.min(3, 1 + (day - anchorDay) * 0.0018));
}

function levelAt(stream: Stream, day: number, chance: Chance): number {
  if (day < stream.fromDay || day >= stream.untilDay) return 0;
  const wobble = 0.97 + 0.06 * fraction(chance.seed, stream.index, day, 90);
  return Math.floor((stream.perDay * growth(day, chance.anchorDay) * wobble) / LEVEL_STEP) * LEVEL_STEP;
}

/** When a stream ends for good, as far as is known; unix seconds. */
export function endOf({ untilDay, endsAt = Infinity, expiresAt = Infinity }: Stream): number {
  return Math.min(untilDay * DAY_SECONDS, endsAt, expiresAt);
}

/** The last day on which it may flow. */
export function lastDay(stream: Stream): number {
  return Math.ceil(endOf(stream) / DAY_SECONDS) - 1;
}

/** Which minutes of a day a stream flows, where that is not all of them. */
function spanOn(stream: Stream, day: number): { from: number; until: number } | null {
  const minuteOf = (at: number) => Math.max(0, Math.min(MINUTES, Math.floor((at - day * DAY_SECONDS) / 60)));
  const from = stream.startsAt === undefined ? 0 : minuteOf(stream.startsAt);
  const until = minuteOf(endOf(stream));
  return from === 0 && until === MINUTES ? null : { from, until };
}

/** Totals of a day as if the stream flowed through all of it. @returns false if it is silent. */
function fullTotals(stream: Stream, day: number, chance: Chance, into: Float64Array): boolean {
  const { seed } = chance;
  const luck = fraction(seed, stream.index, day, 91);
  if (luck < IDLE_SHARE && !stream.steady) return false;
  const ofWeek = stream.steady ? 1 : stream.rhythm.week[weekday(day)]! * (0.74 + luck * 0.5);
  const requests = Math.floor(stream.perDay * growth(day, chance.anchorDay) * ofWeek);
  if (requests === 0) return false;
  for (let place = 0; place < stream.perRequest.length; place++) {
    const each = stream.perRequest[place]!;
    const wobble = each === 1 ? 1 : 0.9 + 0.2 * fraction(seed, stream.index, day, 100 + place);
    into[place] = each === 0 ? 0 : clampTotal(requests * each * wobble);
  }
  return true;
}

/**
 * Totals of a whole day in the counted measures, written to `into`.
 *
 * @returns false if the stream is silent that day; `into` is then not written.
 */
export function dayTotals(stream: Stream, day: number, chance: Chance, into: Float64Array): boolean {
  if (day < stream.fromDay || day >= stream.untilDay) return false;
  if (stream.level) {
    into[0] = levelAt(stream, day, chance);
    return into[0] > 0;
  }
  const span = spanOn(stream, day);
  if (span && span.from >= span.until) return false;
  if (!fullTotals(stream, day, chance, into)) return false;
  if (span) cut(stream, span, into);
  return true;
}

function cut(stream: Stream, { from, until }: { from: number; until: number }, totals: Float64Array): void {
  for (let place = 0; place < stream.counted.base.length; place++) {
    const total = totals[place]!;
    totals[place] = partBefore(total, stream.rhythm, until) - partBefore(total, stream.rhythm, from);
  }
}

/** The part of the day's totals that falls before a minute; for a level its height at that minute. */
export function totalsBefore(
  stream: Stream,
  at: { day: number; minute: number },
  chance: Chance,
  totals: Float64Array,
  into: Float64Array,
): void {
  if (stream.level) {
    const before = levelAt(stream, at.day - 1, chance);
    const height = before + ((totals[0]! - before) * Math.min(at.minute, MINUTES)) / MINUTES;
    into[0] = Math.floor(height / LEVEL_STEP) * LEVEL_STEP;
    return;
  }
  const span = spanOn(stream, at.day);
  if (span) {
    // The spread over the minutes is that of the full day, so that an end changes nothing of what was before it.
    fullTotals(stream, at.day, chance, into);
    cut(stream, { from: span.from, until: Math.max(span.from, Math.min(span.until, at.minute)) }, into);
    return;
  }
  for (let place = 0; place < stream.counted.base.length; place++) {
    into[place] = partBefore(totals[place]!, stream.rhythm, at.minute);
  }
}

/** Quantity that an item bills for these totals; a level is billed for each full hour of the day until now. */
export function billedQuantity(stream: Stream, item: BilledItem, totals: Float64Array, minutes = MINUTES): number {
  let quantity = 0;
  for (const place of item.places) quantity += totals[place]!;
  return stream.level ? (quantity / GIBIBYTE) * Math.floor(minutes / 60) : quantity;
}

/** The price of a day. */
export function priceOn(item: BilledItem, day: number): bigint {
  let each = 0n;
  for (const price of item.prices) if (price.fromDay <= day) each = price.each;
  return each;
}

/** Ends streams at the minute of an instant; what is stored stays stored. */
export function silenceStreams(streams: readonly Stream[], keyIds: ReadonlySet<string>, atSeconds: number): void {
  const endsAt = Math.floor(atSeconds / 60) * 60;
  for (const stream of streams) {
    const keyId = stream.values['api_key_id'];
    if (stream.level || !keyId || !keyIds.has(keyId)) continue;
    stream.endsAt = Math.min(stream.endsAt ?? endsAt, endsAt);
  }
}

/** Lets the streams of a key end when it expires; a later expiry lets them go on. */
export function expireStreams(streams: readonly Stream[], keyId: string, expiresAt: number | null): void {
  for (const stream of streams) {
    if (stream.level || stream.values['api_key_id'] !== keyId) continue;
    if (expiresAt === null) delete stream.expiresAt;
    else stream.expiresAt = Math.floor(expiresAt / 60) * 60;
  }
}
