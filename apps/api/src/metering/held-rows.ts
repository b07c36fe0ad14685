import { type RowFormat, type RowToWrite, startOf } from './copy-format.js';

const CHUNK = 262_144;
const PIECE = 65_536;
/** For one window, of which three may be in memory at a time. */
const MAX_CHUNKS = 64;
/** So many sums of eight digits are exact in a double, see exact-sums.ts. */
const MAX_ROWS = 2 ** 20;

/** Rows that lie together. */
interface HeldPiece {
  bytes: Buffer;
  begin: number;
  end: number;
}

/** Rows as they are sent, held in memory until all are there and can be sent in the order of their series. */
export class HeldRows {
  private readonly chunks: { bytes: Buffer; used: number }[] = [];
  private readonly series: number[] = [];
  /** Where each row begins, chunk upon chunk. */
  private readonly begins: number[] = [];
  private readonly lengths: number[] = [];

  constructor(private readonly format: RowFormat) {}

  /**
   * @returns false where there is no room for the row.
   * @throws RangeError if a value is no plain decimal.
   */
  take(row: RowToWrite): boolean {
    if (this.begins.length >= MAX_ROWS) return false;
    const chunk = this.chunkFor(this.format.room(row));
    if (chunk === null) return false;
    const end = this.format.write(chunk.bytes, chunk.used, row);
    this.series.push(row.seriesId);
    this.begins.push((this.chunks.length - 1) * CHUNK + chunk.used);
    this.lengths.push(end - chunk.used);
    chunk.used = end;
    return true;
  }

  /** How many there are. */
  get count(): number {
    return this.begins.length;
  }

  /** In the order in which they came, from one of them on. */
  *asTheyCame(from = 0): Iterable<Buffer> {
    const begin = this.begins[from];
    if (begin === undefined) return;
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
    return [...new Set(this.series)];
  }

  /**
   * By series, those of one series in the order in which they came.
   *
   * @param pass sees each row before it is given out.
   */
  *bySeries(pass?: (bytes: Buffer, at: number, series: number) => void): Iterable<Buffer> {
    let piece = Buffer.allocUnsafe(PIECE);
    let used = 0;
    for (const row of this.order()) {
      // All arrays have an entry for each row, and each row lies in a chunk.
      const [begin, length] = [this.begins[row] as number, this.lengths[row] as number];
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
    const places = new Map<number, number>();
    for (const series of this.series) places.set(series, (places.get(series) ?? 0) + 1);
    let next = 0;
    for (const series of [...places.keys()].sort((a, b) => a - b)) {
      const count = places.get(series) ?? 0;
      places.set(series, next);
      next += count;
    }
    const order = new Int32Array(this.series.length);
    this.series.forEach((series, row) => {
      const place = places.get(series) ?? 0;
      order[place] = row;
      places.set(series, place + 1);
    });
    return order;
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
