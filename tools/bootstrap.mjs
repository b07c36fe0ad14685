// Makes `npm start` and `npm test` work on a fresh clone: installs the locked dependencies when node_modules does not
// match the lockfile. Runs on whatever Node is on the PATH, so it uses nothing but old built-ins.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.bursar-lockfile');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.log('Installing dependencies (once, about a minute) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync(npm, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    const reason = error ? `${npm} did not run: ${error.message}` : 'the lines above are npm’s own';
    console.error(`The dependencies could not be installed (${reason}). Nothing was started.`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
