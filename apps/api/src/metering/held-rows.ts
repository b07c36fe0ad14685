import { type RowFormat, type RowToWrite, startOf } from './copy-format.js';

const CHUNK = 262_144;
const PIECE = 65_536;
/** For one window, of which three may be in memory at a time. */
const MAX_CHUNKS = 64;
/** So many sums of eight digits are exact in a double, see exact-sums.ts. */
const MAX_ROWS = 2 ** 20;
const FIRST_ROWS = 1024;

/** Rows that lie together. */
interface HeldPiece {
  bytes: Buffer;
  begin: number;
  end: number;
}

/**
 * Rows as they are sent, held in memory until all are there and can be sent in the order of their series.
 *
 * Millions of rows pass through here in a first sync: what is made for each of them would keep the collector of garbage
 * as busy as all the rest.
 */
export class HeldRows {
  /** How many there are. */
  count = 0;
  private readonly chunks: { bytes: Buffer; used: number }[] = [];
  /** With an entry for each row. */
  private series = new Float64Array(FIRST_ROWS);
  /** Where each row begins, chunk upon chunk. */
  private begins = new Int32Array(FIRST_ROWS);
  private lengths = new Int32Array(FIRST_ROWS);

  constructor(private readonly format: RowFormat) {}

  /**
   * @returns false where there is no room for the row.
   * @throws RangeError if a value is no plain decimal.
   */
  take(row: RowToWrite): boolean {
    if (this.count >= MAX_ROWS) return false;
    const chunk = this.chunkFor(this.format.room(row));
    if (chunk === null) return false;
    const end = this.format.write(chunk.bytes, chunk.used, row);
    if (this.count === this.series.length) this.widen();
    this.series[this.count] = row.seriesId;
    this.begins[this.count] = (this.chunks.length - 1) * CHUNK + chunk.used;
    this.lengths[this.count] = end - chunk.used;
    this.count += 1;
    chunk.used = end;
    return true;
  }

  /** In the order in which they came, from one of them on. */
  *asTheyCame(from = 0): Iterable<Buffer> {
    if (from >= this.count) return;
    // All arrays have an entry for each row.
    const begin = this.begins[from] as number;
    const first = Math.floor(begin / CHUNK);
    for (const { bytes, used } of this.chunks.slice(first, first + 1)) yield bytes.subarray(begin % CHUNK, used);
    for (const { bytes, used } of this.chunks.slice(first + 1)) yield bytes.subarray(0, used);
  }

  /** Those of points from one instant to another, in the order in which they came. */
  between(start: Date, end: Date): Iterable<Buffer> {
    const [from, to] = [start.getTime() / 1000, end.getTime() / 1000];
    const pieces: HeldPiece[] = [];
    for (let row = 0; row < this.count; row++) {
      // All arrays have an entry for each row, and each row lies in a chunk.
      const [begin, length] = [this.begins[row] as number, this.lengths[row] as number];
      const { bytes } = this.chunks[Math.floor(begin / CHUNK)] as { bytes: Buffer };
      const at = begin % CHUNK;
      const startSeconds = startOf(bytes, at);
      if (startSeconds < from || startSeconds >= to) continue;
      const last = pieces.at(-1);
      if (last?.bytes === bytes && last.end === at) last.end += length;
      else pieces.push({ bytes, begin: at, end: at + length });
    }
    return pieces.map((piece) => piece.bytes.subarray(piece.begin, piece.end));
  }

  /** Ids of the series that have rows. */
  seriesIds(): number[] {
    return [...new Set(this.series.subarray(0, this.count))];
  }

  /**
   * By series, those of one series in the order in which they came.
   *
   * @param pass sees each row before it is given out.
   */
  *bySeries(pass?: (bytes: Buffer, at: number, series: number) => void): Iterable<Buffer> {
    let piece = Buffer.allocUnsafe(PIECE);
    let used = 0;
    const order = this.order();
    for (let place = 0; place < order.length; place++) {
      // All arrays have an entry for each row, and each row lies in a chunk.
      const row = order[place] as number;
      const begin = this.begins[row] as number;
      const length = this.lengths[row] as number;
      if (used + length > piece.length) {
        yield piece.subarray(0, used);
        piece = Buffer.allocUnsafe(Math.max(PIECE, length));
        used = 0;
      }
      // A row is so short that a call of `copy` takes longer.
      const { bytes } = this.chunks[Math.floor(begin / CHUNK)] as { bytes: Buffer };
      const at = begin % CHUNK;
      pass?.(bytes, at, this.series[row] as number);
      for (let index = 0; index < length; index++) piece[used + index] = bytes[at + index] as number;
      used += length;
    }
    yield piece.subarray(0, used);
  }

  /** Rows' numbers by series; counted, for sorting takes several times as long. */
  private order(): Int32Array {
    const { count, series } = this;
    const slots = new Map<number, number>();
    const slotOf = new Int32Array(count);
    /** How many rows a series has, then where its next one goes. */
    const next = new Int32Array(count);
    for (let row = 0; row < count; row++) {
      // All arrays have an entry for each row, or for each series, of which there are not more.
      const id = series[row] as number;
      let slot = slots.get(id);
      if (slot === undefined) slots.set(id, (slot = slots.size));
      slotOf[row] = slot;
      next[slot] = (next[slot] as number) + 1;
    }
    let begin = 0;
    for (const [, slot] of [...slots].sort(([a], [b]) => a - b)) {
      const rows = next[slot] as number;
      next[slot] = begin;
      begin += rows;
    }
    const order = new Int32Array(count);
    for (let row = 0; row < count; row++) {
      const slot = slotOf[row] as number;
      const place = next[slot] as number;
      order[place] = row;
      next[slot] = place + 1;
    }
    return order;
  }

  private widen(): void {
    const rows = 2 * this.count;
    const [series, begins, lengths] = [new Float64Array(rows), new Int32Array(rows), new Int32Array(rows)];
    series.set(this.series);
    begins.set(this.begins);
    lengths.set(this.lengths);
    this.series = series;
    this.begins = begins;
    this.lengths = lengths;
  }

  private chunkFor(room: number): { bytes: Buffer; used: number } | null {
    const last = this.chunks.at(-1);
    if (last !== undefined && last.used + room <= CHUNK) return last;
    if (room > CHUNK || this.chunks.length === MAX_CHUNKS) return null;
    const next = { bytes: Buffer.allocUnsafe(CHUNK), used: 0 };
    this.chunks.push(next);
    return next;
  }
}
