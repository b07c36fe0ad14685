import { bundledPackages, jestProject } from '../../tools/jest/base.mjs';

const conditions = ['@bursar/source', 'browser', 'import', 'default'];
const packages = [
  '@mantine/core',
  '@mantine/dates',
  '@mantine/hooks',
  '@mantine/notifications',
  '@mantine/store',
  '@testing-library/user-event',
  '@tanstack/react-query',
  '@tanstack/react-router',
  'lucide-react',
  'react-i18next',
  'zod',
];

export default async () =>
  jestProject('web', {
    testEnvironment: '<rootDir>/jest-dom-environment.mjs',
    testEnvironmentOptions: { customExportConditions: conditions },
    moduleNameMapper: {
      '^(\\.{1,2}/.*)\\.js$': '$1',
      '\\.(css|svg|woff2)$': '<rootDir>/jest-style-stub.mjs',
      ...(await bundledPackages('web', packages, conditions)),
    },
  });
