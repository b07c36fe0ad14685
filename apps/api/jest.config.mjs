import { bundledPackages, jestProject } from '../../tools/jest/base.mjs';

const packages = [
  '@nestjs/common',
  '@nestjs/common/constants.js',
  '@nestjs/common/enums/route-paramtypes.enum.js',
  '@nestjs/common/interfaces/index.js',
  '@nestjs/common/internal',
  '@nestjs/common/pipes/validation.pipe.js',
  '@nestjs/common/utils/load-package.util.js',
  '@nestjs/common/utils/shared.utils.js',
  '@nestjs/core',
  '@nestjs/core/injector/instance-wrapper.js',
  '@nestjs/core/internal',
  '@nestjs/core/router/legacy-route-converter.js',
  '@nestjs/core/router/route-path-factory.js',
  '@nestjs/mapped-types',
  '@nestjs/platform-express',
  '@nestjs/schedule',
  '@nestjs/swagger',
  '@nestjs/testing',
  'es-toolkit/compat',
  'openai',
  'rxjs',
  'rxjs/operators',
  'zod',
];

export default async () => {
  const project = jestProject('api');
  const bundled = await bundledPackages('api', packages, ['import', 'es2015', 'default']);
  return { ...project, moduleNameMapper: { ...project.moduleNameMapper, ...bundled } };
};
