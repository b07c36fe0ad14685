/** What each day costs: the streams' quantities times the prices, credits, and what specs changed after the fact. */
import type { CostChange } from './billing-model.js';
import { dayOf, dayStart, parseDay } from './days.js';
import { applyChanges, bulkRows, checkChange, type CostRow } from './cost-changes.js';
import { parseDecimal } from './decimal.js';
import { MINUTES } from './hours.js';
import type { LooseLine } from './loose-lines.js';
import { fraction, hash } from './random.js';
import { billedQuantity, dayTotals, priceOn, totalsBefore, type Chance, type Stream } from './traffic.js';
import type { EventStore } from './usage-events.js';

/** One line of one caller: what a row at the finest grouping shows. */
export interface CostSeries {
  values: Readonly<Record<string, string | null>>;
  unit: string | null;
}

/** A day in numbers, by the place of the series; a quantity of NaN means that there is no row. */
export interface DayCosts {
  units: bigint[];
  quantities: Float64Array;
}

export interface LedgerPlan extends Chance {
  streams: readonly Stream[];
  looseLines: readonly LooseLine[];
  /** Dimensions of all keys: whom rows are given to that a spec asks for by number. */
  callers: readonly Readonly<Record<string, string | null>>[];
  historyDay: number;
  costLagHours: number;
  corrections: boolean;
}

/** How much of a day is there: minutes of its traffic, thousandths of their quantities. */
interface Visible {
  minutes: number;
  permille: number;
  /** Lines that come late are not there yet. */
  incomplete: boolean;
  corrected: boolean;
}

const ABSENT = { quantity: Number.NaN, units: 0n };
const HOUR_MS = 3_600_000;
const WHOLE: Visible = { minutes: MINUTES, permille: 1000, incomplete: false, corrected: true };

export class CostLedger {
  /** Another list once traffic is added, the same places first. */
  series: readonly CostSeries[];
  /** Those from the start, and those that were added. */
  private readonly streams: readonly Stream[];
  private readonly late: Stream[] = [];
  private readonly changes = new Map<number, CostChange[]>();
  private readonly bulk = new Map<number, number>();

  constructor(
    private readonly plan: LedgerPlan,
    private readonly events: EventStore,
  ) {
    // The plan's list grows as traffic is added, which would move the places of everything behind it.
    this.streams = [...plan.streams];
    this.series = [...this.streams.flatMap(seriesOf), ...plan.looseLines];
  }

  /** Bills streams that begin later. */
  addStreams(streams: readonly Stream[]): void {
    this.late.push(...streams);
    this.series = [...this.series, ...streams.flatMap(seriesOf)];
  }

  restate(day: Date | string, changes: readonly CostChange[]): void {
    const place = parseDay(day);
    for (const change of changes) checkChange(change);
    this.changes.set(place, [...(this.changes.get(place) ?? []), ...changes]);
  }

  setRowsPerDay(day: Date | string, rows: number): void {
    this.bulk.set(parseDay(day), rows);
  }

  /** Whether the day is more than its series. */
  isChanged(day: number): boolean {
    return this.changes.has(day) || (this.bulk.get(day) ?? 0) > 0 || this.events.on(day).length > 0;
  }

  emptyDay(): DayCosts {
    return { units: new Array<bigint>(this.series.length).fill(0n), quantities: new Float64Array(this.series.length) };
  }

  /**
   * Writes the series of a day as far as they are there at `now`; null means all that will be.
   *
   * @returns false if nothing of the day is billed yet.
   */
  fill(day: number, now: Date | null, into: DayCosts): boolean {
    into.quantities.fill(Number.NaN);
    const visible = this.visible(day, now);
    if (!visible || day < this.plan.historyDay) return false;
    let place = this.fillStreams(this.streams, { day, place: 0, visible }, into);
    for (const line of this.plan.looseLines) {
      const { quantity, units } = line.on(day) ?? ABSENT;
      into.quantities[place] = quantity;
      into.units[place++] = units;
    }
    this.fillStreams(this.late, { day, place, visible }, into);
    return true;
  }

  /** @returns the place after the last of them. */
  private fillStreams(
    streams: readonly Stream[],
    { day, place: first, visible }: { day: number; place: number; visible: Visible },
    into: DayCosts,
  ): number {
    const totals = new Float64Array(32);
    let place = first;
    for (const stream of streams) {
      const items = stream.items.length;
      if (items > 0 && this.visibleTotals(stream, day, visible, totals)) {
        this.fillStream({ stream, day, place, visible }, totals, into);
      }
      place += items;
    }
    return place;
  }

  /** All rows of a day, with what was changed after the fact. */
  rows(day: number, now: Date | null): CostRow[] {
    const costs = this.emptyDay();
    if (!this.fill(day, now, costs) && !(this.isChanged(day) && this.visible(day, now))) return [];
    const rows: CostRow[] = [];
    this.series.forEach(({ values, unit }, place) => {
      const quantity = costs.quantities[place]!;
      if (Number.isNaN(quantity)) return;
      const exact = unit === null ? null : parseDecimal(String(quantity));
      rows.push({ values, currency: 'usd', units: costs.units[place]!, quantity: exact, unit });
    });
    rows.push(...this.events.costsOn(day, now));
    rows.push(...bulkRows(day, this.bulk.get(day) ?? 0, this.plan.callers));
    return applyChanges(rows, this.changes.get(day) ?? []);
  }

  private visible(day: number, now: Date | null): Visible | null {
    if (now === null) return WHOLE;
    const { costLagHours: lag, corrections } = this.plan;
    const age = (now.getTime() - dayStart(day + 1).getTime()) / HOUR_MS;
    const corrected = corrections && age >= 48;
    if (lag === 0 && day === dayOf(now)) {
      const minutes = Math.floor((now.getTime() - dayStart(day).getTime()) / 60_000);
      return { minutes, permille: 1000, incomplete: false, corrected };
    }
    if (age < lag || age < 0) return null;
    if (age < 2 * lag) return { minutes: MINUTES, permille: 900, incomplete: true, corrected };
    return { minutes: MINUTES, permille: age < 3 * lag ? 985 : 1000, incomplete: false, corrected };
  }

  private visibleTotals(stream: Stream, day: number, { minutes }: Visible, totals: Float64Array): boolean {
    if (!dayTotals(stream, day, this.plan, totals)) return false;
    if (minutes < MINUTES) totalsBefore(stream, { day, minute: minutes }, this.plan, totals, totals);
    return true;
  }

  private fillStream(
    { stream, day, place, visible }: { stream: Stream; day: number; place: number; visible: Visible },
    totals: Float64Array,
    into: DayCosts,
  ): void {
    const { seed } = this.plan;
    for (let number = 0; number < stream.items.length; number++) {
      const item = stream.items[number]!;
      if (visible.incomplete && fraction(seed, place + number, day, 92) < 0.05) continue;
      let quantity = billedQuantity(stream, item, totals, visible.minutes);
      if (quantity === 0) continue;
      // A level is billed as it stands: thousandths of gibibyte-hours would have no end of decimals.
      if (!stream.level && visible.permille < 1000) quantity = Math.floor((quantity * visible.permille) / 1000);
      if (visible.corrected && this.plan.corrections && isCorrected(seed, place + number, day)) {
        quantity = Math.floor(quantity * 0.93);
      }
      into.quantities[place + number] = quantity;
      into.units[place + number] = timesPrice(quantity, priceOn(item, day));
    }
  }
}

function seriesOf({ items, values }: Stream): CostSeries[] {
  return items.map(({ lineItem, unit }) => ({ values: { ...values, line_item: lineItem }, unit }));
}

function isCorrected(seed: number, place: number, day: number): boolean {
  return hash(seed, day, 94) % 12 === 0 && hash(seed, day, place, 95) % 40 === 0;
}

/** Quantities are whole or have at most six decimals (gibibyte-hours). */
function timesPrice(quantity: number, each: bigint): bigint {
  if (Number.isInteger(quantity)) return BigInt(quantity) * each;
  return (BigInt(Math.round(quantity * 1_000_000)) * each) / 1_000_000n;
}
