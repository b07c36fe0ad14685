/**
 * The order of the suites: the longest first, so that both workers end together, and not two browsers at a time.
 *
 * Jest learns how long suites take, but forgets it with its cache: on a clean machine it goes by the size of their
 * files, and the soak, which is a dozen lines, comes last.
 */
import { createRequire } from 'node:module';

// Its types and its module disagree about where the class is; what a `require` gives is as the types say.
/** @type {typeof import('@jest/test-sequencer')} */
const { default: TestSequencer } = createRequire(import.meta.url)('@jest/test-sequencer');

/** Seconds alone on two cores, of suites that take more than twenty. The order is all that hangs on them. */
const SECONDS = new Map([
  ['apps/api/journeys/dashboard.browser.spec.ts', 130],
  ['apps/api/journeys/six-hours.spec.ts', 100],
  ['apps/api/journeys/managing.browser.spec.ts', 95],
  ['tools/bench/bench.spec.mjs', 75],
  ['apps/api/src/database/embedded-postgres.spec.ts', 55],
  ['apps/api/journeys/leaked-key.browser.spec.ts', 50],
  ['apps/web/src/features/projects/projects-actions.spec.tsx', 45],
  ['apps/api/src/sync/kept-for-a-while.spec.ts', 44],
  ['apps/api/journeys/killed-midway.spec.ts', 43],
  ['apps/api/journeys/costs-equal-openai.spec.ts', 42],
  ['apps/api/journeys/start.spec.ts', 41],
  ['apps/api/src/sync/replicas-under-a-limit.spec.ts', 35],
  ['apps/web/src/features/rotations/rotation-page.spec.tsx', 33],
  ['apps/api/src/sync/directory-rounds.spec.ts', 31],
  ['apps/api/src/rotations/rotation-steps-lost.spec.ts', 27],
  ['apps/api/src/sync/faults-leave-no-drift.spec.ts', 24],
  ['apps/web/src/features/people/people-page.spec.tsx', 23],
  ['apps/api/journeys/no-secret-leaves.spec.ts', 22],
]);
const WORKERS = 2;

/** @typedef {import('@jest/test-result').Test} Test */

export default class HeaviestFirst extends TestSequencer {
  /**
   * @override
   * @param {Test[]} tests
   * @returns {Promise<Test[]>}
   */
  async sort(tests) {
    const known = tests.filter((test) => secondsOf(test) > 0);
    const others = tests.filter((test) => secondsOf(test) === 0);
    return [...inTurns(known.sort((a, b) => secondsOf(b) - secondsOf(a))), ...(await super.sort(others))];
  }
}

const secondsOf = (/** @type {Test} */ { path }) =>
  [...SECONDS].find(([suite]) => path.endsWith(`/${suite}`))?.[1] ?? 0;
const isInBrowser = (/** @type {Test} */ { path }) => path.includes('.browser.');

/** As workers will take them: while one has a browser open the next that needs none is taken. */
function inTurns(/** @type {Test[]} */ heaviestFirst) {
  const left = [...heaviestFirst];
  const order = [];
  const freeAt = Array.from({ length: WORKERS }, () => 0);
  let browserUntil = 0;
  while (left.length > 0) {
    const now = Math.min(...freeAt);
    const fits = left.findIndex((test) => !isInBrowser(test) || browserUntil <= now);
    const [next] = left.splice(Math.max(fits, 0), 1);
    if (next === undefined) break;
    const end = now + secondsOf(next);
    freeAt[freeAt.indexOf(now)] = end;
    if (isInBrowser(next)) browserUntil = end;
    order.push(next);
  }
  return order;
}
