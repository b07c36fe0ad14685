import { jestProject } from '../../tools/jest/base.mjs';

export default jestProject('api', {
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/journeys/**/*.spec.ts'],
});
