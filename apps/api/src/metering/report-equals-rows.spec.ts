/** Whatever is stored in whatever order, and whatever is asked: the answer is the one that the rows themselves give. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startOfMonth } from '../sync/spans.js';
import { CAPABILITIES } from '@bursar/contract';
import { FULL_SCOPE, type Scope } from '../http/scope.js';
import { readRecords } from '../testing/read-csv.js';
import { AnswersService } from './answers.service.js';
import { questionName } from './question-name.js';
import { answerFromRows, format, type OracleDay, type OracleQuestion, parse } from './testing/cost-oracle.js';
import {
  DAYS,
  DAY_MS,
  dayText,
  FIRST,
  Random,
  randomMembers,
  randomQuestion,
  randomRows,
} from './testing/drawn-costs.js';
import { BY_KEY, type CostRow, MeteringFixture, WITHOUT_KEY } from './testing/metering-fixture.js';

/** Nothing is told of days that have not come. */
const TODAY = Date.parse('2026-11-21');
const ROUNDS = 6;
const QUESTIONS = 20;
/** Of the questions, those that are written as a file too. */
const EXPORTED = 8;
/** Asked again after each window. */
const REPEATED = 3;

let metering: MeteringFixture;
let answers: AnswersService;
beforeAll(async () => {
  metering = await MeteringFixture.start();
  answers = new AnswersService(metering.database.dataSource, CAPABILITIES, { answerCache: true }, metering.clock);
});
afterAll(() => metering.stop());

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

/** The file has every group, whatever the limit is, with the very numbers of the answer. */
async function expectSameAsFile(question: OracleQuestion, days: ReadonlyMap<string, OracleDay>): Promise<void> {
  const { projectIds = 'all', ...asked } = question;
  const { groupBy, start } = question;
  const rows = readRecords(await metering.exported(asked, { ...FULL_SCOPE, projectIds }));
  const written = rows
    .filter(({ attribution, amount }) => attribution !== '' && amount !== '')
    .map((row) => [row['period_start'], ...groupBy.map((name) => row[name]), row['attribution'], row['amount']]);
  const { groups, total } = answerFromRows(days, { ...question, limit: Infinity });
  const first = new Date(start).toISOString().replace('.000Z', 'Z');
  const expected = groups.flatMap(({ key, attribution, points }) =>
    points.map((point) => [
      point.start < first ? first : point.start,
      ...groupBy.map((name) => key[name]?.replace(/^=/, "'=") ?? ''),
      ...(groupBy.length === 0 ? [undefined] : [attribution]),
      point.value,
    ]),
  );
  // Nothing and no row are the same of what is left over; without groups, of a bucket that is known.
  const told = (list: readonly (readonly (string | undefined)[])[]): string[] =>
    list
      .filter((row) => row.at(-1) !== '0')
      .map((row) => JSON.stringify(row))
      .toSorted();
  expect({ question, rows: told(written) }).toEqual({ question, rows: told(expected) });
  expect(format(rows.reduce((sum, { amount }) => sum + parse(amount || '0'), 0n))).toBe(total);
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
      for (let count = 0; count < QUESTIONS; count++) {
        const question = randomQuestion(random, read.days);
        await expectItsRows(question, read.days, false);
        if (count < EXPORTED) await expectSameAsFile(question, read.days);
      }
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
