// The whole organization read from the recorded pages by the real server, against its slowest stage alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from './databases.mjs';
import { figureOf } from './figures.mjs';
import { serverStamp } from './grown-database.mjs';
import { startReplay } from './server.mjs';
import { measureCopy } from './stage-copy.mjs';
import { measureDownload } from './stage-download.mjs';
import { syncAll } from './synced.mjs';

/** @type {import('./stages.mjs').Stage} */
export async function measureFullSync({ stand, isQuick, isAgain, tell }) {
  const { recording, databases, databaseUrl, grown, latencyMs } = await stand();
  const directory = mkdtempSync(join(tmpdir(), 'bursar-bench-'));
  const replay = await startReplay(recording, latencyMs);
  try {
    const download = await measureDownload(recording, replay.baseUrl);
    const empty = await createDatabase(databases, 'bursar_bench_copy');
    await empty.migrate();
    const copy = await measureCopy({ source: databaseUrl, target: empty.url, folder: directory });
    await empty.drop();
    const isMeasured = isQuick || (grown.isWhole && grown.server === serverStamp() && !isAgain);
    if (isMeasured) tell(`  the full sync was measured when the database was built, at ${grown.at}`);
    const sync = isMeasured ? grown.sync : await syncAnew(recording, { databases, directory, replay, tell });
    const limit = Math.max(download.seconds, copy.seconds);
    return [
      figureOf('full sync: download with exact parse, alone', download.seconds, 's'),
      figureOf('full sync: COPY of the same rows, alone', copy.seconds, 's'),
      figureOf(`full sync at ${latencyMs} ms latency`, sync.seconds, 's', { limit, goal: '≤ 1.4' }),
      figureOf('memory of the server during backfill: peak', sync.peakMegabytes, 'MB', { goal: '≤ 300' }),
    ];
  } finally {
    await replay.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Where the database was not grown in one go, or by another server.
 *
 * @param {import('./recording.mjs').Recording} recording
 * @param {{
 *   databases: import('./databases.mjs').DatabaseServer, directory: string, replay: { env: Record<string, string> },
 *   tell: (line: string) => void
 * }} surroundings
 */
async function syncAnew(recording, { databases, directory, replay, tell }) {
  const database = await createDatabase(databases, 'bursar_bench_full');
  try {
    const dataDirectory = join(directory, 'data');
    return await syncAll(recording, { databaseUrl: database.url, dataDirectory, replay, tell });
  } finally {
    await database.drop();
  }
}
