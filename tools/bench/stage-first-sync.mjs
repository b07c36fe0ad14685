// The first sync of an organization's costs against its own slowest stage on the same pages, the memory that it takes,
// and how long the cost calls take afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from './databases.mjs';
import { figureOf } from './figures.mjs';
import { residentMegabytes } from './processes.mjs';
import { record } from './recording.mjs';
import { getJson, startReplay } from './server.mjs';
import { firstSyncSize } from './sizes.mjs';
import { measureCalls, questions } from './stage-calls.mjs';
import { measureCopy } from './stage-copy.mjs';
import { measureDownload } from './stage-download.mjs';
import { openDatabases } from './stand.mjs';
import { syncAll } from './synced.mjs';

const REPEATS = 15;

/** @type {import('./stages.mjs').Stage} */
export async function measureFirstSync({ scale, isQuick, bench, databaseUrl, tell }) {
  const recording = await record(bench, firstSyncSize(scale, isQuick), tell);
  const directory = mkdtempSync(join(tmpdir(), 'bursar-bench-'));
  const { databases, end } = await openDatabases(directory, databaseUrl);
  const replay = await startReplay(recording, 0);
  try {
    const download = await measureDownload(recording, replay.baseUrl);
    const database = await createDatabase(databases, 'bursar_bench_first');
    const empty = await createDatabase(databases, 'bursar_bench_copy');
    await empty.migrate();
    /** @type {Awaited<ReturnType<typeof measureCalls>>} */
    let calls = [];
    let peakAfterCalls = NaN;
    const surroundings = { databaseUrl: database.url, dataDirectory: join(directory, 'data'), replay, tell };
    const sync = await syncAll(recording, surroundings, async ({ address, pid }) => {
      calls = await askCosts(address, recording, isQuick ? 1 : REPEATS);
      peakAfterCalls = residentMegabytes(pid).peak;
    });
    const copy = await measureCopy({ source: database.url, target: empty.url, folder: directory });
    await Promise.all([database.drop(), empty.drop()]);
    return figuresOf({ sync, download, copy, calls, peakAfterCalls });
  } finally {
    await replay.stop();
    await end();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param {string} address @param {import('./recording.mjs').Recording} recording @param {number} repeats */
async function askCosts(address, recording, repeats) {
  const { data } = await getJson(`${address}/api/v1/projects?limit=2`);
  const projects = data.map((/** @type {{ id: string }} */ { id }) => id);
  return measureCalls(address, questions({ ...recording, projects }), repeats);
}

/**
 * @param {{
 *   sync: import('./synced.mjs').Sync, download: { seconds: number }, copy: { seconds: number },
 *   calls: Awaited<ReturnType<typeof measureCalls>>, peakAfterCalls: number
 * }} measured
 */
function figuresOf({ sync, download, copy, calls, peakAfterCalls }) {
  const slowest = Math.max(download.seconds, copy.seconds);
  const slowestCall = calls.toSorted((a, b) => b.medianMs - a.medianMs)[0];
  return [
    figureOf('first sync of costs: download with exact parse, alone', download.seconds, 's'),
    figureOf('first sync of costs: COPY of the same rows, alone', copy.seconds, 's'),
    figureOf('first sync of costs', sync.seconds, 's', { limit: slowest, goal: '≤ 1.6' }),
    figureOf('first sync of costs: peak memory', sync.peakMegabytes, 'MB', { goal: '≤ 350' }),
    figureOf('first sync of costs: peak memory, calls included', peakAfterCalls, 'MB', { goal: '≤ 350' }),
    figureOf(`slowest cost call (${slowestCall?.name})`, slowestCall?.medianMs ?? NaN, 'ms', { goal: '≤ 100' }),
    ...calls.map(({ name, medianMs }) => figureOf(`cost call: ${name}`, medianMs, 'ms')),
  ];
}
