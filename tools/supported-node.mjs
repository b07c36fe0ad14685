// Moves a tool onto a Node that is new enough. Whatever Node is on the PATH has to be able to read this file.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_MAJOR = 24;
const OLDEST_MINOR = 11;

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Resolves on a supported Node; on an older one runs the same command with the Node that npm installed, ends with its
 * exit code and never resolves.
 *
 * @returns {Promise<void>}
 */
export async function onSupportedNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_MAJOR || (major === OLDEST_MAJOR && minor >= OLDEST_MINOR)) return;
  const node = join(root, 'node_modules', '.bin', 'node');
  if (!existsSync(node)) {
    console.error(
      `Bursar needs Node ${OLDEST_MAJOR}.${OLDEST_MINOR} or later; this is ${process.version}, and there is no prebuilt one for this platform. Install Node 24 and start again.`,
    );
    process.exit(1);
  }
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  const code = await new Promise((settle) => child.once('exit', (status) => settle(status ?? 1)));
  process.exit(code);
}
