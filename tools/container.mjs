// `node tools/container.mjs`: performs the Dockerfile's steps in a clean folder and tries the result out, on machines
// without a container engine. What it cannot show is the image itself: its base, its layers, the engine's own walls.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { onSupportedNode } from './supported-node.mjs';

await onSupportedNode();
const { buildApi } = await import('./build.mjs');
// What stands beside the result: Postgres and OpenAI's stand-in.
await buildApi();
const { performStages } = await import('./container/perform.mjs');
const { tryOut } = await import('./container/try-out.mjs');

const folder = mkdtempSync(join(tmpdir(), 'bursar-container-'));
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.once(signal, () => process.exit(1));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
try {
  // The plain user has to get at what is below.
  chmodSync(folder, 0o755);
  // As in the image: a Node that everybody may run, and that every step finds first.
  mkdirSync(join(folder, 'bin'));
  copyFileSync(process.execPath, join(folder, 'bin', 'node'));
  process.env['PATH'] = [join(folder, 'bin'), process.env['PATH'] ?? ''].join(delimiter);
  const { stage, workdir } = performStages(folder);
  console.log(`\nThe result has ${spawnSync('du', ['-sh', workdir], { encoding: 'utf8' }).stdout.split('\t')[0]}.`);
  await tryOut({ stage, workdir, folder });
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
