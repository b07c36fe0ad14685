/** @type {import('jest').Config} */
export default {
  projects: ['<rootDir>/libs/*', '<rootDir>/apps/*', '<rootDir>/tools'],
  // Two cores, one Postgres cluster and one Chromium: more workers only wait for each other.
  maxWorkers: 2,
  // Native ES modules stay in memory until their worker ends.
  workerIdleMemoryLimit: '1.5GB',
  testSequencer: '<rootDir>/tools/jest/heaviest-first.mjs',
  reporters: ['default', '<rootDir>/tools/jest/closing-line.mjs'],
  testTimeout: 60_000,
};
