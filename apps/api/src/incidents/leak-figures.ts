/** What a key did since a time against what it did before: a pure function of what was measured and billed. */
import { type BucketState, type ImpactDay, type ImpactHour, type ImpactModel } from '@bursar/contract';
import { DAY_MS, floorTo } from '../sync/spans.js';
import { decimalOf, medianOf, ONE, spread, sumOf, unitsOf } from './decimals.js';

export const HOUR_MS = 3_600_000;
/** On so many days of the baseline a model was used "daily". */
const DAILY = 20;

/** Requests of an hour by the model that they were made to. */
export interface MeasuredHour {
  start: number;
  state: BucketState;
  byModel: ReadonlyMap<string | null, bigint>;
}

/** What was billed for a UTC day, and for which models. */
export interface BilledDay {
  day: number;
  state: BucketState;
  amount: bigint;
  byModel: ReadonlyMap<string | null, bigint>;
}

/** Hours and days without a gap, oldest first, from the start of the baseline on. */
export interface Measured {
  hours: readonly MeasuredHour[];
  days: readonly BilledDay[];
  /** Start of an hour. */
  since: number;
  /** Where what was usual ends, and what is shown begins: a UTC midnight. */
  shownFrom: number;
}

export interface Figures {
  hours: ImpactHour[];
  days: ImpactDay[];
  total: { amount: string; baseline: string | null; above: string | null; requests: string };
  firstHourAbove: string | null;
  models: ImpactModel[];
}

type SameHours = ReadonlyMap<number, readonly MeasuredHour[]>;

const instantOf = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
const isKnown = ({ state }: { state: BucketState }): boolean => state !== 'missing';
const requestsOf = ({ byModel }: MeasuredHour): bigint => sumOf(byModel.values());

export function figuresOf(measured: Measured): Figures {
  const { since, shownFrom } = measured;
  const usual = measured.hours.filter((hour) => hour.start < shownFrom && isKnown(hour));
  const sameHours = Map.groupBy(usual, ({ start }) => start % DAY_MS);
  const days = daysOf(measured);
  const hours = hoursOf(measured, sameHours);
  return {
    hours,
    days,
    total: totalOf(days, hours, since),
    firstHourAbove: firstAbove(measured, usual),
    models: modelsOf(measured, usual),
  };
}

function hoursOf(measured: Measured, sameHours: SameHours): ImpactHour[] {
  const estimates = estimatesOf(measured);
  const told = (units: bigint | null | undefined): string | null =>
    units === null || units === undefined ? null : decimalOf(units);
  return measured.hours
    .filter(({ start }) => start >= measured.shownFrom)
    .map((hour) => {
      const same = sameHours.get(hour.start % DAY_MS) ?? [];
      const day = measured.days.find((one) => one.day === floorTo(hour.start, DAY_MS));
      return {
        start: instantOf(hour.start),
        requests: requestsOf(hour).toString(),
        // Of an even number of whole numbers it may be a half.
        baseline_requests: told(medianOf(same.map((one) => requestsOf(one) * ONE))),
        amount_estimate: told(estimates.get(hour.start)),
        baseline_amount_estimate: told(medianOf(same.flatMap(({ start }) => estimates.get(start) ?? []))),
        state: hour.state,
        billed_state: day?.state ?? 'missing',
      };
    });
}

/** The billed day over its hours, model by model; a day that was not read, or not measured whole, has none. */
function estimatesOf({ hours, days }: Measured): ReadonlyMap<number, bigint> {
  const hoursByDay = Map.groupBy(hours, ({ start }) => floorTo(start, DAY_MS));
  const estimates = new Map<number, bigint>();
  for (const day of days) {
    const own = hoursByDay.get(day.day) ?? [];
    if (!isKnown(day) || own.length === 0 || !own.every(isKnown)) continue;
    for (const { start } of own) estimates.set(start, 0n);
    for (const [model, amount] of day.byModel) {
      const ofModel = own.map(({ byModel }) => byModel.get(model) ?? 0n);
      const parts = spread(amount, ofModel.some((requests) => requests > 0n) ? ofModel : own.map(requestsOf));
      own.forEach(({ start }, index) => estimates.set(start, (estimates.get(start) ?? 0n) + (parts[index] ?? 0n)));
    }
  }
  return estimates;
}

function daysOf({ days, hours, since, shownFrom }: Measured): ImpactDay[] {
  const before = days.filter((day) => day.day < shownFrom && isKnown(day));
  const baseline = medianOf(before.map(({ amount }) => amount));
  return days
    .filter(({ day }) => day >= floorTo(since, DAY_MS))
    .map(({ day, amount, state }) => {
      const above = baseline === null || state === 'missing' ? null : amount - baseline;
      const own = hours.filter(({ start }) => floorTo(start, DAY_MS) === day);
      return {
        day: instantOf(day),
        amount: decimalOf(amount),
        baseline: baseline === null ? null : decimalOf(baseline),
        above: above === null ? null : decimalOf(above > 0n ? above : 0n),
        requests: sumOf(own.map(requestsOf)).toString(),
        state,
      };
    });
}

function totalOf(days: readonly ImpactDay[], hours: readonly ImpactHour[], since: number): Figures['total'] {
  /** Null where one of them is not known: what is missing is not zero. */
  const add = (texts: readonly (string | null)[]): string | null => {
    const known = texts.filter((text) => text !== null);
    return known.length < texts.length ? null : decimalOf(sumOf(known.map(unitsOf)));
  };
  const used = hours.filter(({ start }) => Date.parse(start) >= since);
  return {
    amount: decimalOf(sumOf(days.map(({ amount }) => unitsOf(amount)))),
    baseline: add(days.map(({ baseline }) => baseline)),
    above: add(days.map(({ above }) => above)),
    requests: sumOf(used.map(({ requests }) => BigInt(requests))).toString(),
  };
}

/**
 * Twice as much as there ever was at that hour of the day, and as is usual at any: half of all hours are above the median,
 * and of a key that sleeps at night a single call would be.
 */
function firstAbove({ hours, shownFrom }: Measured, usual: readonly MeasuredHour[]): string | null {
  const ordinary = medianOf(usual.map(requestsOf));
  const sameHours = Map.groupBy(usual, ({ start }) => start % DAY_MS);
  const first = hours.find((hour) => {
    const same = sameHours.get(hour.start % DAY_MS);
    if (hour.start < shownFrom || same === undefined || ordinary === null) return false;
    const requests = requestsOf(hour);
    return [ordinary, ...same.map(requestsOf)].every((highest) => requests > 2n * highest);
  });
  return first === undefined ? null : instantOf(first.start);
}

function modelsOf({ hours, days, since }: Measured, usual: readonly MeasuredHour[]): ImpactModel[] {
  const used = hours.filter(({ start }) => start >= since);
  const billed = days.filter(({ day }) => day >= floorTo(since, DAY_MS));
  const models = new Set([...used, ...billed].flatMap(({ byModel }) => [...byModel.keys()]));
  const knownDays = daysIn(usual);
  return [...models]
    .map((model): ImpactModel => {
      const amounts = billed.flatMap(({ byModel }) => byModel.get(model) ?? []);
      const daysBefore = daysIn(usual.filter(({ byModel }) => (byModel.get(model) ?? 0n) > 0n));
      return {
        model,
        requests: sumOf(used.map(({ byModel }) => byModel.get(model) ?? 0n)).toString(),
        amount: amounts.length === 0 ? null : decimalOf(sumOf(amounts)),
        before: usedBefore(daysBefore, knownDays),
        days_before: daysBefore,
      };
    })
    .filter(({ requests, amount }) => requests !== '0' || amount !== null)
    .toSorted((a, b) => Number(BigInt(b.requests) - BigInt(a.requests)));
}

const daysIn = (hours: readonly MeasuredHour[]): number =>
  new Set(hours.map(({ start }) => floorTo(start, DAY_MS))).size;

function usedBefore(days: number, knownDays: number): ImpactModel['before'] {
  if (days === 0) return knownDays === 0 ? 'unknown' : 'never';
  return days >= DAILY ? 'daily' : 'sometimes';
}
