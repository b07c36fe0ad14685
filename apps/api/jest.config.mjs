import { jestProject } from '../../tools/jest/base.mjs';

export default jestProject('api');
