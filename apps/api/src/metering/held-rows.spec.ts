import { CAPABILITIES } from '@bursar/contract';
import { describe, expect, it } from '@jest/globals';
import { RowFormat } from './copy-format.js';
import { HeldRows } from './held-rows.js';

const format = new RowFormat(CAPABILITIES.costs, 7);
const rowOf = (seriesId: number, day: number) => ({
  seriesId,
  startSeconds: 1_790_035_200 + day * 86_400,
  values: { amount: `${seriesId}.${day}`, quantity: '1' },
});

function bytesOf(rows: readonly ReturnType<typeof rowOf>[]): Buffer {
  return Buffer.concat(
    rows.map((row) => {
      const bytes = Buffer.alloc(format.room(row));
      return bytes.subarray(0, format.write(bytes, 0, row));
    }),
  );
}

const same = (pieces: Iterable<Buffer>, rows: readonly ReturnType<typeof rowOf>[]) =>
  Buffer.concat([...pieces]).equals(bytesOf(rows));

describe('held rows', () => {
  it('are given out by series or as they came, also over many chunks', () => {
    const held = new HeldRows(format);
    const days = Array.from({ length: 30 }, (_, day) => day);
    const series = Array.from({ length: 700 }, (_, index) => ((index * 37) % 700) + 1);
    const rows = days.flatMap((day) => series.map((id) => rowOf(id, day)));
    expect(rows.every((row) => held.take(row))).toBe(true);
    expect(same(held.asTheyCame(), rows)).toBe(true);
    const ordered = series.toSorted((a, b) => a - b).flatMap((id) => days.map((day) => rowOf(id, day)));
    expect(same(held.bySeries(), ordered)).toBe(true);
  });

  it('are none at first', () => {
    const held = new HeldRows(format);
    expect([...held.asTheyCame()]).toEqual([]);
    expect(Buffer.concat([...held.bySeries()])).toHaveLength(0);
  });

  it('are not more than a bounded number of bytes, and none that is larger than a chunk', () => {
    const held = new HeldRows(format);
    let taken = 0;
    while (held.take(rowOf(1 + (taken % 5), taken % 30))) taken += 1;
    let bytes = 0;
    for (const piece of held.asTheyCame()) bytes += piece.length;
    expect(bytes).toBeLessThanOrEqual(16 * 1024 * 1024);
    expect(bytes).toBeGreaterThan(15 * 1024 * 1024);
    const huge = { ...rowOf(1, 1), values: { amount: `0.${'1'.repeat(300_000)}` } };
    expect(new HeldRows(format).take(huge)).toBe(false);
  });
});
