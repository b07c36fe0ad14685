/** Performs the steps of the Dockerfile in a folder, each stage in one of its own, without a container engine. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { root } from '../supported-node.mjs';
import { readCopy, readIgnored, readStages, readVariables } from './dockerfile.mjs';

/** @typedef {import('./dockerfile.mjs').Stage} Stage */

/** What says how the result runs, and does nothing while it is made. */
const LATER = ['ENV', 'USER', 'EXPOSE', 'HEALTHCHECK', 'CMD'];

/**
 * @param {string} folder an empty one
 * @returns {{ stage: Stage, workdir: string }} the last stage, and where it is
 */
export function performStages(folder) {
  const stages = readStages();
  let workdir = folder;
  for (const stage of stages) {
    console.log(`\n${stage.name} (from ${stage.from})`);
    mkdirSync(join(folder, stage.name));
    if (stages.some(({ name }) => name === stage.from)) copy(join(folder, stage.from), join(folder, stage.name));
    workdir = performStage(stage, folder);
  }
  const stage = stages.at(-1);
  if (stage === undefined) throw new Error('The Dockerfile has no stage.');
  return { stage, workdir };
}

/**
 * @param {Stage} stage
 * @param {string} folder
 * @returns {string} the folder that stands for its WORKDIR
 */
function performStage(stage, folder) {
  const top = join(folder, stage.name);
  // Stages that go on from another one have that one's.
  let workdir = join(top, 'bursar');
  for (const { keyword, text } of stage.instructions) {
    if (LATER.includes(keyword)) continue;
    console.log(`  ${keyword} ${text}`);
    if (keyword === 'WORKDIR') mkdirSync((workdir = join(top, text)), { recursive: true });
    else if (keyword === 'COPY') performCopy(text, folder, workdir);
    else if (keyword === 'RUN') performRun(text, workdir, readVariables(stage));
    else throw new Error(`tools/container does not know what ${keyword} does.`);
  }
  return workdir;
}

/**
 * @param {string} text
 * @param {string} folder
 * @param {string} workdir
 */
function performCopy(text, folder, workdir) {
  const { from, sources, target } = readCopy(text);
  const isWanted = readIgnored();
  for (const source of sources) {
    const path = from === null ? join(root, source) : join(folder, from, source);
    const whole = join(workdir, target);
    // A folder's contents go into the target, a file only where the target is written as a folder.
    const to = statSync(path).isFile() && target.endsWith('/') ? join(whole, basename(source)) : whole;
    copy(path, to, from === null ? (file) => isWanted(relative(root, file)) : undefined);
  }
}

/**
 * @param {string} from
 * @param {string} to
 * @param {(path: string) => boolean} [filter]
 */
function copy(from, to, filter) {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, ...(filter && { filter }) });
}

/**
 * @param {string} command
 * @param {string} cwd
 * @param {Record<string, string>} variables
 */
function performRun(command, cwd, variables) {
  const { PATH, HOME } = process.env;
  const { status, error } = spawnSync('sh', ['-c', command], {
    cwd,
    env: { PATH, HOME, ...variables },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`RUN ${command} ended with ${status}${error ? `: ${error.message}` : ''}.`);
}
