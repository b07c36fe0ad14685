// `npm run soak`: a week at OpenAI in minutes, collected by two replicas while requests fail and replicas are killed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onSupportedNode } from '../supported-node.mjs';

await onSupportedNode();
const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: `${7 * 24 - 26}` },
    quiet: { type: 'string', default: '26' },
    kills: { type: 'string', default: '10' },
    projects: { type: 'string', default: '12' },
    keys: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});
const { buildApi } = await import('../build.mjs');
await buildApi();
await import('../typescript-sources.mjs');
const { socketUrl, startEmbeddedPostgres } = await import('../../apps/api/src/database/embedded-postgres.ts');
const { installDatabaseClock } = await import('../../apps/api/src/testing/database-clock.ts');
const { TEST_SETTINGS } = await import('../../apps/api/src/testing/test-settings.ts');
const { createDatabase, embeddedServer } = await import('../bench/databases.mjs');
const { playStory } = await import('./week.mjs');

const directory = mkdtempSync(join(tmpdir(), 'bursar-soak-'));
const postgres = await startEmbeddedPostgres({ dataDirectory: join(directory, 'postgres'), settings: TEST_SETTINGS });
try {
  const database = await createDatabase(embeddedServer(postgres.socketDirectory), 'soak');
  await database.migrate();
  const start = new Date('2026-10-28T12:00:00Z');
  const clock = await installDatabaseClock(socketUrl(postgres.socketDirectory, 'bursar', 'soak'), start);
  const startedAt = performance.now();
  const hours = Number(values.hours);
  const story = {
    databaseUrl: database.url,
    setNow: (/** @type {Date} */ at) => clock.set(at),
    start,
    hours,
    quietHours: Number(values.quiet),
    kills: Number(values.kills),
    projects: Number(values.projects),
    keys: Number(values.keys),
    seed: Number(values.seed),
    // Days of long ago are read again in the night only; where none passes, those that every hour reads are restated.
    ...(hours < 24 ? { daysBack: 1, settledDays: 2 } : { daysBack: 25, settledDays: 3 }),
    tell: (/** @type {string} */ line) => console.log(line),
  };
  const outcome = await playStory(story).finally(() => clock.end());
  const { differences, ...figures } = outcome;
  console.log(JSON.stringify({ ...figures, minutes: Math.round((performance.now() - startedAt) / 6000) / 10 }));
  for (const difference of differences) console.log(difference);
  console.log(differences.length === 0 ? 'What is stored is what was true.' : 'What is stored is NOT what was true.');
  process.exitCode = differences.length === 0 ? 0 : 1;
} finally {
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
