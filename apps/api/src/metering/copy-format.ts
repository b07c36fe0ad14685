/** Rows in the binary format of COPY, which Postgres takes in a fraction of the time of text. */
import { type Capability, UNITS } from '@bursar/contract';

/** https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format": signature, no flags, no extension. */
export const COPY_HEADER: Buffer = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
export const COPY_TRAILER: Buffer = Buffer.from([0xff, 0xff]);

/** Postgres counts microseconds from 2000-01-01. */
const EPOCH_SECONDS = 946_684_800;
const TWO_32 = 2 ** 32;
/** So many digits make a number that a double holds exactly, whatever they are. */
const SAFE_DIGITS = 15;
const ZERO = 48;
const MINUS = 45;
const NEGATIVE = 0x4000;

export interface RowToWrite {
  seriesId: number;
  startSeconds: number;
  /** Plain decimals by measure, as `exactDecimal` gives them; no entry where OpenAI left one out. */
  values: Readonly<Record<string, string>>;
}

/** Writes the columns organization_id, series_id, start and one for each measure. */
export class RowFormat {
  readonly columns: readonly string[];
  private readonly measures: readonly { name: string; put: (to: Buffer, at: number, text: string) => number }[];
  /** Those whose length in bytes depends on their text. */
  private readonly decimals: readonly string[];
  private readonly fixedRoom: number;

  constructor(
    { measures }: Capability,
    private readonly organizationId: number,
  ) {
    this.measures = Object.entries(measures).map(([name, { unit }]) => ({
      name,
      put: UNITS[unit].storage === 'decimal' ? putNumeric : putWhole,
    }));
    this.decimals = this.measures.filter(({ put }) => put === putNumeric).map(({ name }) => name);
    this.fixedRoom = 40 + 16 * this.measures.length;
    this.columns = ['organization_id', 'series_id', 'start', ...Object.keys(measures)];
  }

  /** More bytes than the row takes. */
  room({ values }: RowToWrite): number {
    let bytes = this.fixedRoom;
    // Four digits take two bytes; a group may be cut by the point.
    for (const name of this.decimals) bytes += values[name]?.length ?? 0;
    return bytes;
  }

  /**
   * @returns where the next row begins
   * @throws RangeError if a value is no plain decimal, or no whole number where those are counted; the row must not be
   *   sent then.
   */
  write(to: Buffer, at: number, { seriesId, startSeconds, values }: RowToWrite): number {
    let next = putShort(to, at, this.columns.length);
    next = putInt(to, putInt(to, next, 4), this.organizationId);
    next = putInteger(to, next, seriesId);
    next = putStart(to, next, startSeconds);
    for (const { name, put } of this.measures) {
      const value = values[name];
      const end = value === undefined ? putInt(to, next, -1) : put(to, next, value);
      if (end < 0) throw new RangeError(`${name} is ${JSON.stringify(value)}, which is no plain decimal.`);
      next = end;
    }
    return next;
  }
}

/** A timestamptz. */
export function putStart(to: Buffer, at: number, startSeconds: number): number {
  return putInteger(to, at, (startSeconds - EPOCH_SECONDS) * 1_000_000);
}

/** When the point in a row begins that `RowFormat` wrote. */
export function startOf(row: Buffer, at: number): number {
  const micros = row.readInt32BE(at + 26) * TWO_32 + row.readUInt32BE(at + 30);
  return EPOCH_SECONDS + micros / 1_000_000;
}

/** Where the measures of a row begin, behind the number of columns, the organization, the series and the start. */
export const MEASURES_AT = 34;

/** A bigint from a safe integer. */
export function putInteger(to: Buffer, at: number, value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number that a double holds.`);
  const high = Math.floor(value / TWO_32);
  putInt(to, at, 8);
  putInt(to, at + 4, high);
  return putInt(to, at + 8, value - high * TWO_32);
}

/** A bigint from its text; negative where the text is none. */
function putWhole(to: Buffer, at: number, text: string): number {
  const isNegative = text.charCodeAt(0) === MINUS;
  const begin = isNegative ? 1 : 0;
  if (text.length === begin) return -1;
  let value = 0;
  for (let index = begin; index < text.length; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  // What a long one comes to is rounded here.
  if (text.length <= SAFE_DIGITS) return putInteger(to, at, isNegative ? -value : value);
  return to.writeBigInt64BE(BigInt(text), putInt(to, at, 8));
}

/**
 * A numeric from its text; negative where the text is no plain decimal.
 *
 * Its digits are to the base of 10,000, counted from the point to both sides, and zeros at either end are left out; before
 * them stand how many there are, the weight of the first, the sign, and how many decimal places are shown.
 */
function putNumeric(to: Buffer, at: number, text: string): number {
  const begin = text.charCodeAt(0) === MINUS ? 1 : 0;
  const dot = text.indexOf('.');
  const point = dot < 0 ? text.length : dot;
  const places = dot < 0 ? 0 : text.length - dot - 1;
  if (point === begin || (dot >= 0 && places === 0)) return -1;
  const groups = Math.ceil((point - begin) / 4);
  // The last group is filled with zeros.
  const end = dot < 0 ? point : dot + 1 + 4 * Math.ceil(places / 4);
  let written = 0;
  let significant = 0;
  let skipped = 0;
  let next = at + 12;
  let value = 0;
  let missing = point - begin - 4 * (groups - 1);
  for (let index = begin; index < end; index++) {
    if (index === dot) continue;
    const digit = index < text.length ? text.charCodeAt(index) - ZERO : 0;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
    missing -= 1;
    if (missing > 0) continue;
    if (value === 0 && written === 0) {
      skipped += 1;
    } else {
      next = putShort(to, next, value);
      written += 1;
      if (value !== 0) significant = written;
    }
    value = 0;
    missing = 4;
  }
  putInt(to, at, 8 + 2 * significant);
  putShort(to, at + 4, significant);
  putShort(to, at + 6, significant === 0 ? 0 : groups - 1 - skipped);
  putShort(to, at + 8, begin === 1 && significant > 0 ? NEGATIVE : 0);
  putShort(to, at + 10, places);
  return at + 12 + 2 * significant;
}

export function putShort(to: Buffer, at: number, value: number): number {
  to[at] = value >> 8;
  to[at + 1] = value;
  return at + 2;
}

export function putInt(to: Buffer, at: number, value: number): number {
  to[at] = value >> 24;
  to[at + 1] = value >> 16;
  to[at + 2] = value >> 8;
  to[at + 3] = value;
  return at + 4;
}
