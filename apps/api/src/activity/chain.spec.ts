/** What of the trail shows that it is no longer what was written. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { ActivityService } from './activity.service.js';
import { BURSAR } from './actor.js';
import { verifyActivity } from './verify-activity.js';

let database: TestDatabase;
/** Shares nothing but the database. */
let replicas: TestApplication[];

beforeAll(async () => {
  database = await createTestDatabase();
  replicas = await Promise.all([startTestApplication({ database }), startTestApplication({ database })]);
  await actAtOnce();
  await database.dataSource.query('CREATE TABLE kept AS TABLE activity');
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.close()));
  await database.drop();
});

const services = (): ActivityService[] => replicas.map(({ application }) => application.nest.get(ActivityService));

/** Twenty acts at once, each on the other replica: forty rows. */
const actAtOnce = (): Promise<string[]> =>
  Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const service = services()[index % 2];
      if (service === undefined) throw new Error('There are two replicas.');
      const act = { what: 'sync.pause', reason: `reason ${index} \u{1F600} " \\ \ud800 \0`, after: NASTY } as const;
      return service.perform(act, BURSAR, () => Promise.resolve(`done ${index}`));
    }),
  );

/** What Postgres, JSON and the hash could take for something else. */
const NASTY = {
  b: [1, 2.5, -0, 1e21, true, null, 'a\0b', '\ud800'],
  a: { __: undefined, é: '\u00e9', 'e\u0301': 'e\u0301', 10: 'ten', 9: 'nine' },
};

/** As whoever owns the database can. */
async function tamper(statement: string): Promise<void> {
  const trigger = 'TRIGGER activity_is_only_added_to';
  await database.dataSource.query(
    `ALTER TABLE activity DISABLE ${trigger}; ${statement}; ALTER TABLE activity ENABLE ${trigger}`,
  );
}

beforeEach(() => tamper('TRUNCATE activity; INSERT INTO activity TABLE kept'));

describe('the chain', () => {
  it('holds every row of several who write at once on two replicas, in the order of their ids', async () => {
    expect(await verifyActivity(database.url)).toMatchObject({ rows: 40, broken: null });
    const rows: { id: string; completes: string | null; what: string }[] = await database.dataSource.query(
      'SELECT id, completes, what FROM activity ORDER BY activity.id',
    );
    expect(rows.map(({ id }) => Number(id))).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    const tried = rows.filter(({ completes }) => completes === null).map(({ id }) => id);
    const completed = rows.flatMap(({ completes }) => (completes === null ? [] : [completes]));
    expect(completed.sort()).toEqual(tried.sort());
  });

  it.each(['UPDATE activity SET reason = NULL', 'DELETE FROM activity', 'TRUNCATE activity'])(
    'is only added to: %s is refused',
    async (statement) => {
      await expect(database.dataSource.query(statement)).rejects.toThrow('is only ever added to');
      expect(await verifyActivity(database.url)).toMatchObject({ rows: 40, broken: null });
    },
  );

  it.each([
    ['person_id = 7'],
    ["person_name = 'Somebody'"],
    ["person_email = 'somebody@example.com'"],
    ['token_id = 7'],
    ["address = '10.0.0.1'"],
    ["what = 'sync.resume'"],
    [`target = '{"kind": "feeds"}'`],
    ["reason = 'another'"],
    [`before = '{}'`],
    [`after = jsonb_set(after, '{b,0}', '2')`],
    ["outcome = 'failed'"],
    ["detail = 'none'"],
    ["request_id = 'req_0'"],
    ["at = at + interval '1 microsecond'"],
    ["hash = sha256('')"],
  ])('shows a row in which %s', async (change) => {
    await tamper(`UPDATE activity SET ${change} WHERE id = 17`);
    expect(await verifyActivity(database.url)).toMatchObject({ rows: 16, broken: { id: '17' } });
  });

  it('shows whose outcome was told of something else', async () => {
    await tamper('UPDATE activity SET completes = NULL WHERE id = 40');
    expect(await verifyActivity(database.url)).toMatchObject({ rows: 39, broken: { id: '40' } });
  });

  it('shows a row that was taken out, also where the others close up', async () => {
    const [row]: { id: string }[] = await database.dataSource.query(
      'SELECT min(id) AS id FROM activity WHERE completes IS NOT NULL AND id < 40',
    );
    await tamper(`DELETE FROM activity WHERE id = ${row?.id}`);
    const next = String(Number(row?.id) + 1);
    const taken = await verifyActivity(database.url);
    expect(taken.broken).toEqual({ id: next, reason: `row ${row?.id} should come before it and is not there` });
    await tamper(`UPDATE activity SET completes = NULL, id = ${row?.id} WHERE id = (SELECT max(id) FROM activity)`);
    expect((await verifyActivity(database.url)).broken?.id).toBe(row?.id);
  });

  it('shows a row that was put in, at the end as well', async () => {
    await tamper(`INSERT INTO activity (id, at, what, hash) VALUES (41, now(), 'sign_out', sha256('made up'))`);
    expect(await verifyActivity(database.url)).toMatchObject({ rows: 40, broken: { id: '41' } });
    await tamper('DELETE FROM activity WHERE id = 41');
    await tamper(`INSERT INTO activity (id, at, what, hash)
      SELECT 0.5 * 82, at, what, hash || '\\x00' FROM activity WHERE id = 40`);
    expect(await verifyActivity(database.url)).toMatchObject({ rows: 40, broken: { id: '41' } });
  });

  it('that was cut off shows to whoever knows a hash of before, and so does one that was made anew', async () => {
    const { newestHash } = await verifyActivity(database.url);
    expect(await verifyActivity(database.url, newestHash)).toMatchObject({ knownRow: '40' });
    await actAtOnce();
    expect(await verifyActivity(database.url, newestHash)).toMatchObject({ rows: 80, knownRow: '40', broken: null });
    await tamper('DELETE FROM activity WHERE id >= 40');
    expect(await verifyActivity(database.url)).toMatchObject({ rows: 39, broken: null });
    expect(await verifyActivity(database.url, newestHash)).toMatchObject({ rows: 39, knownRow: null, broken: null });
    await tamper('TRUNCATE activity');
    await actAtOnce();
    expect(await verifyActivity(database.url, newestHash)).toMatchObject({ rows: 40, knownRow: null, broken: null });
  });
});
