// How large the organizations of the bench are. A scale multiplies projects, keys and people, and with them points;
// the length of the history stays, so that growth is told by rows alone.

/**
 * @typedef {object} Size
 * @property {number} scale
 * @property {string} now the instant at which the recording is made
 * @property {number} months of whole history before the running month
 * @property {number} projects
 * @property {number} keys
 * @property {number} [members] absent: as many as the simulator thinks fit
 * @property {number} modelsPerKey
 * @property {number} waysPerModel
 * @property {string[] | null} feeds whose days are recorded; null: every one
 */

/** One of each kind: billed, used, and billed by another reading. */
const QUICK_FEEDS = ['costs', 'usage-1d/completions', 'costs-by-user'];
const NOW = '2026-11-20T15:00:00Z';

/** @param {number} most @param {number} scale @param {number} least */
const scaled = (most, scale, least) => Math.max(least, Math.round(most * scale));

/**
 * The organization that everything is measured on. One model for a key and a few ways of calling it make, at scale 1,
 * about ten million points of usage, seven of costs and three of the same costs by user.
 *
 * @param {number} scale
 * @param {boolean} [isQuick] of a month and a few feeds only, for those who want to see that all works
 * @returns {Size}
 */
export function organizationSize(scale, isQuick = false) {
  return {
    scale,
    now: NOW,
    months: isQuick ? 1 : 24,
    projects: scaled(500, scale, 3),
    keys: scaled(5000, scale, 6),
    members: scaled(1200, scale, 6),
    modelsPerKey: 1,
    waysPerModel: 3.5,
    feeds: isQuick ? QUICK_FEEDS : null,
  };
}

/** The organization whose first sync of costs is measured. @param {number} scale @param {boolean} [isQuick] @returns {Size} */
export function firstSyncSize(scale, isQuick = false) {
  return {
    scale,
    now: NOW,
    months: isQuick ? 1 : 13,
    projects: scaled(200, scale, 3),
    keys: scaled(1000, scale, 6),
    modelsPerKey: 2,
    waysPerModel: 1,
    feeds: ['costs'],
  };
}

/** @param {Size} size */
export const sizeName = ({ months, projects, keys, feeds }) =>
  `${months}m-${projects}p-${keys}k${feeds === null ? '' : `-${feeds.length}f`}`;

/** What the simulator is started with. @param {Size} size */
export function simulatorOptions({ now, months, projects, keys, members, modelsPerKey, waysPerModel }) {
  const people = members === undefined ? {} : { members };
  return {
    now: new Date(now),
    months,
    projects,
    keys,
    modelsPerKey,
    waysPerModel,
    ...people,
    seed: 7,
    costLagHours: 6,
  };
}
