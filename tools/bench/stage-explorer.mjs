// Any question of the explorer through HTTP, against the best SQL for it. Both have to answer the same, digit by digit.
import pg from 'pg';
import { askable, drawQuestions, isBilled, pathOf } from './drawn-questions.mjs';
import { figureOf } from './figures.mjs';
import { handWritten } from './hand-written.mjs';
import { bucketStarts } from './question-plan.mjs';
import { fetchSignedIn } from './signed-in.mjs';
import { median, percentile } from './timing.mjs';

/**
 * @typedef {import('./drawn-questions.mjs').Question} Question
 * @typedef {{ question: Question, apiMs: number, sqlMs: number }} Timed
 */

/** As the answers of Bursar are read: what helps one side helps the other. */
const SETTINGS = `SET jit = off; SET work_mem = '64MB'; SET random_page_cost = 1.1; SET default_transaction_read_only = on`;
const SEED = 20_261_120;
const QUESTIONS = 200;
const ROUNDS = 3;
/**
 * A way of asking that takes so many times as long as the fastest, and at least so long, is not the best one. It is broken
 * off: passes over all points that nobody would wait for took most of a run.
 */
const HOPELESS = { times: 4, ms: 200 };
/** What is read for the first time takes longer: a way is given up when it was broken off so often. */
const TRIES = 2;
/** What Postgres says when it breaks a statement off. */
const BROKEN_OFF = '57014';

/** @type {import('./stages.mjs').Stage} */
export async function measureExplorer({ stand, isQuick, tell }) {
  const { databaseUrl, startServer } = await stand();
  const server = await startServer({ BURSAR_ANSWER_CACHE: 'off' });
  try {
    const size = isQuick ? { count: 12, rounds: 1 } : { count: QUESTIONS, rounds: ROUNDS };
    tell(
      `  ${size.count} questions of two callers, each asked ${size.rounds} times in all ways, and once before to compare`,
    );
    const timed = await askAll({ address: server.address, databaseUrl, ...size });
    return [...timed].flatMap(([who, times]) => {
      const value = percentile(
        times.map(({ apiMs }) => apiMs),
        0.95,
      );
      const limit = percentile(
        times.map(({ sqlMs }) => sqlMs),
        0.95,
      );
      return [
        { ...figureOf(`explorer, ${who}, p95`, value, 'ms', { goal: '≤ 300' }), growthGoal: '≤ 2' },
        figureOf(`explorer, ${who}, p95 to the best SQL`, value, 'ms', { limit, goal: '≤ 2' }),
      ];
    });
  } finally {
    await server.stop();
  }
}

/**
 * Nobody is limited to some projects over HTTP before there is a sign-in: such a caller is played by a filter of them.
 *
 * @param {{ address: string, databaseUrl: string, count?: number, rounds?: number, onAnswer?: (timed: Timed) => void }} stand
 *   `address` of a server whose answers are not cached
 * @returns {Promise<Map<string, Timed[]>>} by who asks
 */
export async function askAll({ address, databaseUrl, count = QUESTIONS, rounds = ROUNDS, onAnswer }) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(SETTINGS);
    const known = await askable(client);
    const { rows } = await client.query('SELECT id FROM organizations ORDER BY id');
    const answered = new Map();
    for (const [who, projects] of /** @type {const} */ ([
      ['all projects', null],
      ['20 projects', 20],
    ])) {
      /** @type {Timed[]} */
      const timed = [];
      for (const question of drawQuestions(known, { seed: SEED, count, projects })) {
        const one = await measureOne(question, { address, client, organizationId: rows[0].id, rounds });
        onAnswer?.(one);
        timed.push(one);
      }
      answered.set(who, timed);
    }
    return answered;
  } finally {
    await client.end();
  }
}

/**
 * The median of some rounds each, taken in turns, so that whatever else the machine does falls on both.
 *
 * @param {Question} question
 * @param {{ address: string, client: pg.Client, organizationId: number, rounds: number }} with_
 * @returns {Promise<Timed>}
 */
async function measureOne(question, { address, client, organizationId, rounds }) {
  const ways = handWritten(question, organizationId).map((statement) => ({
    statement,
    times: /** @type {number[]} */ ([]),
    isCompared: false,
    failures: 0,
  }));
  /** @type {{ statement: unknown, ms: number } | null} */
  let best = null;
  const url = address + pathOf(question);
  const apiTimes = [];
  for (let round = 0; round <= rounds; round++) {
    const startedAt = performance.now();
    const response = await fetchSignedIn(url);
    const body = await response.text();
    const apiMs = performance.now() - startedAt;
    if (!response.ok) throw new Error(`${url}: ${response.status} ${body.slice(0, 500)}`);
    // The first round warms caches and compares.
    if (round > 0) apiTimes.push(apiMs);
    for (const way of ways.filter(({ failures }) => failures < TRIES)) {
      const isBest = best === null || best.statement === way.statement;
      const limitMs = isBest ? Infinity : Math.max(HOPELESS.ms, HOPELESS.times * (best?.ms ?? 0));
      const { rows, ms } = await askWithin(client, way.statement, limitMs);
      if (rows === null) {
        way.failures += 1;
        continue;
      }
      if (best === null || ms < best.ms) best = { statement: way.statement, ms };
      if (round > 0) way.times.push(ms);
      if (!way.isCompared) compare(url, numbersOfAnswer(JSON.parse(body), question), numbersOfRows(rows, question));
      way.isCompared = true;
    }
  }
  const medians = ways.filter(({ times }) => times.length > 0).map(({ times }) => median(times));
  return { question, apiMs: median(apiTimes), sqlMs: Math.min(...medians) };
}

/**
 * Asks a statement, but no longer than is worth it.
 *
 * @param {pg.Client} client @param {import('./hand-written.mjs').Prepared} statement @param {number} limitMs
 * @returns {Promise<{ rows: any[][] | null, ms: number }>} no rows: it was broken off
 */
async function askWithin(client, statement, limitMs) {
  await client.query(`SET statement_timeout = ${limitMs === Infinity ? 0 : Math.ceil(limitMs)}`);
  const askedAt = performance.now();
  try {
    const { rows } = await client.query(statement);
    return { rows, ms: performance.now() - askedAt };
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === BROKEN_OFF)
      return { rows: null, ms: performance.now() - askedAt };
    throw error;
  }
}

/** @param {string} url @param {unknown} answered @param {unknown} queried */
function compare(url, answered, queried) {
  const [a, b] = [answered, queried].map((numbers) => JSON.stringify(numbers, null, 1).split('\n'));
  const at = a?.findIndex((line, index) => line !== b?.[index]) ?? -1;
  if (at < 0 && a?.length === b?.length) return;
  const around = (/** @type {string[] | undefined} */ lines) => lines?.slice(Math.max(0, at - 5), at + 3).join('\n');
  throw new Error(`${url}\nis answered with\n${around(a)}\nbut Postgres says\n${around(b)}`);
}

/** What both sides have to agree on. @param {any} answer JSON of the contract @param {Question} question */
function numbersOfAnswer(answer, question) {
  const value = isBilled(question.capability) ? 'amount' : 'value';
  const points = (/** @type {any[]} */ list) => list.map((point) => [point.start, point[value]]);
  return {
    total: answer.total,
    points: points(answer.points),
    groups: answer.groups.map((/** @type {any} */ group) => ({
      key: question.groupBy.map((name) => group.key[name]),
      total: group.total,
      points: points(group.points),
    })),
    other: answer.other && { ...answer.other, points: points(answer.other.points) },
  };
}

/** @param {any[][]} rows see `handWritten` @param {Question} question */
function numbersOfRows(rows, question) {
  const starts = bucketStarts(question).map((at, index) => nominal(at, index, question));
  /** @param {any[] | undefined} row @returns {[string | undefined, string][]} */
  const points = (row) => {
    const values = row?.[3].split(',') ?? [];
    return (
      row?.[2]
        .split(',')
        .map((/** @type {string} */ at, /** @type {number} */ index) => [starts[Number(at) - 1], values[index]]) ?? []
    );
  };
  const groups = rows.filter((row) => row[0] > 0);
  const everything = rows.find((row) => row[0] === 0);
  const rest = rows.find((row) => row[0] === -1);
  const left = (everything?.[4] ?? 0) - groups.length;
  return {
    total: everything?.[1] ?? '0',
    points: points(everything),
    groups: groups.map((row) => ({
      key: question.groupBy.map((_, index) => row[5 + 2 * index]),
      total: row[1],
      points: points(row),
    })),
    other: left > 0 ? { groups: left, total: rest?.[1] ?? '0', points: points(rest) } : null,
  };
}

/** The first bucket is named by where it begins in the calendar. @param {number} at @param {number} index @param {Question} question */
function nominal(at, index, { bucket }) {
  const day = new Date(at);
  if (index === 0 && bucket === 'month') day.setUTCDate(1);
  if (index === 0 && bucket === 'week') day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().replace('.000Z', 'Z');
}
