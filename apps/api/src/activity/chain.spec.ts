/** What of the trail shows that it is no longer what was written. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { eraseFromTrail } from './activity-erasures.js';
import { type Act, ActivityService } from './activity.service.js';
import { BURSAR } from './actor.js';
import { CHAINED_COLUMNS, type ChainedRow, hashOfRow, NO_HASH } from './chain.js';
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
  await database.dataSource.query(
    `ALTER TABLE activity DISABLE TRIGGER USER; ${statement}; ALTER TABLE activity ENABLE TRIGGER USER`,
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

  it.each([
    'UPDATE activity SET reason = NULL',
    `UPDATE activity SET reason = 'another', erased_parts = '{text}'`,
    `UPDATE activity SET what = 'sign_out', erased_parts = '{text}'`,
    `UPDATE activity SET hash = sha256(hash), erased_parts = '{who}'`,
    'DELETE FROM activity',
    'TRUNCATE activity',
  ])('is only added to: %s is refused', async (statement) => {
    await expect(database.dataSource.query(statement)).rejects.toThrow('is only ever added to');
    expect(await verifyActivity(database.url)).toMatchObject({ rows: 40, broken: null });
  });

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
    await tamper(
      `INSERT INTO activity (id, at, what, version, hash) VALUES (41, now(), 'sign_out', 1, sha256('made up'))`,
    );
    expect(await verifyActivity(database.url)).toMatchObject({ rows: 40, broken: { id: '41' } });
    await tamper('DELETE FROM activity WHERE id = 41');
    await tamper(`INSERT INTO activity (id, at, what, version, hash)
      SELECT 0.5 * 82, at, what, 1, hash || '\\x00' FROM activity WHERE id = 40`);
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

describe('a trail of which something was erased', () => {
  const PERSON = { kind: 'person', id: '7', name: null };
  const erase = (words: string[], personId: number | null = null): Promise<number> =>
    database.dataSource.transaction((manager) =>
      eraseFromTrail(manager, { actor: BURSAR, target: PERSON, personId, tokenIds: [], words }),
    );
  const act = (act: Act, actor = BURSAR): Promise<void> => services()[0]!.perform(act, actor, () => Promise.resolve());

  beforeEach(async () => {
    const dora = { personId: 7, tokenId: null, address: '203.0.113.9', requestId: 'req_1' };
    await act({ what: 'sign_in.password' }, dora);
    await act({ what: 'person.change', target: { ...PERSON, name: 'Dora' }, before: { role: 'viewer' } });
    await act({ what: 'sync.pause', reason: 'asked by DORA (who left), Theodora knows' });
    await act({ what: 'sync.pause', reason: 'asked by Theodora', after: { mail: 'theodora@x.example' } });
  });

  it('still holds, and says what was erased', async () => {
    expect(await erase(['Dora', 'dora@x.example'], 7)).toBe(6);
    const verdict = await verifyActivity(database.url);
    expect(verdict).toMatchObject({ rows: 49, broken: null, erased: { who: '41-42', text: '43-46' }, unproven: '' });
    const [told]: { what: string; after: unknown }[] = await database.dataSource.query(
      'SELECT what, after FROM activity WHERE id = 49',
    );
    expect(told).toEqual({ what: 'activity.erase', after: { who: '41-42', text: '43-46' } });
    const left: { text: string }[] = await database.dataSource.query(
      `SELECT a::text AS text FROM activity a WHERE a::text ~* '\\mdora\\M|203[.]0'`,
    );
    expect(left).toEqual([]);
    expect(await erase(['Dora', 'dora@x.example'], 7)).toBe(0);
  });

  it.each([
    [
      'has something erased that no row tells',
      47,
      `reason = NULL, after = NULL, text_salt = NULL, erased_parts = '{text}'`,
    ],
    ['has something else in its place', 45, `reason = 'Eve'`],
    ['is said to be whole', 45, `erased_parts = '{}'`],
    ['was given another commitment', 41, `who_commitment = sha256('')`],
    ['says something else where nothing was erased', 41, `reason = 'none'`],
    ['is of another person', 41, 'person_id = 8'],
  ])('shows a row that %s', async (_, id, change) => {
    await erase(['Dora'], 7);
    await tamper(`UPDATE activity SET ${change} WHERE id = ${id}`);
    expect((await verifyActivity(database.url)).broken?.id).toBe(String(id));
  });
});

describe('rows of before names could be erased', () => {
  /** Makes the trail what an older version would have written. */
  async function growOld(): Promise<void> {
    const rows: ChainedRow[] = await database.dataSource.query(
      `SELECT ${CHAINED_COLUMNS} FROM activity ORDER BY activity.id`,
    );
    let previous = NO_HASH;
    for (const row of rows) {
      previous = hashOfRow(previous, row, { version: 1 });
      await tamper(`UPDATE activity SET version = 1, hash = '\\x${previous.toString('hex')}', who_salt = NULL,
        who_commitment = NULL, text_salt = NULL, text_commitment = NULL WHERE id = ${row.id}`);
    }
  }

  it('are proven as they were, and by their place alone once something of them is erased', async () => {
    await growOld();
    await Promise.all([services()[0]!.refused({ what: 'sign_out' }, BURSAR, 'no')]);
    expect(await verifyActivity(database.url)).toMatchObject({ rows: 41, broken: null, unproven: '' });
    await database.dataSource.transaction((manager) =>
      eraseFromTrail(manager, {
        actor: BURSAR,
        target: { kind: 'member', id: 'user-1', name: null },
        personId: null,
        tokenIds: [],
        words: ['reason 3'],
      }),
    );
    const verdict = await verifyActivity(database.url);
    expect(verdict).toMatchObject({ rows: 42, broken: null, unproven: verdict.erased.text });
    expect(verdict.unproven).not.toBe('');
    const [first = ''] = verdict.unproven.split(/[-,]/);
    await tamper(`UPDATE activity SET hash = sha256(hash) WHERE id = ${first}`);
    expect((await verifyActivity(database.url)).broken?.id).toBe(String(Number(first) + 1));
  });
});
