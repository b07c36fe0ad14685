/** Builds what has changed since it was last built, told by the contents of the sources. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './supported-node.mjs';

/** @typedef {{ name: string, sources: string[], result: string, command: string[], directory: string }} Build */

const everywhere = ['package-lock.json', 'tsconfig.base.json'];

/** @type {Build} */
const api = {
  name: 'the server',
  sources: [...everywhere, '{apps/api,libs/*}/src/**/*.ts', '{apps/api,libs/*}/{package,tsconfig.lib}.json'],
  result: 'apps/api/dist/main.js',
  command: ['typescript/bin/tsc', '-b', 'apps/api/tsconfig.lib.json'],
  directory: '.',
};

/** @type {Build} */
const web = {
  name: 'the web pages',
  sources: [
    ...everywhere,
    'libs/contract/{src/**/*.ts,package.json}',
    'apps/web/{src,public}/**/*',
    'apps/web/{index.html,*.ts,package.json,tsconfig*.json}',
  ],
  result: 'apps/web/dist/index.html',
  command: ['vite/bin/vite.js', 'build', '--logLevel', 'warn'],
  directory: 'apps/web',
};

/** Compiles the server and the libraries that it uses. */
export const buildApi = () => buildIfChanged(api);

/** Bundles the web pages. */
export const buildWeb = () => buildIfChanged(web);

/**
 * @param {Build} build
 * @returns {Promise<void>}
 */
async function buildIfChanged(build) {
  const stamp = join(root, dirname(build.result), '.sources');
  const wanted = fingerprint(build.sources);
  const built = existsSync(join(root, build.result)) && existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (built === wanted) return;
  console.log(`Building ${build.name} …`);
  const { status, output } = await run(build);
  if (status !== 0) {
    const hint = /\b(EACCES|EPERM|EROFS)\b/.test(output)
      ? '\nThis user may not write into the checkout. Start Bursar once as its owner, then anybody can.'
      : '';
    throw new BuildError(`Building ${build.name} failed:\n${output.trimEnd()}${hint}`);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** The sources do not build; the message holds what the builder said. */
export class BuildError extends Error {
  /** @override */
  name = 'BuildError';
}

/**
 * @param {string[]} patterns
 * @returns {string}
 */
function fingerprint(patterns) {
  const hash = createHash('sha256');
  const files = globSync(patterns, { cwd: root, withFileTypes: true });
  for (const file of files
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {Build} build
 * @returns {Promise<{ status: number, output: string }>}
 */
function run({ command: [program = '', ...args], directory }) {
  const child = spawn(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: join(root, directory),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  return new Promise((settle, fail) => {
    child.once('error', fail);
    child.once('close', (status) => settle({ status: status ?? 1, output }));
  });
}

// By itself, as an image does: everything.
if (import.meta.main) {
  await buildApi();
  await buildWeb();
}
