// What pages ask for: everything of the overview at once, the worst page of the explorer, and how much memory it takes.
import pg from 'pg';
import { askable, capabilityOf, isBilled, pathOf } from './drawn-questions.mjs';
import { figureOf } from './figures.mjs';
import { residentMegabytes } from './processes.mjs';
import { getJson } from './server.mjs';
import { fetchSignedIn } from './signed-in.mjs';
import { percentile, timed } from './timing.mjs';

const DAY_MS = 86_400_000;
const WARMED_BY = 3;
const REPEATS = 20;
/** Groups × buckets that one answer may have, see `MAX_CELLS` of the contract. */
const MOST_CELLS = 200_000;

/** @type {import('./stages.mjs').Stage} */
export async function measurePages({ stand, isQuick }) {
  const { databaseUrl, startServer } = await stand();
  const server = await startServer({ BURSAR_ANSWER_CACHE: 'off' });
  try {
    const { address, pid } = server;
    const rounds = isQuick ? 1 : REPEATS;
    const overview = await p95(() => openOverview(address), rounds);
    const worst = await worstPages(databaseUrl);
    const pages = [];
    for (const { name, path } of worst) {
      const ms = await p95(() => ask(address + path), rounds);
      pages.push(
        figureOf(`worst page of ${name}: all months by key and model, daily, p95`, ms, 'ms', { goal: '≤ 1000' }),
      );
    }
    const afterPages = residentMegabytes(pid).peak;
    await ask(address + (await largestAnswer(databaseUrl)));
    return [
      figureOf("overview page's calls, all together, p95", overview, 'ms', { goal: '≤ 150' }),
      ...pages,
      figureOf('memory of the server, its peak in the worst pages', afterPages, 'MB', { goal: '≤ 300' }),
      figureOf('memory of the server, its peak in the largest answer', residentMegabytes(pid).peak, 'MB', {
        goal: '≤ 300',
      }),
    ];
  } finally {
    await server.stop();
  }
}

/** @param {() => Promise<unknown>} call @param {number} rounds that count */
async function p95(call, rounds) {
  const times = [];
  for (let round = 0; round < WARMED_BY + rounds; round++) {
    const ms = await timed(call);
    if (round >= WARMED_BY) times.push(ms);
  }
  return percentile(times, 0.95);
}

/** As the page does it: first what day it is, then all that is of this month, then what that is compared with. @param {string} address */
async function openOverview(address) {
  const { now } = await getJson(`${address}/api/v1/sync`);
  const today = Math.floor(Date.parse(now) / DAY_MS) * DAY_MS;
  const at = new Date(today);
  const month = (/** @type {number} */ offset) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset, 1);
  // On the first of a month the page shows the month before.
  const start = today > month(0) ? month(0) : month(-1);
  const over = { start, end: today };
  const before = { start: month(start === month(0) ? -1 : -2), end: 0 };
  before.end = Math.min(before.start + over.end - over.start, start);
  const byProject = { group_by: 'project_id' };
  await Promise.all([
    ask(`${address}/api/v1/projects?include_gone=true&limit=1000`),
    costs(address, { start, end: today + DAY_MS }, { bucket: 'day' }),
    costs(address, over, { bucket: 'day', ...byProject, limit: '9' }),
    costs(address, over, { bucket: 'total', ...byProject, limit: '1000' }),
    costs(address, { start: month(-1), end: month(0) }, { bucket: 'month' }),
  ]);
  await Promise.all([
    costs(address, before, { bucket: 'day' }),
    costs(address, before, { bucket: 'total', ...byProject, limit: '1000' }),
  ]);
}

/** @param {string} address @param {{ start: number, end: number }} range @param {Record<string, string>} query */
function costs(address, { start, end }, query) {
  const range = { start: new Date(start).toISOString().slice(0, 10), end: new Date(end).toISOString().slice(0, 10) };
  return ask(`${address}/api/v1/costs?${new URLSearchParams({ ...range, ...query })}`);
}

/** @param {string} url */
async function ask(url) {
  const response = await fetchSignedIn(url);
  const body = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${body.slice(0, 500)}`);
}

/** 24 months by key and model, daily: of costs, and of what is used most. @param {string} databaseUrl */
async function worstPages(databaseUrl) {
  return withAskable(databaseUrl, ({ asked, first, end }) => {
    const billed = asked.filter(({ name }) => isBilled(name));
    const used = asked.filter(({ name }) => !isBilled(name)).toSorted((a, b) => b.rows - a.rows);
    return [billed[0], used[0]].flatMap((one) => {
      const keyed = one?.values.has('api_key_id') && one.values.has('model') ? one.name : null;
      if (keyed === null) return [];
      const question = { capability: keyed, groupBy: ['api_key_id', 'model'], filter: null, projects: null };
      const range = { bucket: /** @type {const} */ ('day'), start: first, end, newest: end, limit: 9 };
      return [{ name: keyed, path: pathOf({ ...question, ...range, measure: capabilityOf(keyed).headline }) }];
    });
  });
}

/** As many cells as one answer may have. @param {string} databaseUrl */
async function largestAnswer(databaseUrl) {
  return withAskable(databaseUrl, ({ asked, first, end }) => {
    const limit = Math.min(1000, Math.floor(MOST_CELLS / ((end - first) / DAY_MS)));
    const range = { bucket: /** @type {const} */ ('day'), start: first, end, newest: end, limit };
    const capability = asked.find(({ name }) => isBilled(name))?.name ?? '';
    return pathOf({ capability, measure: 'amount', groupBy: ['api_key_id'], filter: null, projects: null, ...range });
  });
}

/** @template T @param {string} databaseUrl @param {(known: Awaited<ReturnType<typeof askable>>) => T} read @returns {Promise<T>} */
async function withAskable(databaseUrl, read) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return read(await askable(client));
  } finally {
    await client.end();
  }
}
