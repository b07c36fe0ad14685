/**
 * What pages of lists and of the audit log ask of Postgres, and how it finds them, in a large organization.
 *
 * The statements themselves are in __snapshots__/list-queries.spec.ts.snap and are reviewed like code. After a change that
 * is meant: `npm test -- --selectProjects=api --testPathPatterns list-queries -u`, and read what differs.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import { AuditEventsStore } from '../audit-log/audit-events.store.js';
import { FULL_SCOPE } from '../http/scope.js';
import { ReportStore } from '../metering/report.store.js';
import { SpendStore } from '../metering/spend.store.js';
import { explaining, type ExplainedStatement, reviewable, scansOf } from '../testing/explained-statements.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { DirectoryListStore } from './directory-list.store.js';
import type { KindName } from './kinds.js';

const [PROJECTS, KEYS, MEMBERS, EVENTS, TYPES] = [500, 5_000, 1_000, 20_000, 40] as const;
const PAGE = 100;

const NOW = new Date('2026-11-21T12:00:00Z');

interface Stores {
  lists: DirectoryListStore;
  events: AuditEventsStore;
}

const page =
  (kind: KindName, query: { sort: string; q?: string; project_id?: string[] }) =>
  ({ lists }: Stores) =>
    lists.page(kind, { limit: PAGE, include_gone: false, ...query }, FULL_SCOPE);

interface ListQuestion {
  name: string;
  table: 'directory_objects' | 'audit_events';
  /** Rows of the table that the page needs, with those that are counted for its rows. */
  needs: number;
  ask(stores: Stores): Promise<unknown>;
}

const QUESTIONS: ListQuestion[] = [
  { name: 'keys by age', table: 'directory_objects', needs: KEYS, ask: page('api_key', { sort: '-created_at' }) },
  {
    name: 'keys by spend',
    table: 'directory_objects',
    needs: KEYS,
    ask: page('api_key', { sort: '-spend_last_30_days' }),
  },
  {
    name: 'keys of one project',
    table: 'directory_objects',
    needs: KEYS / PROJECTS,
    ask: page('api_key', { sort: 'name', project_id: ['project7'] }),
  },
  {
    name: 'keys that are searched',
    table: 'directory_objects',
    needs: KEYS,
    ask: page('api_key', { sort: 'name', q: '77' }),
  },
  {
    name: 'projects by name',
    table: 'directory_objects',
    needs: PROJECTS + PAGE * (KEYS / PROJECTS),
    ask: page('project', { sort: 'name' }),
  },
  {
    name: 'members by name',
    table: 'directory_objects',
    needs: MEMBERS + PAGE * (KEYS / MEMBERS),
    ask: page('user', { sort: 'name' }),
  },
  {
    name: 'the newest events',
    table: 'audit_events',
    needs: PAGE + 1,
    ask: ({ events }) => events.page({ limit: PAGE }, FULL_SCOPE),
  },
  {
    name: 'events further back',
    table: 'audit_events',
    needs: PAGE + 1,
    ask: async ({ events }) => {
      const { next_cursor: cursor } = await events.page({ limit: 1, end: '2026-11-15' }, FULL_SCOPE);
      await events.page({ limit: PAGE, ...(cursor !== null && { cursor }) }, FULL_SCOPE);
    },
  },
  {
    name: 'the events of a type',
    table: 'audit_events',
    // From the newest on, until a page of them is found: those of a frequent type are many more.
    needs: (PAGE + 1) * TYPES,
    ask: ({ events }) => events.page({ limit: PAGE, event_type: ['type_7'] }, FULL_SCOPE),
  },
  {
    name: 'the events of an actor',
    table: 'audit_events',
    needs: EVENTS / MEMBERS,
    ask: ({ events }) => events.page({ limit: PAGE, actor: ['user-7'] }, FULL_SCOPE),
  },
];

let database: TestDatabase;
/** Name of a question → what it asks of Postgres. */
const asked = new Map<string, ExplainedStatement[]>();
beforeAll(async () => {
  database = await createTestDatabase();
  await fill();
  for (const { name, ask } of QUESTIONS) {
    const { dataSource, statements } = explaining(database.dataSource);
    const clock = { now: () => NOW };
    const reports = new ReportStore(dataSource, CAPABILITIES, { backfillMonths: 13 }, clock);
    const spends = new SpendStore(dataSource, reports, clock);
    await ask({ lists: new DirectoryListStore(dataSource, spends), events: new AuditEventsStore(dataSource) });
    asked.set(name, statements);
  }
});
afterAll(() => database.drop());

async function fill(): Promise<void> {
  const { dataSource } = database;
  await dataSource.query(`INSERT INTO organizations (openai_id, state) VALUES ('org-one', 'active')`);
  const insert = (kind: string, count: number, columns: string): Promise<unknown> =>
    dataSource.query(
      `INSERT INTO directory_objects (organization_id, kind, id, name, created_at, first_seen_at, last_seen_at, object,
                                      project_id, parent_id, owner_id)
       SELECT 1, $1, $1 || i, 'Name ' || i, $3::timestamptz - make_interval(mins => i), $3, $3, '{}', ${columns}
         FROM generate_series(1, $2::integer) i`,
      [kind, count, NOW],
    );
  await insert('project', PROJECTS, `NULL, '', NULL`);
  await insert('user', MEMBERS, `NULL, '', NULL`);
  await insert('api_key', KEYS, `'project' || i % ${PROJECTS}, 'project' || i % ${PROJECTS}, 'user' || i % ${MEMBERS}`);
  await dataSource.query(
    `INSERT INTO audit_events (organization_id, id, is_tenant, type, effective_at, actor_id, actor_names, resource_ids,
                               words, event, first_seen_at)
     SELECT 1, 'event' || i, false, 'type_' || i % ${TYPES}, $2::timestamptz - make_interval(mins => i), 'user-' || i % ${MEMBERS},
            ARRAY['user-' || i % ${MEMBERS}], ARRAY['key_' || i], 'words of ' || i, '{}', $2
       FROM generate_series(1, $1::integer) i`,
    [EVENTS, NOW],
  );
  await dataSource.query('VACUUM ANALYZE');
}

describe('what is asked of Postgres', () => {
  it.each(QUESTIONS)('for $name reads no more than it needs', ({ name, table, needs }) => {
    const scans = (asked.get(name) ?? []).flatMap(scansOf).filter((scan) => scan.table === table);
    const read = scans.reduce((sum, { kept, removed }) => sum + kept + removed, 0);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThanOrEqual(2 * needs);
  });

  it('is what was reviewed', () => {
    expect(reviewable(asked)).toMatchSnapshot();
  });
});
