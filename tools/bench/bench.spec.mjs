// The bench itself, on an organization that is read in seconds: whether all that it says is there and true. How fast
// anything is, nobody asks here.
import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from '../workspace-sources.mjs';

/** Of all runs together, on a machine that is busy with other suites. */
const TIMEOUT_MS = 300_000;
const folder = mkdtempSync(join(tmpdir(), 'bursar-bench-spec-'));
const json = join(folder, 'figures.json');

/** The cluster of the test run, where there is one: the bench makes databases of its own in it. */
function databaseOfTheRun() {
  const socket = process.env['BURSAR_TEST_POSTGRES'];
  if (socket === undefined) return {};
  return { DATABASE_URL: `postgres://postgres@/postgres?host=${encodeURIComponent(socket)}` };
}

/**
 * Runs the bench to its end, or until it says something.
 *
 * @param {RegExp} [breakOff] what it is broken off at
 * @returns {Promise<{ status: number | null, output: string }>}
 */
async function bench(breakOff) {
  const args = ['--quick', '--scale', '0.002', '--folder', folder, '--json', json];
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(root, 'tools/bench/main.mjs'), ...args], {
    env: { PATH, HOME, ...databaseOfTheRun() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text;
      if (breakOff?.test(output)) child.kill('SIGTERM');
    });
  }
  /** @type {number | null} */
  const status = await new Promise((settle) => child.once('close', settle));
  return { status, output };
}

/** The folder of the organization's recording. */
function recordingFolder() {
  const [name = ''] = readdirSync(folder).filter((one) => /^1m-.*-3f-/.test(one));
  return join(folder, name);
}

/** As if the recording had been broken off before its last day. */
function breakRecording() {
  for (const file of ['recording.json', 'lists.json', 'days/costs-by-user/1795132800.json']) {
    rmSync(join(recordingFolder(), file));
  }
}

/** Rows of all days that are recorded of the organization, counted from their very text. */
function countRecorded() {
  return globSync(join(recordingFolder(), 'days/*/*.json'))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')).results.length)
    .reduce((sum, rows) => sum + rows, 0);
}

/** @returns {import('./figures.mjs').ScaledFigure[]} */
const figures = () => JSON.parse(readFileSync(json, 'utf8'));

describe('the bench', () => {
  /** @type {Awaited<ReturnType<typeof bench>>[]} */
  const runs = [];

  beforeAll(async () => {
    // So little is read in no time: later it might be through before it is broken off.
    runs.push(await bench(/Reading the recording/));
    breakRecording();
    runs.push(await bench());
  }, TIMEOUT_MS);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('goes on where it was broken off, while it records and while it reads', () => {
    expect(runs.map(({ status }) => status)).toEqual([130, 0]);
    const [broken = '', whole = ''] = runs.map(({ output }) => output);
    expect(broken).toContain('Reading the recording');
    expect(whole).toContain(`Recording what OpenAI says in ${recordingFolder()}`);
    expect(whole).toContain('Reading the rest of the recording');
  });

  it('stores as many points as OpenAI has sent rows', () => {
    const stored = figures().find(({ figure }) => figure.startsWith('points stored'));
    expect(countRecorded()).toBeGreaterThan(1000);
    expect(stored).toMatchObject({ value: countRecorded(), limit: countRecorded(), ratio: 1 });
  });

  it('has a finite number for every figure, each under a name of its own', () => {
    const names = figures().map(({ figure }) => figure);
    expect(new Set(names).size).toBe(names.length);
    for (const { figure, value, unit, limit, ratio, goal, scale } of figures()) {
      // Of blank rows there are none.
      expect([figure, Number.isFinite(value) && (value > 0 || unit === 'frames')]).toEqual([figure, true]);
      expect([figure, Number.isFinite(ratio ?? 1)]).toEqual([figure, true]);
      expect([figure, ratio === null]).toEqual([figure, limit === null]);
      expect(goal).toMatch(/^([≤≥] [\d.]+)?$/);
      expect(scale).toBe(0.002);
    }
  });
});
