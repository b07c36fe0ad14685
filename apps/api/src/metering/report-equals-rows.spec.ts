/** Whatever is stored in whatever order, and whatever is asked: the answer is the one that the rows themselves give. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startOfMonth } from '../sync/spans.js';
import { COST_BUCKETS, COST_DIMENSIONS } from '@bursar/contract';
import { answerFromRows, format, type OracleDay, type OracleQuestion } from './testing/cost-oracle.js';
import { BY_KEY, type CostRow, MeteringFixture, WITHOUT_KEY } from './testing/metering-fixture.js';

const DAY_MS = 86_400_000;
const FIRST = Date.parse('2026-07-20');
const DAYS = 110;
/** Nothing is told of days that have not come. */
const TODAY = Date.parse('2026-11-21');
const ROUNDS = 6;
const QUESTIONS = 30;

let metering: MeteringFixture;
beforeAll(async () => {
  metering = await MeteringFixture.start();
});
afterAll(() => metering.stop());

const ITEMS = [
  'gpt-6-astra-2026-08-01, input',
  'gpt-6-astra-2026-08-01, cached input',
  'gpt-6-astra-2026-08-01, output',
  'gpt-image-1.5 image, output',
  'assistants api | file search',
  '=HYPERLINK("https://example.com")',
  null,
];

/** A small generator, so that a failing seed can be run again. */
class Random {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  some<T>(list: readonly T[], most: number): T[] {
    const count = this.below(most + 1);
    return [...new Set(Array.from({ length: count }, () => this.of(list)))];
  }
}

const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);

function randomRows(random: Random, day: string, groupBy: readonly string[]): CostRow[] {
  const rows = new Map<string, CostRow>();
  for (let count = random.below(12); count > 0; count--) {
    const project = random.of(['proj_a', 'proj_b', 'proj_<b>', 'proj_ü', null]);
    const item = random.of(ITEMS);
    const key = groupBy.includes('api_key_id') ? random.of(['key_1', 'key_2', 'key_3', 'key_4', '', null]) : null;
    rows.set(JSON.stringify([project, item, key]), {
      day,
      project,
      item,
      key,
      amount: randomAmount(random),
      quantity: String(random.below(1e6)),
    });
  }
  return [...rows.values()];
}

function randomAmount(random: Random): string {
  if (random.below(6) === 0) return '0';
  const digits = Array.from({ length: 1 + random.below(36) }, () => random.below(10)).join('');
  return format(BigInt(digits) * 10n ** BigInt(random.below(3)) * (random.below(5) === 0 ? -1n : 1n));
}

function randomQuestion(random: Random, days: ReadonlyMap<string, OracleDay>): OracleQuestion {
  const first = FIRST + (random.below(DAYS + 10) - 5) * DAY_MS;
  const filled = [...days.values()].flatMap(({ rows }) => rows);
  const filters = new Map<string, string[]>();
  for (const name of random.some(
    COST_DIMENSIONS.filter((dimension) => dimension !== 'token_type'),
    2,
  )) {
    const values: Record<string, () => string> = {
      project_id: () => random.of(filled)?.project ?? 'proj_a',
      line_item: () => random.of(filled)?.item ?? 'no such item',
      api_key_id: () => random.of(['key_1', 'key_2', '']),
      model: () => 'gpt-6-astra-2026-08-01',
    };
    filters.set(name, [values[name]?.() ?? '', values[name]?.() ?? '']);
  }
  return {
    start: dayText(first),
    end: dayText(first + (1 + random.below(random.of([3, 40, 130]))) * DAY_MS),
    bucket: random.of(COST_BUCKETS),
    groupBy: random.some(COST_DIMENSIONS, 2),
    filters,
    without: random.below(4) === 0 ? [random.of(COST_DIMENSIONS)] : [],
    limit: random.of([1, 2, 5, 100]),
  };
}

async function readRandomWindow(random: Random, days: Map<string, OracleDay>): Promise<void> {
  const start = FIRST + random.below(DAYS) * DAY_MS;
  const length = 1 + random.below(random.of([2, 20, 45]));
  // The windows of the schedule lie in one month and are prepared; then their sums are made on the way.
  const isPrepared = random.below(2) === 0;
  const end = Math.min(start + length * DAY_MS, isPrepared ? startOfMonth(start, 1) : Infinity, TODAY);
  const groupBy = random.of([BY_KEY, BY_KEY, WITHOUT_KEY]);
  const rows: CostRow[] = [];
  for (let day = start; day < end; day += DAY_MS) {
    const before = days.get(dayText(day));
    // Most of what is read again is as it was.
    const isSame = before !== undefined && before.groupBy === groupBy && random.below(3) > 0;
    const ofDay = isSame ? before.rows : randomRows(random, dayText(day), groupBy);
    days.set(dayText(day), { groupBy, rows: ofDay });
    rows.push(...ofDay);
  }
  await metering.read({ start: dayText(start), end: dayText(end), readAt: '2026-11-20', rows, groupBy, isPrepared });
}

describe('any answer', () => {
  it.each(Array.from({ length: ROUNDS }, (_, seed) => seed + 1))(
    'equals its rows to the last decimal (seed %i)',
    async (seed) => {
      await metering.clear();
      await metering.dropPartitions();
      const random = new Random(seed * 7919);
      const days = new Map<string, OracleDay>();
      for (let windows = 4 + random.below(8); windows > 0; windows--) await readRandomWindow(random, days);
      for (let count = 0; count < QUESTIONS; count++) {
        const question = randomQuestion(random, days);
        const { total, points, groups, other } = await metering.costs(question);
        const answered = groups.map(({ key, attribution, total: sum, points: ofGroup }) => ({
          key,
          attribution,
          total: sum,
          points: ofGroup,
        }));
        expect({ question, total, points, groups: answered, other }).toEqual({
          question,
          ...answerFromRows(days, question),
        });
      }
      await expectRollupsToBeSums();
    },
  );
});

/** Every rollup row is what its points sum up to, and there is none without points. */
async function expectRollupsToBeSums(): Promise<void> {
  const months = await metering.query(
    `SELECT * FROM (
       SELECT s.id, date_trunc('month', p.start) AS start, count(*) AS point_count, sum(p.amount) AS amount, sum(p.quantity) AS quantity
         FROM points_1d p JOIN series s ON s.id = p.series_id WHERE s.kind = 'base' GROUP BY 1, 2
     ) a FULL JOIN (
       SELECT r.* FROM rollups_1mo r JOIN series s ON s.id = r.series_id WHERE s.kind = 'base'
     ) b ON b.series_id = a.id AND b.start = a.start
      WHERE (a.point_count, a.amount, a.quantity) IS DISTINCT FROM (b.point_count, b.amount, b.quantity)`,
  );
  expect(months).toEqual([]);
  for (const [table, unit, positions] of [
    ['rollups_1d', 'day', '1, 2, 3, 4'],
    ['rollups_1mo', 'month', '1, 2, 3, 4'],
  ]) {
    const differing = await metering.query(
      `SELECT * FROM (
         SELECT r.id, date_trunc('${unit}', p.start) AS start, count(*) AS point_count, sum(p.amount) AS amount,
                sum(p.quantity) FILTER (WHERE r.position = 3) AS quantity
           FROM points_1d p JOIN series s ON s.id = p.series_id, unnest(s.rollup_ids) WITH ORDINALITY AS r(id, position)
          WHERE r.position IN (${positions}) GROUP BY 1, 2
       ) a FULL JOIN (
         SELECT r.* FROM ${table} r JOIN series s ON s.id = r.series_id WHERE s.kind = 'rollup'
       ) b ON b.series_id = a.id AND b.start = a.start
        WHERE (a.point_count, a.amount, a.quantity) IS DISTINCT FROM (b.point_count, b.amount, b.quantity)`,
    );
    expect(differing).toEqual([]);
  }
}
