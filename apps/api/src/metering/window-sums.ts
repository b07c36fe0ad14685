import type { Capability } from '@bursar/contract';
import { DAY_MS, startOfMonth } from '../sync/spans.js';
import { startOf } from './copy-format.js';
import { SumFormat } from './exact-sums.js';
import { mayBeSummed } from './rollup-groupings.js';
import { daily, monthly } from './rollup-sets.js';

const PIECE = 65_536;
/** The cell in which a month is summed. */
const MONTH = 0;
/** About 30 MB of sums: more than a window of 16 MB makes unless each of its rows is a caller of its own. */
const MOST_DOUBLES = 4_000_000;

/** Whose rows are summed, and into what. */
export interface Summing {
  capability: Capability;
  organizationId: number;
  /** The window, within one month; milliseconds since 1970. */
  start: number;
  end: number;
  /** Base series → its rollups, in the order of the capability's. */
  rollups: ReadonlyMap<number, readonly number[]>;
}

/** The rows of both rollup tables, in the binary format of COPY with `columns`. */
export interface WindowSummed {
  columns: readonly string[];
  days: readonly Buffer[];
  months: readonly Buffer[];
}

interface Rollup {
  id: number;
  kept: readonly string[];
  /** Where the sums of its days begin, 0 where there is none; of a rollup without days, that of the month. */
  cells: Int32Array;
  isDaily: boolean;
}

/**
 * Sums the rows of a window as they leave for Postgres, by day and by month, for all rollups of their series and for the
 * month of each series itself. The same sums as those of the statements in `rollups.ts`, which serve all other windows.
 *
 * Rows have to come by series.
 */
export class WindowSums {
  private readonly format: SumFormat;
  private readonly sets: readonly { isDaily: boolean; kept: readonly string[] }[];
  private readonly all: readonly string[];
  private readonly days: number;
  /** The first cell is a month. */
  private cells: Float64Array;
  private used: number;
  private readonly rollups = new Map<number, Rollup>();
  private series: number | null = null;
  private ofSeries: readonly Rollup[] = [];
  private isExact = true;
  private readonly months: SumRows;

  constructor(private readonly summing: Summing) {
    const { capability, start, end } = summing;
    this.format = new SumFormat(capability);
    this.all = Object.keys(capability.measures);
    const byDay = new Set(daily(capability).map(({ position }) => position));
    this.sets = monthly(capability).map(({ position, dimensions }) => ({
      isDaily: byDay.has(position),
      kept: this.all.filter((name) => mayBeSummed(capability, name, dimensions)),
    }));
    this.days = Math.ceil((end - start) / DAY_MS);
    this.used = this.format.size;
    this.cells = new Float64Array(1024 * this.format.size);
    this.months = new SumRows(this.format, summing.organizationId);
  }

  /** Takes the row that begins there. */
  add(row: Buffer, at: number, series: number): void {
    if (!this.isExact) return;
    if (series !== this.series) this.turnTo(series);
    this.isExact = this.format.read(row, at) && this.used < MOST_DOUBLES;
    const day = Math.floor((startOf(row, at) * 1000 - this.summing.start) / DAY_MS);
    this.format.add(this.cells, MONTH);
    for (const rollup of this.ofSeries) {
      // What has no days takes the whole month of the series when it is over.
      if (!rollup.isDaily) continue;
      const cell = this.cellOf(rollup, day);
      this.format.add(this.cells, cell);
    }
  }

  /** @returns null where the sums could not be made exactly, or not in so little memory. */
  end(): WindowSummed | null {
    this.turnTo(null);
    if (!this.isExact) return null;
    const { format, summing } = this;
    const days = new SumRows(format, summing.organizationId);
    for (const { id, cells, isDaily, kept } of [...this.rollups.values()].toSorted((a, b) => a.id - b.id)) {
      cells.forEach((from, day) => {
        if (from === 0) return;
        if (isDaily) days.add({ id, at: summing.start + day * DAY_MS }, { cells: this.cells, from, kept });
        this.format.addCell(this.cells, from, MONTH);
      });
      this.endMonth(id, kept);
    }
    return { columns: format.columns, days: days.pieces(), months: this.months.pieces() };
  }

  private turnTo(series: number | null): void {
    if (this.series !== null) {
      for (const rollup of this.ofSeries) {
        if (rollup.isDaily) continue;
        const cell = this.cellOf(rollup, 0);
        this.format.addCell(this.cells, MONTH, cell);
      }
      this.endMonth(this.series, this.all);
    }
    this.series = series;
    if (series === null) return;
    const ids = this.summing.rollups.get(series) ?? [];
    this.ofSeries = ids.map((id, index) => this.rollups.get(id) ?? this.beginRollup(id, index));
  }

  private beginRollup(id: number, index: number): Rollup {
    const { isDaily = false, kept = [] } = this.sets[index] ?? {};
    const rollup = { id, isDaily, kept, cells: new Int32Array(isDaily ? this.days : 1) };
    this.rollups.set(id, rollup);
    return rollup;
  }

  private endMonth(id: number, kept: readonly string[]): void {
    const at = startOfMonth(this.summing.start);
    this.months.add({ id, at }, { cells: this.cells, from: MONTH, kept });
    this.cells.fill(0, MONTH, MONTH + this.format.size);
  }

  private cellOf({ cells }: Rollup, day: number): number {
    const known = cells[day] ?? 0;
    if (known > 0) return known;
    const from = this.used;
    this.used += this.format.size;
    if (this.used > this.cells.length) {
      const wider = new Float64Array(2 * this.cells.length);
      wider.set(this.cells);
      this.cells = wider;
    }
    cells[day] = from;
    return from;
  }
}

/** Rows of sums, in pieces as they are sent. */
class SumRows {
  private readonly full: Buffer[] = [];
  private piece = Buffer.allocUnsafe(PIECE);
  private used = 0;

  constructor(
    private readonly format: SumFormat,
    private readonly organizationId: number,
  ) {}

  add({ id, at }: { id: number; at: number }, sum: Parameters<SumFormat['write']>[3]): void {
    if (this.used + this.format.room > this.piece.length) {
      this.full.push(this.piece.subarray(0, this.used));
      this.piece = Buffer.allocUnsafe(PIECE);
      this.used = 0;
    }
    const row = { organizationId: this.organizationId, seriesId: id, startSeconds: at / 1000 };
    this.used = this.format.write(this.piece, this.used, row, sum);
  }

  pieces(): readonly Buffer[] {
    return [...this.full, this.piece.subarray(0, this.used)];
  }
}
