/** The sources of the product, for specs that hold promises about all of them. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Every TypeScript file of apps and libs, as paths from the root with `/`.
 *
 * @returns {string[]}
 */
export function listSources() {
  const found = globSync('{apps,libs}/*/{src,journeys}/**/*.{ts,tsx}', { cwd: root });
  return found.map((path) => path.replaceAll('\\', '/')).toSorted();
}

/**
 * Whether a source only tests: it may know what the product may not.
 *
 * @param {string} path
 */
export function isTest(path) {
  return /\.spec\.tsx?$|\/testing\/|\/journeys\//.test(path);
}

/**
 * @param {string} path from the root
 * @returns {string}
 */
export function readSource(path) {
  return readFileSync(join(root, path), 'utf8');
}
