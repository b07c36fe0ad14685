// How often the costs of 24 months by project can be asked for in a second, against the same SQL without a server.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { root } from '../supported-node.mjs';
import { askable, capabilityOf, isBilled, pathOf } from './drawn-questions.mjs';
import { figureOf } from './figures.mjs';
import { handWritten } from './hand-written.mjs';
import { node } from './processes.mjs';
import { sessionOf } from './signed-in.mjs';

const CLIENTS = 32;
const SECONDS = 8;
/** How Bursar reads as well, see `inSnapshot`. */
const SETTINGS = '-c jit=off -c work_mem=64MB -c random_page_cost=1.1';

/** @type {import('./stages.mjs').Stage} */
export async function measureThroughput({ stand, isQuick }) {
  const { databaseUrl, startServer } = await stand();
  const { question, organizationId } = await questionOf(databaseUrl);
  const seconds = isQuick ? 1 : SECONDS;
  const sql = { databaseUrl, seconds, hasPgbench: spawnSync('pgbench', ['--version']).status === 0 };
  let limit = 0;
  for (const statement of handWritten(question, organizationId)) limit = Math.max(limit, await loadSql(statement, sql));
  const by = sql.hasPgbench ? 'pgbench' : 'prepared statements, for there is no pgbench here';
  const figures = [];
  for (const { cache, env, goal } of CACHES) {
    const server = await startServer(env);
    try {
      const url = server.address + pathOf(question);
      // Warms the server, of which nothing is seen where nobody asks how fast it is.
      if (!isQuick) await load(url, 1);
      const name = `costs asked for by ${CLIENTS} clients, answer cache ${cache}, to the SQL by ${by}`;
      figures.push(figureOf(name, await load(url, seconds), '/s', { limit, goal }));
    } finally {
      await server.stop();
    }
  }
  return figures;
}

/** @type {readonly { cache: string, env: Record<string, string>, goal: string }[]} */
const CACHES = [
  { cache: 'off', env: { BURSAR_ANSWER_CACHE: 'off' }, goal: '≥ 0.4' },
  { cache: 'on', env: {}, goal: '≥ 2' },
];

/** 24 months by project and month. @param {string} databaseUrl */
async function questionOf(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { asked, first, end } = await askable(client);
    const billed = asked.find(({ name }) => isBilled(name));
    if (billed === undefined) throw new Error('The database holds nothing that is billed.');
    const { rows } = await client.query('SELECT id FROM organizations ORDER BY id');
    const last = new Date(end - 1);
    const start = Math.max(first, Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - 23, 1));
    const grouping = { groupBy: ['project_id'], filter: null, projects: null, bucket: /** @type {const} */ ('month') };
    return {
      question: {
        capability: billed.name,
        measure: capabilityOf(billed.name).headline,
        ...grouping,
        start,
        end,
        newest: end,
        limit: 9,
      },
      organizationId: rows[0].id,
    };
  } finally {
    await client.end();
  }
}

/** @param {string} url @param {number} seconds */
async function load(url, seconds) {
  const env = { BENCH_COOKIE: `sid=${sessionOf(url)}` };
  return Number(await node([join(root, 'tools/bench/load-http.mjs'), url, `${CLIENTS}`, `${seconds}`], env).output());
}

/** A statement without parameters, as pgbench wants it. @param {import('./hand-written.mjs').Prepared} statement */
function withLiterals({ text, values }) {
  return text
    .replaceAll(/\$(\d+)::/g, (_, number) => `${literal(values[Number(number) - 1])}::`)
    .replaceAll(/\s+/g, ' ');
}

/** @param {unknown} value @returns {string} */
function literal(value) {
  if (Array.isArray(value)) return `'{${value.map((one) => `"${text(one)}"`).join(',')}}'`;
  return `'${text(value)}'`;
}

/** @param {unknown} value */
const text = (value) => (value instanceof Date ? value.toISOString() : String(value).replaceAll("'", "''"));

/**
 * @param {import('./hand-written.mjs').Prepared} statement
 * @param {{ databaseUrl: string, seconds: number, hasPgbench: boolean }} by
 * @returns {Promise<number>} transactions per second
 */
async function loadSql(statement, { databaseUrl, seconds, hasPgbench }) {
  const file = join(tmpdir(), `bursar-bench-${process.pid}.sql`);
  writeFileSync(file, hasPgbench ? `${withLiterals(statement)};\n` : withLiterals(statement));
  try {
    return hasPgbench ? runPgbench(databaseUrl, file, seconds) : await runOwn(databaseUrl, file, seconds);
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} databaseUrl @param {string} file @param {number} seconds */
function runPgbench(databaseUrl, file, seconds) {
  const args = ['-n', '-M', 'prepared', '-c', `${CLIENTS}`, '-j', '2', '-T', `${seconds}`, '-f', file, databaseUrl];
  const { stdout, stderr } = spawnSync('pgbench', args, {
    encoding: 'utf8',
    env: { ...process.env, PGOPTIONS: SETTINGS },
  });
  const tps = /tps = ([\d.]+)/.exec(stdout)?.[1];
  if (tps === undefined) throw new Error(`pgbench says no transactions per second: ${stderr || stdout}`);
  return Number(tps);
}

/** @param {string} databaseUrl @param {string} file @param {number} seconds */
async function runOwn(databaseUrl, file, seconds) {
  const url = `${databaseUrl}${databaseUrl.includes('?') ? '&' : '?'}options=${encodeURIComponent(SETTINGS)}`;
  return Number(await node([join(root, 'tools/bench/load-sql.mjs'), url, file, `${CLIENTS}`, `${seconds}`]).output());
}
