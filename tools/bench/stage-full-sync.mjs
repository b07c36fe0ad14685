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
export async function measureFullSync({ stand, isAgain, tell }) {
  const { recording, databases, databaseUrl, grown, latencyMs } = await stand();
  const directory = mkdtempSync(join(tmpdir(), 'bursar-bench-'));
  const replay = await startReplay(recording, latencyMs);
  try {
    const download = await measureDownload(recording, replay.baseUrl);
    const empty = await createDatabase(databases, 'bursar_bench_copy');
    await empty.migrate();
    const copy = await measureCopy({ source: databaseUrl, target: empty.url, folder: directory });
    await empty.drop();
    const sync = await measuredSync({ grown: isAgain ? null : grown, recording, databases, directory, replay, tell });
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
 * The sync by which the database was grown, if that was in one go and by this very server; another one otherwise.
 *
 * @param {{
 *   grown: import('./grown-database.mjs').Grown | null, recording: import('./recording.mjs').Recording, directory: string,
 *   databases: import('./databases.mjs').DatabaseServer, replay: { env: Record<string, string> }, tell: (line: string) => void
 * }} what
 * @returns {Promise<import('./synced.mjs').Sync>}
 */
async function measuredSync({ grown, recording, databases, directory, replay, tell }) {
  if (grown !== null && grown.sync !== null && grown.server === serverStamp()) {
    tell(`  the full sync was measured when the database was built, at ${grown.at}`);
    return grown.sync;
  }
  const database = await createDatabase(databases, 'bursar_bench_full');
  try {
    return await syncAll(recording, {
      databaseUrl: database.url,
      dataDirectory: join(directory, 'data'),
      replay,
      tell,
    });
  } finally {
    await database.drop();
  }
}
