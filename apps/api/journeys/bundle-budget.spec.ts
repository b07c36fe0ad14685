import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

/** The script knows the budgets and names the files; the pages were built before the journeys. */
const SCRIPT = fileURLToPath(new URL('../../web/bundle-budget.mjs', import.meta.url));

it('keeps the JavaScript of the pages within their budgets', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], { encoding: 'utf8' });
  expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
  expect(stdout).toContain('of 300 kB');
});
