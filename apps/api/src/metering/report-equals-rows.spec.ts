/** Whatever is stored in whatever order, and whatever is asked: the answer is the one that the rows themselves give. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startOfMonth } from '../sync/spans.js';
import { CAPABILITIES, COST_BUCKETS, COST_DIMENSIONS } from '@bursar/contract';
import { FULL_SCOPE, type Scope } from '../http/scope.js';
import { AnswersService } from './answers.service.js';
import { questionName } from './question-name.js';
import { answerFromRows, format, type OracleDay, type OracleQuestion, parse } from './testing/cost-oracle.js';
import { BY_KEY, type CostRow, MeteringFixture, WITHOUT_KEY } from './testing/metering-fixture.js';

const DAY_MS = 86_400_000;
const FIRST = Date.parse('2026-07-20');
const DAYS = 110;
/** Nothing is told of days that have not come. */
const TODAY = Date.parse('2026-11-21');
const ROUNDS = 6;
const QUESTIONS = 20;
/** Asked again after each window. */
const REPEATED = 3;

let metering: MeteringFixture;
let answers: AnswersService;
beforeAll(async () => {
  metering = await MeteringFixture.start();
  answers = new AnswersService(metering.database.dataSource, CAPABILITIES, { answerCache: true }, metering.clock);
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

const PROJECTS = ['proj_a', 'proj_b', 'proj_<b>', 'proj_ü'];
const MEMBERS = ['user-1', 'user-2', 'user-3'];

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
    const project = random.of([...PROJECTS, null]);
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
  const question = randomRange(random);
  if (random.below(5) === 0) return { ...question, ...aboutMembers(random) };
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
    ...question,
    groupBy: random.some(COST_DIMENSIONS, 2),
    filters,
    without: random.below(4) === 0 ? [random.of(COST_DIMENSIONS)] : [],
  };
}

function randomRange(random: Random): Omit<OracleQuestion, 'groupBy' | 'filters' | 'without'> {
  const first = FIRST + (random.below(DAYS + 10) - 5) * DAY_MS;
  return {
    start: dayText(first),
    end: dayText(first + (1 + random.below(random.of([3, 40, 130]))) * DAY_MS),
    bucket: random.of(COST_BUCKETS),
    limit: random.of([1, 2, 5, 100]),
    ...(random.below(4) === 0 && { projectIds: random.some(PROJECTS, 3) }),
  };
}

function aboutMembers(random: Random): Pick<OracleQuestion, 'groupBy' | 'filters' | 'without'> {
  const groupBy = random.of([['user_id'], ['user_id', 'project_id'], ['project_id', 'user_id'], ['project_id'], []]);
  const filters = new Map<string, string[]>();
  if (random.below(3) === 0) filters.set('project_id', [random.of(PROJECTS)]);
  if (random.below(3) === 0 || !groupBy.includes('user_id')) filters.set('user_id', [random.of(MEMBERS)]);
  return { groupBy, filters, without: [] };
}

/** Days that were read: what they were read as, and what the ledger has to tell of their changes. */
class Read {
  readonly days = new Map<string, OracleDay>();
  readonly restated = new Map<string, bigint>();

  replace(day: string, read: Pick<OracleDay, 'groupBy' | 'rows'>): void {
    const before = this.days.get(day);
    // All of them lie so far back that they count as settled by their first read.
    if (before !== undefined && before.groupBy.length > 0)
      this.restated.set(day, (this.restated.get(day) ?? 0n) + sumOf(read.rows) - sumOf(before.rows));
    this.days.set(day, { ...before, ...read });
  }

  tellMembers(day: string, byMember: readonly CostRow[]): void {
    this.days.set(day, { groupBy: [], rows: [], ...this.days.get(day), byMember });
  }
}

const sumOf = (rows: readonly CostRow[]): bigint => rows.reduce((sum, { amount }) => sum + parse(amount ?? '0'), 0n);

async function readRandomWindow(random: Random, read: Read): Promise<void> {
  const start = FIRST + random.below(DAYS) * DAY_MS;
  const length = 1 + random.below(random.of([2, 20, 45]));
  // The windows of the schedule lie in one month and are prepared; then their sums are made on the way.
  const isPrepared = random.below(2) === 0;
  const end = Math.min(start + length * DAY_MS, isPrepared ? startOfMonth(start, 1) : Infinity, TODAY);
  const days = Array.from({ length: (end - start) / DAY_MS }, (_, index) => dayText(start + index * DAY_MS));
  const window = { start: dayText(start), end: dayText(end), readAt: '2026-11-20', isPrepared };
  if (random.below(4) === 0) {
    const rows = days.flatMap((day) => randomMembers(random, day));
    for (const day of days)
      read.tellMembers(
        day,
        rows.filter((row) => row.day === day),
      );
    await metering.read({ ...window, rows, groupBy: ['project_id', 'user_id'] });
    return;
  }
  const groupBy = random.of([BY_KEY, BY_KEY, WITHOUT_KEY]);
  const rows: CostRow[] = [];
  for (const day of days) {
    const before = read.days.get(day);
    // Most of what is read again is as it was.
    const isSame = before !== undefined && before.groupBy === groupBy && random.below(3) > 0;
    const ofDay = isSame ? before.rows : randomRows(random, day, groupBy);
    read.replace(day, { groupBy, rows: ofDay });
    rows.push(...ofDay);
  }
  await metering.read({ ...window, rows, groupBy });
}

function randomMembers(random: Random, day: string): CostRow[] {
  const pairs = [...PROJECTS, null].flatMap((project) => [...MEMBERS, null].map((user) => ({ project, user })));
  return random.some(pairs, 4).map((pair) => ({ day, ...pair, amount: randomAmount(random) }));
}

/** By the store itself, or as a server gives it: what it answered before, as long as that holds. */
async function expectItsRows(
  question: OracleQuestion,
  days: ReadonlyMap<string, OracleDay>,
  isKept: boolean,
): Promise<void> {
  const { projectIds = 'all', ...asked } = question;
  const { groupBy } = question;
  const scope: Scope = { ...FULL_SCOPE, projectIds };
  const report = isKept ? await keptReport(asked, scope) : await metering.costs(asked, scope);
  // Where a side reading takes what it tells from the rest, nothing and no row are the same.
  const sparse = <T extends { value: string }>(points: readonly T[]): readonly T[] =>
    points.filter(({ value }) => !groupBy.includes('user_id') || value !== '0');
  const answered = ({ total, points, groups, other }: typeof report | ReturnType<typeof answerFromRows>) => ({
    total,
    points: sparse(points),
    groups: groups.map(({ key, attribution, total: sum, points: ofGroup }) => ({ key, attribution, sum, ofGroup })),
    other: other && { ...other, points: sparse(other.points) },
  });
  expect({ question, ...answered(report) }).toEqual({ question, ...answered(answerFromRows(days, question)) });
}

async function keptReport(question: OracleQuestion, scope: Scope): Promise<Awaited<ReturnType<typeof metering.costs>>> {
  const asked = { name: questionName('costs', question), scope, numbers: { capability: 'costs' } };
  const { plain } = await answers.answer(asked, (client) => metering.costsWithin(client, question, scope));
  // Made of a report a moment ago, or before.
  return JSON.parse(plain.toString()) as Awaited<ReturnType<typeof metering.costs>>;
}

describe('any answer', () => {
  it.each(Array.from({ length: ROUNDS }, (_, seed) => seed + 1))(
    'equals its rows to the last decimal (seed %i)',
    async (seed) => {
      await metering.clear();
      await metering.dropPartitions();
      const random = new Random(seed * 7919);
      const read = new Read();
      const repeated: OracleQuestion[] = [];
      for (let windows = 4 + random.below(8); windows > 0; windows--) {
        await readRandomWindow(random, read);
        if (repeated.length < REPEATED) repeated.push(randomQuestion(random, read.days));
        for (const question of repeated) await expectItsRows(question, read.days, true);
      }
      for (let count = 0; count < QUESTIONS; count++)
        await expectItsRows(randomQuestion(random, read.days), read.days, false);
      await expectRollupsToBeSums();
      await expectLedgerToTell(read.restated);
    },
  );
});

/** What days changed by since their first read, to the last decimal. */
async function expectLedgerToTell(restated: ReadonlyMap<string, bigint>): Promise<void> {
  const rows = await metering.query<{ day: Date; delta: string }>(
    `SELECT day, trim_scale(sum(coalesce(new_amount, 0) - coalesce(old_amount, 0)))::text AS delta
       FROM restatements GROUP BY day`,
  );
  const told = rows.map(({ day, delta }) => [dayText(day.getTime()), delta]).filter(([, delta]) => delta !== '0');
  const expected = [...restated].filter(([, delta]) => delta !== 0n).map(([day, delta]) => [day, format(delta)]);
  expect(told.toSorted()).toEqual(expected.toSorted());
}

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
