// `npm run dev`: server and pages that follow their sources. The server restarts when something was compiled; Vite
// serves the pages and passes /api on to it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { onSupportedNode, root } from './supported-node.mjs';

await onSupportedNode();
const { buildApi } = await import('./build.mjs');
await buildApi();

const compiled = ['apps/api/dist', 'libs/contract/dist', 'libs/openai-admin/dist', 'libs/openai-admin-simulator/dist'];
/** The compiler writes many files at once; one restart is enough. */
const SETTLED_MS = 300;

/** @param {string[]} args */
const run = (...args) => {
  const [program = '', ...rest] = args;
  return spawn(process.execPath, [program, ...rest], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
};
const modules = join(root, 'node_modules');
const compiler = run(join(modules, 'typescript/bin/tsc'), '-b', 'apps/api', '--watch', '--preserveWatchOutput');
const pages = run(join(modules, 'vite/bin/vite.js'), 'apps/web', '--config', 'apps/web/vite.config.ts');
const startServer = () => run('--env-file-if-exists=.env', 'apps/api/dist/main.js');

let server = startServer();
/** @type {NodeJS.Timeout | undefined} */
let restarting;
/** One after the other: the next server needs the data directory of the last. */
let restarted = Promise.resolve();
const watchers = compiled.map((folder) =>
  watch(join(root, folder), { recursive: true }, (_event, file) => {
    if (!file?.endsWith('.js')) return;
    clearTimeout(restarting);
    restarting = setTimeout(() => (restarted = restarted.then(restart)), SETTLED_MS);
  }),
);

async function restart() {
  await stopped(server);
  server = startServer();
}

/** @param {import('node:child_process').ChildProcess} child */
async function stopped(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** @type {Promise<void>} */
const interrupted = new Promise((settle) => {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, () => settle());
});
await Promise.race([interrupted, once(compiler, 'exit'), once(pages, 'exit')]);
for (const watcher of watchers) watcher.close();
clearTimeout(restarting);
await Promise.all([server, compiler, pages].map(stopped));
