/**
 * What the main questions ask of Postgres, and how it finds the answer: on enough rows that it has a choice.
 *
 * The statements themselves are in __snapshots__/main-queries.spec.ts.snap and are reviewed like code. After a change that
 * is meant: `npm test -- --selectProjects=api --testPathPatterns main-queries -u`, and read what differs.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import type { DataSource } from 'typeorm';
import { FULL_SCOPE, type Scope } from '../http/scope.js';
import { explaining, type ExplainedStatement, reviewable, scansOf } from '../testing/explained-statements.js';
import type { ReportQuestion } from './report-shape.js';
import { ReportStore } from './report.store.js';
import { RestatementsStore } from './restatements.store.js';
import { inSnapshot } from './snapshot.js';
import { SpendStore } from './spend.store.js';
import {
  DAYS,
  fillHalfAYear,
  ITEMS,
  KEYS,
  MEMBERS,
  MONTHS,
  NOVEMBER,
  PROJECTS,
  USED,
  WHOLE,
} from './testing/half-a-year.js';
import { joined, MeteringFixture } from './testing/metering-fixture.js';
import { UsageOverviewStore } from './usage-overview.store.js';

/** Groups. */
const SHOWN = 9;
/** Series of one project. */
const OF_PROJECT = (KEYS / PROJECTS) * ITEMS;
/** Where facts lie; whatever else is read is small. */
const FACTS = /^(points|rollups)_/;

let metering: MeteringFixture;
/** Name of a question → what it asks of Postgres. */
const asked = new Map<string, ExplainedStatement[]>();
beforeAll(async () => {
  metering = await MeteringFixture.start();
  await fillHalfAYear(metering);
  for (const { name, ask } of [...QUESTIONS, LEDGER]) asked.set(name, await explain(ask));
});
afterAll(() => metering.stop());

interface Stores {
  dataSource: DataSource;
  reports: ReportStore;
  spends: SpendStore;
  restatements: RestatementsStore;
  overviews: UsageOverviewStore;
}

/** Asks the real stores. */
async function explain(ask: (stores: Stores) => Promise<unknown>): Promise<ExplainedStatement[]> {
  const { dataSource, statements } = explaining(metering.database.dataSource);
  const { clock } = metering;
  const reports = new ReportStore(dataSource, CAPABILITIES, { backfillMonths: 13 }, clock);
  await ask({
    dataSource,
    reports,
    spends: new SpendStore(dataSource, reports, clock),
    restatements: new RestatementsStore(dataSource),
    overviews: new UsageOverviewStore(CAPABILITIES, { backfillMonths: 13 }, clock),
  });
  return statements;
}

function report(question: Partial<ReportQuestion>, scope: Scope = FULL_SCOPE) {
  const defaults = {
    capability: 'costs',
    range: WHOLE,
    bucket: 'day',
    groupBy: [],
    filters: new Map(),
    without: [],
    limit: SHOWN,
  } as const;
  return ({ reports }: Stores) => reports.report({ ...defaults, ...question }, scope);
}

/** Every group as a file. */
function file(question: Partial<ReportQuestion>) {
  const defaults = { capability: 'costs', range: WHOLE, bucket: 'day', filters: new Map(), without: [] } as const;
  return ({ dataSource, reports }: Stores) =>
    inSnapshot(dataSource, async (client) => {
      const { lines } = await reports.openExport(client, { ...defaults, groupBy: [], ...question }, FULL_SCOPE);
      return joined(lines);
    });
}

interface MainQuestion {
  name: string;
  /** Rows of facts that the answer needs: each ranked group by month, each shown one and the total by bucket. */
  needs: number;
  /** Partitions of points that may be read; absent: those of the whole half year. */
  partitions?: readonly string[];
  ask(stores: Stores): Promise<unknown>;
}

const QUESTIONS: MainQuestion[] = [
  { name: 'a total by month', needs: MONTHS.length * 2, ask: report({ bucket: 'month' }) },
  { name: 'a total by day', needs: MONTHS.length + DAYS, ask: report({}) },
  {
    name: 'projects by month',
    needs: MONTHS.length * (PROJECTS + SHOWN + 1),
    ask: report({ bucket: 'month', groupBy: ['project_id'] }),
  },
  {
    name: 'keys by month',
    needs: MONTHS.length * (KEYS + SHOWN + 1),
    ask: report({ bucket: 'month', groupBy: ['api_key_id'] }),
  },
  { name: 'keys by day', needs: MONTHS.length * KEYS + DAYS * (SHOWN + 1), ask: report({ groupBy: ['api_key_id'] }) },
  {
    name: 'keys and line items by day',
    needs: MONTHS.length * KEYS * ITEMS + DAYS * (SHOWN + 1),
    ask: report({ groupBy: ['api_key_id', 'line_item'] }),
  },
  {
    name: 'keys and models of one project by day of a month',
    needs: OF_PROJECT + 30 * (OF_PROJECT + 1),
    partitions: ['2026_11'],
    ask: report({
      groupBy: ['api_key_id', 'model'],
      filters: new Map([['project_id', ['proj_3']]]),
      range: NOVEMBER,
    }),
  },
  {
    name: 'keys by day for who may see two projects',
    needs: 2 * OF_PROJECT * MONTHS.length + DAYS * (SHOWN + 2) * ITEMS,
    ask: report({ groupBy: ['api_key_id'] }, { organizationIds: [1], projectIds: ['proj_3', 'proj_4'] }),
  },
  {
    name: 'members by day, with what is left over',
    needs: 30 * (MEMBERS + SHOWN * 2 + 4),
    partitions: ['2026_11'],
    ask: report({ groupBy: ['user_id'], range: NOVEMBER }),
  },
  {
    name: 'usage by project and hour of a day',
    needs: 24 * (2 * MEMBERS + SHOWN),
    partitions: ['2026_11'],
    ask: report({
      capability: USED,
      bucket: 'hour',
      groupBy: ['project_id'],
      range: { start: Date.parse('2026-11-21'), end: Date.parse('2026-11-22') },
    }),
  },
  {
    name: 'every capability at a glance',
    needs: 30 * 2,
    partitions: ['2026_11'],
    ask: ({ dataSource, overviews }) =>
      inSnapshot(dataSource, (client) => overviews.read(client, { range: NOVEMBER }, FULL_SCOPE)),
  },
  {
    name: 'keys by month as a file',
    // A month is looked through by date: of so few series, those of keys are a good part of what lies there.
    needs: MONTHS.length * KEYS * (1 + ITEMS),
    partitions: [],
    ask: file({ bucket: 'month', groupBy: ['api_key_id'] }),
  },
  {
    name: 'keys and line items by day of two projects as a file',
    needs: DAYS * OF_PROJECT * 2,
    ask: file({ groupBy: ['api_key_id', 'line_item'], filters: new Map([['project_id', ['proj_3', 'proj_4']]]) }),
  },
  {
    name: 'what keys spent lately',
    // 30 days, and those of the running month once more. Days of a month lie together, but for what shares their pages.
    needs: (30 + 21) * KEYS,
    partitions: [],
    ask: ({ spends }) => spends.spendBy('api_key_id', FULL_SCOPE),
  },
];

const LEDGER = {
  name: 'a page of restatements',
  ask: ({ restatements }: Stores) => restatements.page({ range: WHOLE, limit: 100 }, FULL_SCOPE),
};

const scansFor = (name: string) => (asked.get(name) ?? []).flatMap(scansOf);

describe('what is asked of Postgres', () => {
  it.each(QUESTIONS)('for $name goes by indexes and reads no more than it needs', ({ name, needs, partitions }) => {
    const scans = scansFor(name).filter(({ table }) => FACTS.test(table));
    expect(scans.filter(({ isSequential }) => isSequential)).toEqual([]);
    const touched = scans.flatMap(({ table }) => /^points_1[dhm]_(.*)$/.exec(table)?.[1] ?? []);
    expect(partitions ?? MONTHS.map((month) => month.replace('-', '_'))).toEqual(expect.arrayContaining(touched));
    const read = scans.reduce((sum, { kept, removed }) => sum + kept + removed, 0);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThanOrEqual(2 * needs);
  });

  it('for a page of restatements reads the page', () => {
    const ledger = scansFor(LEDGER.name).filter(({ table }) => table === 'restatements');
    expect(ledger).toEqual([{ table: 'restatements', isSequential: false, kept: 101, removed: 0 }]);
  });

  it('is what was reviewed', () => {
    expect(reviewable(asked)).toMatchSnapshot();
  });
});
