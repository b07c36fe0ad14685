/** Exact sums of rows in the binary format of COPY, without asking Postgres to read them again. */
import { type Capability, UNITS } from '@bursar/contract';
import { MEASURES_AT, putInt, putInteger, putShort, putStart } from './copy-format.js';

/** A limb holds eight digits; 2^20 of them, the most rows of a window, still add up to what a double holds exactly. */
const LIMB = 1e8;
const HALF = 1e4;
/** Postgres' digits are to the base of 10,000. Limbs hold two: those of 10,000^7 down to 10,000^-10. */
const HIGHEST = 7;
const DECIMAL_LIMBS = 9;
/** What the columns hold: 26 digits before the point and 34 after it. */
const MOST_WEIGHT = 6;
const PLACES = 34;
/** The digit of the 33rd to the 36th decimal place, of which two are kept. */
const LAST = HIGHEST + 9;
const WHOLE_LIMBS = 2;
const TWO_32 = 2 ** 32;
const NEGATIVE = 0x4000;

interface SummedMeasure {
  name: string;
  isDecimal: boolean;
  /** Where its count of values stands in a cell; its limbs follow. */
  place: number;
}

/** A cell is a stretch of doubles: how many rows, and for each measure how many values and the limbs of their sum. */
export class SumFormat {
  readonly size: number;
  /** Of the rows that `write` makes. */
  readonly columns: readonly string[];
  private readonly measures: readonly SummedMeasure[];
  private readonly digits = new Float64Array(2 * DECIMAL_LIMBS);
  /** What the row that was read adds to a cell: so many values at places in it. A row touches few of its limbs. */
  private count = 0;
  private readonly places: Int32Array;
  private readonly values: Float64Array;

  constructor({ measures }: Capability) {
    let size = 1;
    this.measures = Object.entries(measures).map(([name, { unit }]) => {
      const isDecimal = UNITS[unit].storage === 'decimal';
      const place = size;
      size += 1 + (isDecimal ? DECIMAL_LIMBS : WHOLE_LIMBS);
      return { name, isDecimal, place };
    });
    this.size = size;
    this.places = new Int32Array(size);
    this.values = new Float64Array(size);
    this.columns = ['organization_id', 'series_id', 'start', 'point_count', ...Object.keys(measures)];
  }

  /** More bytes than a row of sums takes. */
  get room(): number {
    return 64 + this.measures.length * (16 + 4 * DECIMAL_LIMBS);
  }

  /**
   * Reads a row, as `RowFormat` writes it, to be added.
   *
   * @returns false where a value has more digits than the column keeps: Postgres rounds or refuses it, which is not to
   *   be repeated here.
   */
  read(row: Buffer, at: number): boolean {
    this.count = 0;
    this.note(0, 1);
    let next = at + MEASURES_AT;
    for (const { isDecimal, place } of this.measures) {
      const length = row.readInt32BE(next);
      next += 4;
      if (length < 0) continue;
      this.note(place, 1);
      if (!isDecimal) {
        const high = row.readInt32BE(next);
        if (high !== 0) this.note(place + 1, high);
        this.note(place + 2, row.readUInt32BE(next + 4));
      } else if (!this.readDecimal(row, next, place + 1)) return false;
      next += length;
    }
    return true;
  }

  /** Adds a cell to another. */
  addCell(cells: Float64Array, from: number, to: number): void {
    for (let index = 0; index < this.size; index++) {
      cells[to + index] = (cells[to + index] as number) + (cells[from + index] as number);
    }
  }

  /** Adds the row that was read to a cell. */
  add(cells: Float64Array, to: number): void {
    const { places, values, count } = this;
    for (let index = 0; index < count; index++) {
      const place = to + (places[index] as number);
      cells[place] = (cells[place] as number) + (values[index] as number);
    }
  }

  /**
   * Writes a cell as a row of COPY; measures that are not `kept` stay null, as do those that no row had.
   *
   * @returns where the next row begins
   */
  write(
    to: Buffer,
    at: number,
    row: { organizationId: number; seriesId: number; startSeconds: number },
    sum: { cells: Float64Array; from: number; kept: readonly string[] },
  ): number {
    const { cells, from, kept } = sum;
    let next = putShort(to, at, this.columns.length);
    next = putInt(to, putInt(to, next, 4), row.organizationId);
    next = putInteger(to, next, row.seriesId);
    next = putStart(to, next, row.startSeconds);
    next = putInt(to, putInt(to, next, 4), cells[from] ?? 0);
    for (const { name, isDecimal, place } of this.measures) {
      if (cells[from + place] === 0 || !kept.includes(name)) next = putInt(to, next, -1);
      else if (isDecimal) next = this.writeDecimal(to, next, cells, from + place + 1);
      else next = writeWhole(to, next, cells, from + place + 1);
    }
    return next;
  }

  private note(place: number, value: number): void {
    this.places[this.count] = place;
    this.values[this.count] = value;
    this.count += 1;
  }

  /** Notes a numeric's digits by limbs; false where the column would not keep all of them. */
  private readDecimal(row: Buffer, at: number, limbs: number): boolean {
    const weight = row.readInt16BE(at + 2);
    if (weight > MOST_WEIGHT) return false;
    const sign = row.readUInt16BE(at + 4) === NEGATIVE ? -1 : 1;
    const end = at + 8 + 2 * row.readUInt16BE(at);
    let place = HIGHEST - weight;
    let value = 0;
    for (let next = at + 8; next < end; next += 2) {
      const digit = ((row[next] as number) << 8) | (row[next + 1] as number);
      if (place > LAST || (place === LAST && digit % 100 !== 0)) return false;
      const isUpper = (place & 1) === 0;
      value = isUpper ? digit * HALF : value + digit;
      if (!isUpper || next + 2 === end) this.note(limbs + (place >> 1), sign * value);
      place += 1;
    }
    return true;
  }

  private writeDecimal(to: Buffer, at: number, cells: Float64Array, from: number): number {
    const { digits } = this;
    const isNegative = spread(cells, from, 1, digits) < 0;
    if (isNegative) spread(cells, from, -1, digits);
    let [first, end] = [0, digits.length];
    while (first < end && digits[first] === 0) first += 1;
    while (end > first && digits[end - 1] === 0) end -= 1;
    const count = end - first;
    let next = putInt(to, at, 8 + 2 * count);
    next = putShort(to, next, count);
    next = putShort(to, next, count === 0 ? 0 : HIGHEST - first);
    next = putShort(to, next, isNegative ? NEGATIVE : 0);
    next = putShort(to, next, PLACES);
    for (let index = first; index < end; index++) next = putShort(to, next, digits[index] ?? 0);
    return next;
  }
}

/**
 * Carries what is more than eight digits of a limb to the one before it, and takes them apart.
 *
 * @returns what is carried out of the first: negative where the sum is.
 * @throws RangeError where that is more than any column holds.
 */
function spread(cells: Float64Array, from: number, sign: 1 | -1, digits: Float64Array): number {
  let carry = 0;
  for (let limb = DECIMAL_LIMBS - 1; limb >= 0; limb--) {
    const value = sign * (cells[from + limb] as number) + carry;
    carry = Math.floor(value / LIMB);
    const rest = value - carry * LIMB;
    digits[2 * limb] = Math.floor(rest / HALF);
    digits[2 * limb + 1] = rest % HALF;
  }
  if (carry > 0) throw new RangeError('A sum has more digits than can be stored.');
  return carry;
}

function writeWhole(to: Buffer, at: number, cells: Float64Array, from: number): number {
  const [high, low] = [cells[from] ?? 0, cells[from + 1] ?? 0];
  const rounded = high * TWO_32 + low;
  // Exact where it is this small, and a fraction of the time of a BigInt.
  if (Number.isSafeInteger(rounded)) return putInteger(to, at, rounded);
  const sum = BigInt(high) * BigInt(TWO_32) + BigInt(low);
  return to.writeBigInt64BE(sum, putInt(to, at, 8));
}
