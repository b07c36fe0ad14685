// `npm run simulator`: builds the simulator and runs it alone, until Ctrl+C.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const library = join(root, 'libs', 'openai-admin-simulator');
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const build = spawnSync(process.execPath, [compiler, '-b', join(library, 'tsconfig.lib.json')], { stdio: 'inherit' });
if (build.status !== 0) {
  console.error('The simulator could not be built; the lines above say why.');
  process.exit(1);
}

/** @type {{ main: (args: readonly string[]) => Promise<number> }} */
const { main } = await import(pathToFileURL(join(library, 'dist', 'main.js')).href);
process.exitCode = await main(process.argv.slice(2));
