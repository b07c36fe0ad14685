// What the bench measures, in its order. Each stage is a module with one function, loaded when it is its turn.

/**
 * @typedef {object} Surroundings
 * @property {number} scale
 * @property {boolean} isQuick to see that all works, not how fast it is: a short history, few repeats, no waits
 * @property {boolean} isAgain whether what was measured when the database was built is to be measured once more
 * @property {string} bench the folder of recordings
 * @property {string | null} databaseUrl of a server to measure on; null: the embedded Postgres
 * @property {() => Promise<import('./stand.mjs').Stand>} stand the organization that is measured on, built when a stage
 *   asks for it first
 * @property {(line: string) => void} tell
 */

/** @typedef {(surroundings: Surroundings) => Promise<import('./figures.mjs').Figure[]>} Stage */

/** @type {Record<string, () => Promise<Stage>>} */
export const STAGES = {
  ingest: async () => (await import('./stage-ingest.mjs')).measureIngest,
  'full-sync': async () => (await import('./stage-full-sync.mjs')).measureFullSync,
  memory: async () => (await import('./stage-memory.mjs')).measureMemory,
  disk: async () => (await import('./stage-disk.mjs')).measureDisk,
  explorer: async () => (await import('./stage-explorer.mjs')).measureExplorer,
  pages: async () => (await import('./stage-pages.mjs')).measurePages,
  throughput: async () => (await import('./stage-throughput.mjs')).measureThroughput,
  web: async () => (await import('./stage-web.mjs')).measureWeb,
  'first-sync': async () => (await import('./stage-first-sync.mjs')).measureFirstSync,
};
