/** @type {import('jest').Config} */
export default {
  projects: ['<rootDir>/libs/*', '<rootDir>/apps/*', '<rootDir>/tools'],
  // Two cores, one Postgres cluster and one Chromium: more workers only wait for each other.
  maxWorkers: 2,
  testTimeout: 60_000,
};
