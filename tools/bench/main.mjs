// `npm run bench`: how fast a first sync is, measured against its own slowest stage in the same run on the same pages,
// how much memory it takes, and how long the cost calls take afterwards. Prints one table; --json FILE writes it too.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onSupportedNode, root } from '../supported-node.mjs';

await onSupportedNode();
const { values } = parseArgs({
  options: {
    projects: { type: 'string', default: '200' },
    keys: { type: 'string', default: '1000' },
    months: { type: 'string', default: '13' },
    latency: { type: 'string', default: '0' },
    json: { type: 'string' },
  },
});
const { buildApi } = await import('../build.mjs');
await buildApi();
await import('../typescript-sources.mjs');
const { startEmbeddedPostgres } = await import('../../apps/api/src/database/embedded-postgres.ts');
const { record } = await import('./recording.mjs');
const { node, residentMegabytes } = await import('./processes.mjs');
const { measureCopy } = await import('./stage-copy.mjs');
const { measureCalls, questions } = await import('./stage-calls.mjs');
const { createDatabase } = await import('./databases.mjs');

const size = {
  now: '2026-11-20T15:00:00Z',
  months: Number(values.months),
  projects: Number(values.projects),
  keys: Number(values.keys),
};
const folder = join(root, '.bench', `${size.months}m-${size.projects}p-${size.keys}k`);
console.log('Recording the pages of OpenAI (once) …');
const recording = await record(folder, size);

const directory = mkdtempSync(join(tmpdir(), 'bursar-bench-'));
const postgres = await startEmbeddedPostgres({ dataDirectory: join(directory, 'postgres') });
try {
  report(await measure());
} finally {
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function measure() {
  const replay = node([join(root, 'tools/bench/replay-server.mjs'), folder, values.latency]);
  const baseUrl = `http://127.0.0.1:${(await replay.line(/^(\d+)$/m))[1]}/v1`;
  const range = [String(recording.firstDay), String(recording.endDay)];
  const download = JSON.parse(
    await node([join(root, 'tools/bench/stage-download.mjs'), baseUrl, recording.adminKey, ...range]).output(),
  );
  const database = await createDatabase(postgres.socketDirectory, 'bench_sync');
  const sync = await measureSync(baseUrl, database.url);
  const empty = await createDatabase(postgres.socketDirectory, 'bench_copy');
  await empty.migrate();
  const copy = await measureCopy({ source: database.url, target: empty.url, folder: directory });
  await replay.stop();
  return { download, copy, ...sync };
}

/** @param {string} baseUrl @param {string} databaseUrl */
async function measureSync(baseUrl, databaseUrl) {
  const startedAt = performance.now();
  const server = node([...memoryFlags(), join(root, 'apps/api/dist/main.js')], {
    OPENAI_ADMIN_KEY: recording.adminKey,
    OPENAI_BASE_URL: baseUrl,
    DATABASE_URL: databaseUrl,
    BURSAR_DATA_DIR: join(directory, 'data'),
    BURSAR_BACKFILL_MONTHS: String(size.months),
    PORT: '0',
  });
  try {
    const address = (await server.line(/http:\/\/127\.0\.0\.1:\d+/))[0];
    const { seconds, startMs } = await untilSynced(address, startedAt);
    const afterSync = residentMegabytes(server.pid);
    const { data } = await getJson(`${address}/api/v1/projects?limit=2`);
    const projects = data.map((/** @type {{ id: string }} */ { id }) => id);
    const calls = await measureCalls(address, questions({ ...recording, projects }), 15);
    return { seconds, startMs, afterSync, afterCalls: residentMegabytes(server.pid), calls };
  } finally {
    await server.stop();
  }
}

/** Seconds from the first moment at which the server answered until nothing of the costs' history is left to read. @param {string} address @param {number} startedAt */
async function untilSynced(address, startedAt) {
  const servedAt = performance.now();
  for (;;) {
    const { feeds } = await getJson(`${address}/api/v1/sync`);
    const costs = feeds.find((/** @type {{ feed: string }} */ { feed }) => feed === 'costs');
    if (costs?.last_error) throw new Error(costs.last_error.message);
    if (costs?.coverage.length > 0 && costs.backfill === null) {
      return { seconds: (performance.now() - servedAt) / 1000, startMs: servedAt - startedAt };
    }
    await new Promise((settle) => setTimeout(settle, 200));
  }
}

/** How `npm start` bounds the memory of Node, so that what is measured is what runs. */
function memoryFlags() {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return scripts.start.match(/--max-\S+/g) ?? [];
}

/** @param {string} url @returns {Promise<any>} JSON of the contract, which tools do not check again */
async function getJson(url) {
  return (await fetch(url)).json();
}

/** @param {Awaited<ReturnType<typeof measure>>} figures */
function report({ download, copy, seconds, afterSync, afterCalls, calls }) {
  const slowest = Math.max(download.seconds, copy.seconds);
  const slowestCall = calls.toSorted((a, b) => b.medianMs - a.medianMs)[0];
  /** @type {{ figure: string, value: number, unit: string, limit: number | null, ratio: number | null, goal: string }[]} */
  const rows = [
    {
      figure: 'download with exact parse, alone',
      value: download.seconds,
      unit: 's',
      limit: null,
      ratio: null,
      goal: '',
    },
    { figure: 'COPY of the same rows, alone', value: copy.seconds, unit: 's', limit: null, ratio: null, goal: '' },
    { figure: 'first sync', value: seconds, unit: 's', limit: slowest, ratio: seconds / slowest, goal: '≤ 1.6' },
    {
      figure: 'memory of the server at its peak in the sync',
      value: afterSync.peak,
      unit: 'MB',
      limit: null,
      ratio: null,
      goal: '≤ 350',
    },
    {
      figure: 'memory of the server at its peak, calls included',
      value: afterCalls.peak,
      unit: 'MB',
      limit: null,
      ratio: null,
      goal: '≤ 350',
    },
    {
      figure: `slowest cost call (${slowestCall?.name})`,
      value: slowestCall?.medianMs ?? NaN,
      unit: 'ms',
      limit: null,
      ratio: null,
      goal: '≤ 100',
    },
    ...calls.map(({ name, medianMs }) => ({
      figure: `  ${name}`,
      value: medianMs,
      unit: 'ms',
      limit: null,
      ratio: null,
      goal: '',
    })),
  ];
  const megabytes = (download.bytes / 1e6).toFixed(0);
  console.log(
    `\n${cpus().length} cores (${cpus()[0]?.model}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}`,
  );
  console.log(
    `${size.months} months, ${size.projects} projects, ${size.keys} keys: ${download.rows.toLocaleString('en')} rows, ${megabytes} MB of pages, ${copy.rows.toLocaleString('en')} points, latency ${values.latency} ms\n`,
  );
  console.log(`${'figure'.padEnd(62)}${'value'.padStart(12)}  ${'ratio'.padStart(6)}  goal`);
  for (const { figure, value, unit, ratio, goal } of rows) {
    console.log(
      `${figure.padEnd(62)}${`${value.toFixed(unit === 's' ? 2 : 0)} ${unit}`.padStart(12)}  ${(ratio?.toFixed(2) ?? '').padStart(6)}  ${goal}`,
    );
  }
  if (values.json !== undefined) {
    writeFileSync(
      values.json,
      `${JSON.stringify(
        rows.map((row) => ({ ...row, figure: row.figure.trim(), scale: size })),
        null,
        2,
      )}\n`,
    );
  }
}
