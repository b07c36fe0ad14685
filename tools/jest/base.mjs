// The one Jest set-up that each project extends: TypeScript through SWC as native ES modules.
export { bundledPackages } from './bundled-packages.mjs';

const swc = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', tsx: true, decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

/**
 * @param {string} displayName
 * @param {import('jest').Config} [overrides]
 * @returns {import('jest').Config}
 */
export function jestProject(displayName, overrides = {}) {
  return {
    displayName,
    testEnvironment: 'node',
    testMatch: ['<rootDir>/{src,journeys}/**/*.spec.{ts,tsx}'],
    transform: { '^.+\\.tsx?$': ['@swc/jest', swc] },
    extensionsToTreatAsEsm: ['.ts', '.tsx'],
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    testEnvironmentOptions: { customExportConditions: ['@bursar/source', 'node', 'node-addons'] },
    modulePathIgnorePatterns: ['<rootDir>/dist/'],
    ...overrides,
  };
}
