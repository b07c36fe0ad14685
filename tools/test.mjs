// `npm test`: all suites, or those that Jest's own arguments select, on one private Postgres.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { onSupportedNode, root } from './supported-node.mjs';

await onSupportedNode();
await import('./typescript-sources.mjs');
const { startEmbeddedPostgres } = await import('../apps/api/src/database/embedded-postgres.ts');
const { TEST_SETTINGS } = await import('../apps/api/src/testing/test-settings.ts');

const jest = [
  '--experimental-vm-modules',
  // Modules and pages of suites are short-lived, and many: with little room for the young, much of them is carried along.
  '--max-semi-space-size=64',
  '--disable-warning=ExperimentalWarning',
  join(root, 'node_modules/jest/bin/jest.js'),
  ...process.argv.slice(2),
];

/**
 * Its days begin fourteen hours before those of UTC: whatever takes a local day for a UTC one is found out by any suite.
 * TZ in the environment goes before it.
 */
const FAR_FROM_UTC = { TZ: 'Pacific/Kiritimati' };

/** @type {AbortController} */
const interrupted = new AbortController();
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => interrupted.abort(signal));
}
try {
  process.exitCode = await testOnPostgres();
} catch (error) {
  // What a builder or the embedded Postgres says is meant to be read; a stack would only hide it.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function testOnPostgres() {
  const chromium = await prepareJourneys();
  const directory = mkdtempSync(join(tmpdir(), 'bursar-test-'));
  try {
    const postgres = await startEmbeddedPostgres({
      dataDirectory: join(directory, 'postgres'),
      settings: TEST_SETTINGS,
    });
    try {
      const browser = chromium === null ? {} : { CHROMIUM_PATH: chromium };
      return await runJest({
        ...FAR_FROM_UTC,
        ...process.env,
        ...browser,
        BURSAR_TEST_POSTGRES: postgres.socketDirectory,
      });
    } finally {
      await postgres.stop();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Builds what the selected suites start: the whole of Bursar for journeys and browser suites, nothing for the others.
 *
 * Here and not in the suites, for two that run side by side would build into the same folders.
 *
 * @returns {Promise<string | null>} the path of the browser; null where there is none
 */
async function prepareJourneys() {
  const chromium = findChromium(process.env);
  const suites = await listSuites();
  const inBrowser = suites.filter((path) => /chromium|playwright/i.test(readFileSync(path, 'utf8')));
  if (inBrowser.length > 0 && chromium === null) {
    console.log(
      'No Chromium found (CHROMIUM_PATH, or chromium, chromium-browser, google-chrome on the PATH): the browser suites are skipped.',
    );
  }
  if (inBrowser.length > 0 || suites.some((path) => path.includes('/journeys/'))) {
    const { buildApi, buildWeb } = await import('./build.mjs');
    await buildApi();
    await buildWeb();
  }
  return chromium;
}

/** Jest itself says which suites its arguments select. */
async function listSuites() {
  const child = spawn(process.execPath, [...jest, '--listTests'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  let list = '';
  child.stdout.on('data', (text) => (list += text));
  await new Promise((settle) => child.once('close', settle));
  return list.split('\n').filter((line) => existsSync(line));
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function runJest(env) {
  const child = spawn(process.execPath, jest, { cwd: root, stdio: 'inherit', env });
  interrupted.signal.addEventListener('abort', () => child.kill('SIGTERM'));
  if (interrupted.signal.aborted) child.kill('SIGTERM');
  return new Promise((settle, fail) => {
    child.once('error', fail);
    child.once('exit', (status) => settle(status ?? 1));
  });
}
