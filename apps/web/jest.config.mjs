import { jestProject } from '../../tools/jest/base.mjs';

export default jestProject('web', {
  testEnvironment: '<rootDir>/jest-dom-environment.mjs',
  testEnvironmentOptions: { customExportConditions: ['@bursar/source', 'browser', 'import', 'default'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '\\.(css|svg|woff2)$': '<rootDir>/jest-style-stub.mjs' },
});
