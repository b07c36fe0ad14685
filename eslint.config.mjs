import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Each of these may be imported in one place only: a second importer is a second way of doing the same thing. */
const oneImporter = {
  openai: { group: ['openai', 'openai/*'], message: 'Only libs/openai-admin talks to OpenAI.' },
  recharts: { group: ['recharts', 'recharts/*'], message: 'Only components/time-series-chart draws charts.' },
  copy: { group: ['pg-copy-streams'], message: 'Only metering.store.ts and database/ copy rows.' },
};
const restrict = (...allowed) => ({
  'no-restricted-imports': [
    'error',
    { patterns: Object.entries(oneImporter).flatMap(([name, rule]) => (allowed.includes(name) ? [] : [rule])) },
  ],
});

const fetchMessage = 'Only src/lib/api.ts fetches: it knows the problem documents.';
const environmentMessage =
  'Only env.ts reads the environment, so that each variable has a meaning, a default and a check.';
const noEnvironment = { object: 'process', property: 'env', message: environmentMessage };

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.data/**', 'coverage/**', '**/vite.config.*.timestamp*'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: [
            { sourceTag: 'scope:contract', onlyDependOnLibsWithTags: ['scope:contract'] },
            { sourceTag: 'scope:openai', onlyDependOnLibsWithTags: ['scope:contract', 'scope:simulator'] },
            { sourceTag: 'scope:simulator', onlyDependOnLibsWithTags: ['scope:contract'] },
            { sourceTag: 'scope:api', onlyDependOnLibsWithTags: ['scope:contract', 'scope:openai', 'scope:simulator'] },
            { sourceTag: 'scope:web', onlyDependOnLibsWithTags: ['scope:contract'] },
          ],
        },
      ],
      ...restrict(),
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    // The simulator plays OpenAI: specs and the demo may start it, the product may not lean on it.
    files: ['libs/openai-admin/src/**/*.ts', 'apps/api/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**', 'apps/api/src/demo.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...Object.values(oneImporter),
            { group: ['@bursar/openai-admin-simulator'], message: 'Only specs, the demo and benchmarks play OpenAI.' },
          ],
        },
      ],
    },
  },
  { files: ['apps/api/src/**/*.ts', 'libs/**/*.ts'], rules: { 'no-restricted-properties': ['error', noEnvironment] } },
  {
    files: ['apps/api/src/env.ts', '**/*.spec.ts', '**/testing/**'],
    rules: { 'no-restricted-properties': 'off' },
  },
  { files: ['libs/openai-admin/src/**/*.ts'], rules: restrict('openai') },
  { files: ['apps/api/src/metering/metering.store.ts', 'apps/api/src/database/**/*.ts'], rules: restrict('copy') },
  {
    files: ['apps/web/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      'no-restricted-globals': ['error', { name: 'fetch', message: fetchMessage }],
    },
  },
  { files: ['apps/web/src/lib/api.ts', 'apps/web/src/**/*.spec.{ts,tsx}'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['apps/web/src/components/time-series-chart/**/*.tsx'], rules: restrict('recharts') },
  {
    files: ['tools/**/*.mjs', '**/*.config.mjs', '**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        Buffer: 'readonly',
        AbortSignal: 'readonly',
        TextDecoder: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
);
