import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../supported-node.mjs';
import { readCommand, readCopy, readIgnored, readStages, readVariables } from './dockerfile.mjs';
import { knownVariables } from './known-variables.mjs';

const stages = readStages();
const final = /** @type {import('./dockerfile.mjs').Stage} */ (stages.at(-1));
const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');
const copies = stages.flatMap(({ instructions }) =>
  instructions.filter(({ keyword }) => keyword === 'COPY').map(({ text }) => readCopy(text)),
);
const fromContext = copies.filter(({ from }) => from === null).flatMap(({ sources }) => sources);
const workspaces = globSync('{apps,libs}/*/package.json', { cwd: root }).map((path) => path.replaceAll('\\', '/'));

describe('the Dockerfile', () => {
  it('goes on from the Node that the checkout names, or from a stage above', () => {
    const image = `node:${read('.nvmrc').trim()}-slim`;
    stages.forEach(({ from }, index) => {
      const above = stages.slice(0, index).map(({ name }) => name);
      expect([image, ...above]).toContain(from);
    });
    expect(final.from).toBe(image);
  });

  it('copies what exists and is not left out, and each workspace', () => {
    const isWanted = readIgnored();
    expect(fromContext.filter((path) => !existsSync(join(root, path)) || !isWanted(path))).toEqual([]);
    expect(workspaces.filter((path) => !fromContext.includes(path))).toEqual([]);
    const built = copies.filter(({ from, sources }) => from === 'build' && sources[0]?.endsWith('/dist'));
    expect(built.map(({ target }) => target.replace(/dist$/, 'package.json')).toSorted()).toEqual(
      workspaces.toSorted(),
    );
    const names = stages.map(({ name }) => name);
    expect(copies.filter(({ from }) => from !== null && !names.includes(from))).toEqual([]);
  });

  it('installs what is locked, without scripts of packages, and for the result what runs alone', () => {
    const runs = stages.map(({ name, instructions }) => ({
      name,
      runs: instructions.filter((i) => i.keyword === 'RUN'),
    }));
    const installs = runs.flatMap(({ runs }) => runs.map(({ text }) => text)).filter((text) => text.includes('npm'));
    expect(installs.every((text) => text.startsWith('npm ci --ignore-scripts'))).toBe(true);
    expect(installs.at(-1)).toContain('--omit=dev');
    expect(runs.at(-1)).toEqual({ name: final.name, runs: [] });
  });

  it('sets variables that exist', () => {
    const names = stages.flatMap((stage) => Object.keys(readVariables(stage)));
    expect(names.filter((name) => name !== 'NODE_ENV' && !knownVariables().includes(name))).toEqual([]);
  });

  it('runs as a plain user who owns nothing of it', () => {
    const keywords = final.instructions.map(({ keyword }) => keyword);
    expect(final.instructions.findLast(({ keyword }) => keyword === 'USER')?.text).toBe('node');
    expect(keywords.lastIndexOf('USER')).toBeGreaterThan(keywords.lastIndexOf('COPY'));
    expect(copies.length).toBeGreaterThan(10);
    expect(read('Dockerfile')).not.toMatch(/--chown|--chmod/);
  });

  it('is asked whether it is ready at the port that it exposes', () => {
    const { PORT } = readVariables(final);
    expect(final.instructions.find(({ keyword }) => keyword === 'EXPOSE')?.text).toBe(PORT);
    const check = readCommand(final, 'HEALTHCHECK').join(' ');
    expect(check).toContain('127.0.0.1:${process.env.PORT}/api/health/ready');
  });

  it('starts the server as npm start does', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const started = scripts.start.replace('exec ', '').replace('tools/start.mjs', 'apps/api/dist/main.js');
    expect(readCommand(final, 'CMD').join(' ')).toBe(started);
  });
});

describe('.dockerignore', () => {
  it('leaves out the history, secrets and all that git leaves out', () => {
    const isWanted = readIgnored();
    const ignored = read('.gitignore').split('\n').filter(Boolean);
    const examples = ignored.map((pattern) => pattern.replace('*', 'a').replace(/\/$/, ''));
    expect(['.git', ...examples].filter(isWanted)).toEqual([]);
    expect(['apps/api/node_modules', 'apps/web/dist', 'libs/contract/dist'].filter(isWanted)).toEqual([]);
  });
});
