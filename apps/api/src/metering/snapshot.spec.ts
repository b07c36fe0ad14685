/** Reading goes on while windows are stored, and never sees half of one. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import { FULL_SCOPE } from '../http/scope.js';
import { AnswersService } from './answers.service.js';
import type { Report } from './report-shape.js';
import { MeteringFixture } from './testing/metering-fixture.js';

let metering: MeteringFixture;
let answers: AnswersService;
beforeAll(async () => {
  metering = await MeteringFixture.start();
  answers = new AnswersService(metering.database.dataSource, CAPABILITIES, { answerCache: true }, metering.clock);
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

const QUESTION = { ...WINDOW, bucket: 'day', groupBy: ['api_key_id'] } as const;
const READERS: [how: string, read: () => Promise<Report>][] = [
  ['by the store', () => metering.costs(QUESTION)],
  [
    'as a server answers',
    async () => {
      const asked = { name: 'keys by day', scope: FULL_SCOPE, numbers: { capability: 'costs' } };
      const { plain } = await answers.answer(asked, (client) => metering.costsWithin(client, QUESTION, FULL_SCOPE));
      // Made of a report.
      return JSON.parse(plain.toString()) as Report;
    },
  ],
];

describe('readers', () => {
  it.each(READERS)(
    'see a window before or after it was stored, in every part of the answer, %s',
    async (_how, read) => {
      await metering.clear();
      await metering.read({ ...WINDOW, readAt: '2026-11-01', rows: version(1) });
      let isWriting = true;
      let stored = 1;
      const writing = (async () => {
        for (const number of [2, 3, 4, 5]) {
          await metering.read({ ...WINDOW, readAt: '2026-11-01', rows: version(number) });
          stored = number;
        }
        isWriting = false;
      })();
      const seen = new Set<string>();
      while (isWriting) {
        const storedBefore = stored;
        const report = await read();
        const number = report.groups.length - 2;
        expect(number).toBeGreaterThanOrEqual(storedBefore);
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
      expect((await read()).total).toBe(totalOf(5));
    },
  );
});
