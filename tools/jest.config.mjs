import { jestProject } from './jest/base.mjs';

export default jestProject('tools', {
  testMatch: ['<rootDir>/**/*.spec.mjs'],
  transform: {},
});
