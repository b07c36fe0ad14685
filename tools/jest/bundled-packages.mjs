/**
 * Packages of hundreds of small files, each made one file for the suites.
 *
 * Jest finds, reads and links every file anew for every suite: icons alone are two thousand, of which Bursar shows a
 * hundred. What the files say stays as it is, nothing is left out or made shorter.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const store = join(root, 'node_modules/.cache/jest-packages');

/**
 * Entries of `moduleNameMapper` that lead to the bundles, which are made when the lockfile or this file has changed.
 *
 * @param {string} name of this set of bundles
 * @param {string[]} specifiers everything by which suites and other packages import them: what is left out would be
 *   there twice
 * @param {string[]} conditions of `exports`
 * @returns {Promise<Record<string, string>>}
 */
export async function bundledPackages(name, specifiers, conditions) {
  const hash = createHash('sha256').update(JSON.stringify([specifiers, conditions]));
  for (const file of [fileURLToPath(import.meta.url), join(root, 'package-lock.json')]) hash.update(readFileSync(file));
  const directory = join(store, `${name}-${hash.digest('hex').slice(0, 16)}`);
  if (!existsSync(directory)) await bundle(directory, specifiers, conditions);
  const fileOf = (/** @type {string} */ specifier) => join(directory, `${entryName(specifier)}.mjs`);
  return Object.fromEntries(specifiers.map((specifier) => [`^${specifier}$`, fileOf(specifier)]));
}

const entryName = (/** @type {string} */ specifier) => specifier.replaceAll('/', '__');
const packageOf = (/** @type {string} */ specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Beside its place, and moved there when it is whole: two runs may begin at the same time. */
async function bundle(
  /** @type {string} */ directory,
  /** @type {string[]} */ specifiers,
  /** @type {string[]} */ conditions,
) {
  const { build } = await import('vite');
  const draft = `${directory}-${randomUUID()}`;
  const packages = new Set(specifiers.map(packageOf));
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    resolve: { conditions, mainFields: ['module', 'main'] },
    build: {
      outDir: draft,
      minify: false,
      target: 'esnext',
      lib: { entry: [], formats: ['es'] },
      rolldownOptions: {
        input: Object.fromEntries(specifiers.map((each) => [entryName(each), each])),
        treeshake: false,
        // Other packages stay where they are; whoever imports them gets the same ones.
        external: (id) => /^[\w@]/.test(id) && !packages.has(packageOf(id)),
        onLog: () => {},
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs', keepNames: true },
      },
    },
  });
  try {
    renameSync(draft, directory);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
}
