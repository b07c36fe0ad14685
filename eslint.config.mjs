import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * The rule on module boundaries reads Nx's project graph from its cache, and only warns where there is none: make one.
 * Nx itself loads this file while it makes the graph, which the variable tells.
 */
if (
  !existsSync(new URL('.nx/workspace-data/project-graph.json', import.meta.url)) &&
  process.env.BURSAR_MAKES_GRAPH === undefined
) {
  const env = { ...process.env, BURSAR_MAKES_GRAPH: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/.bin/nx', 'show', 'projects'], {
    cwd: import.meta.dirname,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Nx could not make its project graph:\n${stdout}${stderr}`);
}

const callMessage = 'Only outgoing/outgoing.ts calls other servers: it checks the address that it connects to.';

/** Each of these may be imported in one place only: a second importer is a second way of doing the same thing. */
const oneImporter = {
  openai: { group: ['openai', 'openai/*'], message: 'Only libs/openai-admin talks to OpenAI.' },
  recharts: { group: ['recharts', 'recharts/*'], message: 'Only components/time-series-chart draws charts.' },
  copy: { group: ['pg-copy-streams'], message: 'Only metering.store.ts and database/ copy rows.' },
  https: {
    group: ['node:https', 'https', 'undici', 'axios'],
    message: callMessage,
  },
  oidc: { group: ['openid-client'], message: 'Only identity/oidc/ talks to an identity provider.' },
  mail: { group: ['nodemailer'], message: 'Only mail/ sends mail.' },
  simulator: {
    group: ['@bursar/openai-admin-simulator'],
    message: 'Only specs, the demo and benchmarks play OpenAI: the product may not lean on it.',
  },
};
const restrict = (...allowed) => ({
  'no-restricted-imports': [
    'error',
    { patterns: Object.entries(oneImporter).flatMap(([name, rule]) => (allowed.includes(name) ? [] : [rule])) },
  ],
});
const specs = ['**/*.spec.{ts,tsx,mjs}', '**/testing/**', 'apps/*/journeys/**'];
const specsIn = (folder) => [`${folder}/**/*.spec.ts`, `${folder}/**/testing/**`];

const factsMessage =
  'Only metering/ reads and writes facts: there the scope, the base reading and the rollups are minded.';
const noFacts = ['Literal[value=/\\b(points|rollups)_1/]', 'TemplateElement[value.raw=/\\b(points|rollups)_1/]'].map(
  (selector) => ({ selector, message: factsMessage }),
);
const wordsMessage = 'Words come from the translations, so that each can be said in another language.';
const wordAttributes = '/^(alt|aria-label|description|label|placeholder|title)$/';
const noWords = [
  'JSXText[value=/[A-Za-z]{2}/]',
  `JSXAttribute[name.name=${wordAttributes}] > Literal[value=/[A-Za-z]{2}/]`,
].map((selector) => ({ selector, message: wordsMessage }));

const nodeGlobals =
  'process console performance setTimeout clearTimeout setInterval clearInterval setImmediate structuredClone Buffer URL URLSearchParams fetch Headers Request Response AbortController AbortSignal TextDecoder TextEncoder'.split(
    ' ',
  );

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
          // The one Jest set-up, and what lets a plain process read TypeScript sources.
          allow: ['../../tools/jest/base.mjs', '../../../../tools/typescript-sources.mjs'],
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
  { files: ['apps/api/src/**/*.ts', 'libs/**/*.ts'], rules: { 'no-restricted-properties': ['error', noEnvironment] } },
  {
    files: ['apps/api/src/env.ts', '**/*.spec.ts', '**/testing/**'],
    rules: { 'no-restricted-properties': 'off' },
  },
  { files: [...specs, 'apps/api/src/demo.ts', 'tools/**'], rules: restrict('simulator') },
  { files: ['tools/bench/**'], rules: restrict('copy', 'simulator') },
  { files: ['libs/openai-admin/src/**/*.ts'], rules: restrict('openai') },
  { files: specsIn('libs/openai-admin/src'), rules: restrict('openai', 'simulator') },
  { files: ['apps/api/src/{database,metering}/**/*.ts'], rules: restrict('copy') },
  { files: ['apps/api/src/{database,metering}/**'].flatMap(specsIn), rules: restrict('copy', 'simulator') },
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: ['apps/api/src/{database,metering}/**', ...specs],
    rules: { 'no-restricted-syntax': ['error', ...noFacts] },
  },
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: specs,
    rules: { 'no-restricted-globals': ['error', { name: 'fetch', message: callMessage }] },
  },
  { files: ['apps/api/src/outgoing/outgoing.ts'], rules: restrict('https') },
  { files: ['apps/api/src/identity/oidc/**/*.ts'], rules: restrict('oidc') },
  { files: ['apps/api/src/mail/**/*.ts'], rules: restrict('mail') },
  { files: ['apps/web/src/**/*.tsx'], ignores: specs, rules: { 'no-restricted-syntax': ['error', ...noWords] } },
  {
    files: ['apps/web/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      // Speaks of the React Compiler, which is not used.
      'react-hooks/incompatible-library': 'off',
      'no-restricted-globals': ['error', { name: 'fetch', message: fetchMessage }],
    },
  },
  { files: ['apps/web/src/lib/api.ts', 'apps/web/src/**/*.spec.{ts,tsx}'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['apps/web/src/components/time-series-chart/**/*.tsx'], rules: restrict('recharts') },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: Object.fromEntries(nodeGlobals.map((name) => [name, 'readonly'])) },
    rules: { 'no-console': 'off' },
  },
);
