/** Two servers on one database: whatever one of them changes, the very next answer of either tells it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES, usageCapabilities } from '@bursar/contract';
import { DirectoryStore } from '../directory/directory.store.js';
import { OrganizationsStore } from '../organizations/organizations.store.js';
import { ClaimsStore } from '../sync/claims.store.js';
import { feedsOf } from '../sync/feeds.js';
import { FeedsStore } from '../sync/feeds.store.js';
import { PausesStore } from '../sync/pauses.store.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { deriveAnew } from './derived-dimensions.js';
import { RetentionStore } from './retention.store.js';
import { MeteringFixture } from './testing/metering-fixture.js';

const FEEDS = feedsOf(CAPABILITIES, 13);
const [[USED, { headline, dimensions }] = never()] = usageCapabilities(CAPABILITIES);
const HOURS = `usage-1h/${USED}`;

const BY_PROJECT = '/costs?start=2026-11-01&end=2026-11-22&bucket=month&group_by=project_id';
const THIS_MONTH = '/costs?start=2026-11-01&end=2026-12-01&bucket=month';
const BY_KEY = '/costs?start=2026-11-01&end=2026-11-22&bucket=month&group_by=api_key_id';
const BY_MODEL = '/costs?start=2026-11-01&end=2026-11-22&bucket=month&group_by=model';
const BY_ORGANIZATION = '/costs?start=2026-11-01&end=2026-11-22&bucket=total&group_by=organization_id';
const LEDGER = '/restatements?start=2026-11-01&end=2026-12-01';
const OVERVIEW = '/usage?start=2026-11-20&end=2026-11-22';
const BY_HOUR = `/usage/${USED}?start=2026-11-19T00:00:00Z&end=2026-11-21T12:00:00Z&bucket=hour`;

/** For what a table that is empty would have. */
function never(): never {
  throw new Error('The table has no capability that is used.');
}

let metering: MeteringFixture;
let here: TestApplication;
let elsewhere: TestApplication;
/** Makes every answer anew. */
let plain: TestApplication;

beforeAll(async () => {
  metering = await MeteringFixture.start();
  const start = (answerCache: boolean) =>
    startTestApplication({ database: metering.database, clock: metering.clock, environment: { answerCache } });
  [here, elsewhere, plain] = await Promise.all([start(true), start(true), start(false)]);
  await here.application.nest.get(FeedsStore).ensure(1, FEEDS);
  await metering.query(`UPDATE feeds SET fence = 1`);
  await readDay('2');
  await readHours('2026-11-20', '2026-11-21T11:00:00Z');
  await list('project', '', [{ id: 'proj_a', name: 'Alpha' }]);
});

afterAll(async () => {
  await Promise.all([here, elsewhere, plain].map((server) => server.close()));
  await metering.stop();
});

const storeOf = <T>(store: new (...given: never[]) => T): T => elsewhere.application.nest.get(store);

const readDay = (amount: string, readAt = '2026-11-21T11:00:00Z') =>
  metering.read({
    start: '2026-11-01',
    end: '2026-11-21',
    readAt,
    rows: [{ day: '2026-11-02', project: 'proj_a', item: 'gpt-6-astra-2026-08-01, input', key: 'key_a', amount }],
  });

async function readHours(day: string, readAt: string): Promise<void> {
  const writer = await metering.open({
    capability: USED,
    width: '1h',
    feed: HOURS,
    groupBy: dimensions,
    start: new Date(day),
    end: new Date(Date.parse(day) + 86_400_000),
  });
  const row = {
    dimensions: Object.fromEntries(dimensions.map((name) => [name, null])),
    measures: { [headline]: '7' },
    currency: null,
    quantityUnit: null,
  };
  await writer.append(Date.parse(day) / 1000, [row]);
  await writer.commit(new Date(readAt));
}

const list = (kind: 'project' | 'api_key', parentId: string, items: { id: string; [field: string]: unknown }[]) =>
  storeOf(DirectoryStore).replaceList({
    organizationId: 1,
    feed: kind === 'project' ? 'projects' : 'api-keys',
    fence: 1n,
    kind,
    parentId,
    items,
    complete: true,
    problem: null,
    at: metering.clock.now(),
  });

const failure = (code: 'timeout' | 'missing_scope' | 'credential_refused') => ({
  code,
  message: 'it failed',
  status: 500,
  request_id: null,
  missing_scope: code === 'missing_scope' ? 'api.usage.read' : null,
  at: '2026-11-21T12:00:00Z',
});

/** A run of a feed that ends badly, as the sync has it. */
async function fail(name: string, code: 'timeout' | 'missing_scope'): Promise<void> {
  const claims = storeOf(ClaimsStore);
  await metering.query('UPDATE feeds SET next_run_at = now() WHERE feed = $1', [name]);
  const feeds = FEEDS.filter((feed) => feed.name === name);
  const { signal: stopping } = new AbortController();
  const claim = await claims.claim({ organizationId: 1, feeds, owner: 'spec', allowBackfill: false, stopping });
  if (claim === null) throw new Error(`${name} could not be claimed.`);
  const consequence =
    code === 'missing_scope'
      ? ({ reach: 'scope', state: 'disabled', after: 60 } as const)
      : ({ reach: 'feed', state: 'retrying', after: 60 } as const);
  await claims.fail(claim, { requests: 1, pages: 0, rows: 0 }, failure(code), consequence);
  await metering.query('UPDATE feeds SET fence = 1 WHERE feed = $1', [name]);
}

const told = async ({ get }: TestApplication, path: string): Promise<string> =>
  JSON.stringify(await get(`/api/v1${path}`));

describe('the very next answer tells', () => {
  it.each<[change: string, path: string, told: string, () => Promise<unknown>]>([
    ['numbers that were stored', BY_PROJECT, '"total":"3"', () => readDay('3')],
    ['that a day was restated', LEDGER, '"new_amount":"4"', () => readDay('4')],
    ['that the same was read again', BY_PROJECT, '11:30:00Z', () => readDay('4', '2026-11-21T11:30:00Z')],
    [
      'that a project is called otherwise',
      BY_PROJECT,
      'Beta',
      () => list('project', '', [{ id: 'proj_a', name: 'Beta' }]),
    ],
    ['whose key it is', BY_KEY, 'Key A', () => list('api_key', 'proj_a', [{ id: 'key_a', name: 'Key A' }])],
    [
      'a key without a name by what is shown of it',
      BY_KEY,
      'sk-...a',
      () => list('api_key', 'proj_a', [{ id: 'key_a', name: null, redacted_value: 'sk-...a' }]),
    ],
    [
      'how the organization is called',
      BY_ORGANIZATION,
      'Acme',
      () => storeOf(OrganizationsStore).answered(1, 'org-one', 'Acme'),
    ],
    [
      'numbers of another width',
      OVERVIEW,
      '2026-11-21T00:00:00Z',
      () => readHours('2026-11-21', '2026-11-21T11:00:00Z'),
    ],
    ['that hours were read', BY_HOUR, '11:40:00Z', () => readHours('2026-11-21', '2026-11-21T11:40:00Z')],
    ['that a feed fails', BY_PROJECT, '"reason":"failed"', () => fail('costs', 'timeout')],
    ['that a feed is paused', BY_PROJECT, '"paused"', () => storeOf(PausesStore).pause(1, ['costs'], 'a move')],
    ['that a paused feed goes on', BY_PROJECT, '"reason":"failed"', () => storeOf(PausesStore).resume(1, ['costs'])],
    ['which scope is missing', OVERVIEW, 'api.usage.read', () => fail(`usage-1d/${USED}`, 'missing_scope')],
    [
      'that nothing is used of late',
      BY_HOUR,
      'no_traffic',
      () => metering.query(`UPDATE feeds SET memory = '{"isQuiet": true}' WHERE feed = $1`, [HOURS]),
    ],
    [
      'that hours are kept no more',
      BY_HOUR,
      '"end":"2026-11-21T00:00:00Z","reason":"no_traffic"',
      () =>
        storeOf(RetentionStore).drop({
          organizationId: 1,
          feed: HOURS,
          fence: 1n,
          capability: USED,
          width: '1h',
          before: new Date('2026-11-21'),
          feeds: [HOURS],
        }),
    ],
    [
      'what a line item is known to mean by now',
      BY_MODEL,
      'gpt-6-astra-2026-08-01',
      () => deriveAnew(metering.database.dataSource),
    ],
    [
      'that all collecting is stopped',
      BY_PROJECT,
      '"stopped"',
      () =>
        metering.database.dataSource.transaction((manager) =>
          storeOf(OrganizationsStore).stop(manager, 1, failure('credential_refused')),
        ),
    ],
    ['that another organization is connected', BY_ORGANIZATION, 'org-two', () => metering.addOrganization('org-two')],
    [
      'that it is another day',
      THIS_MONTH,
      '"end":"2026-11-23T00:00:00Z"',
      () => Promise.resolve(metering.clock.set('2026-11-22T00:00:00Z')),
    ],
  ])('%s', async (change, path, words, make) => {
    if (change.startsWith('what a line item')) {
      await metering.query(`UPDATE series SET derived_version = 0, derived_model = NULL`);
      await metering.query(`UPDATE feeds SET revision = revision + 1`);
    }
    const before = await told(here, path);
    expect(await told(elsewhere, path)).toBe(before);
    await make();
    const after = [await told(here, path), await told(elsewhere, path)];
    expect(after[0]).not.toBe(before);
    expect(after[0]).toContain(words);
    expect(after).toEqual(Array(2).fill(await told(plain, path)));
  });
});

it('gives an answer again as long as nothing changed that it rests on', async () => {
  const before = await told(here, BY_PROJECT);
  // Behind the back of all that notes changes: whoever looks anew sees it.
  await metering.query(`UPDATE directory_objects SET name = 'Gamma' WHERE id = 'proj_a'`);
  await readHours('2026-11-21', '2026-11-21T11:50:00Z');
  await storeOf(ClaimsStore).claim({
    organizationId: 1,
    feeds: FEEDS.filter(({ name }) => name === 'costs'),
    owner: 'spec',
    allowBackfill: false,
    stopping: new AbortController().signal,
  });
  expect(await told(here, BY_PROJECT)).toBe(before);
  expect(await told(plain, BY_PROJECT)).toContain('Gamma');
});

it('keeps no problem, and makes it anew for the next', async () => {
  const unknown = `/api/v1${BY_PROJECT}&organization=org-three`;
  expect((await here.fetch(unknown)).status).toBe(400);
  await metering.addOrganization('org-three');
  expect((await here.fetch(unknown)).status).toBe(200);
});
