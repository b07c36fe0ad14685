/** Reading goes on while windows are stored, and never sees half of one. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeteringFixture } from './testing/metering-fixture.js';

let metering: MeteringFixture;
beforeAll(async () => {
  metering = await MeteringFixture.start();
});
afterAll(() => metering.stop());

const WINDOW = { start: '2026-09-15', end: '2026-10-15' };
const DAYS = Array.from({ length: 30 }, (_, day) =>
  new Date(Date.parse(WINDOW.start) + day * 86_400_000).toISOString().slice(0, 10),
);
/** Each version has its own number of groups and the same amount everywhere. */
const version = (number: number) =>
  DAYS.flatMap((day) =>
    Array.from({ length: 2 + number }, (_, key) => ({
      day,
      project: `proj_${key}`,
      item: 'x',
      key: `key_${key}`,
      amount: String(number),
    })),
  );
const totalOf = (number: number) => String(30 * (2 + number) * number);

describe('readers', () => {
  it('see a window before or after it was stored, in every part of the answer', async () => {
    await metering.read({ ...WINDOW, readAt: '2026-11-01', rows: version(1) });
    let isWriting = true;
    const writing = (async () => {
      for (const number of [2, 3, 4, 5])
        await metering.read({ ...WINDOW, readAt: '2026-11-01', rows: version(number) });
      isWriting = false;
    })();
    const seen = new Set<string>();
    while (isWriting) {
      const report = await metering.costs({ ...WINDOW, bucket: 'day', groupBy: ['api_key_id'] });
      const number = report.groups.length - 2;
      expect(report.total).toBe(totalOf(number));
      expect(report.points.map(({ value }) => value)).toEqual(DAYS.map(() => String((2 + number) * number)));
      expect(
        report.groups.every(
          ({ points }) => points.length === 30 && points.every(({ value }) => value === String(number)),
        ),
      ).toBe(true);
      seen.add(report.total);
    }
    await writing;
    expect([...seen].every((total) => [1, 2, 3, 4, 5].map(totalOf).includes(total))).toBe(true);
    expect((await metering.costs(WINDOW)).total).toBe(totalOf(5));
  });
});
