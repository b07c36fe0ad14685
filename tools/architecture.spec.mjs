// The arrows of docs/architecture.md point one way: contract ← openai-admin ← api, contract ← web. The simulator plays
// OpenAI for tests and the demo; the product does not know it.
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isTest, listSources, readSource, root } from './workspace-sources.mjs';

/** What each workspace may import of the others, and which of that for tests and the demo only. */
const ARROWS = /** @type {const} */ ({
  'libs/contract': { imports: [], playing: [] },
  'libs/openai-admin': { imports: ['contract'], playing: ['openai-admin-simulator'] },
  'libs/openai-admin-simulator': { imports: ['contract'], playing: ['openai-admin'] },
  'apps/api': { imports: ['contract', 'openai-admin'], playing: ['openai-admin-simulator'] },
  'apps/web': { imports: ['contract'], playing: ['openai-admin-simulator'] },
});

/** Starts the simulator where no admin key is given. */
const DEMO = 'apps/api/src/demo.ts';

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\bimport\.meta\.resolve\(\s*)(['"])([^'"\n]+)\1/g;

/** @param {string} source */
const importsOf = (source) => [...source.matchAll(IMPORT)].map((match) => match[2] ?? '');

/**
 * @param {string} path of a source, from the root
 * @param {string} source
 * @returns {string[]} what it imports against the arrows
 */
function wrongImports(path, source) {
  const workspace = path.split('/').slice(0, 2).join('/');
  const arrows = Object.entries(ARROWS).find(([name]) => name === workspace)?.[1];
  if (arrows === undefined) return [`${path} lies in a workspace without arrows: add it to this spec`];
  /** @type {readonly string[]} */
  const allowed = isTest(path) || path === DEMO ? [...arrows.imports, ...arrows.playing] : arrows.imports;
  return importsOf(source).flatMap((specifier) => {
    if (specifier.startsWith('.')) {
      const target = posix.join(posix.dirname(path), specifier);
      return target.startsWith(`${workspace}/`) ? [] : [`${path} reaches out of its workspace: ${specifier}`];
    }
    const other = /^@bursar\/([^/]+)/.exec(specifier)?.[1];
    return other === undefined || allowed.includes(other) ? [] : [`${path} imports ${specifier}`];
  });
}

describe('the arrows', () => {
  it('are kept by every import', () => {
    const sources = listSources();
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap((path) => wrongImports(path, readSource(path)))).toEqual([]);
  });

  it.each(Object.entries(ARROWS))('are kept by the dependencies of %s', (workspace, { imports, playing }) => {
    const manifest = JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8'));
    const needed = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const ours = needed.flatMap((name) => (name.startsWith('@bursar/') ? [name.slice('@bursar/'.length)] : []));
    expect([...imports, ...playing]).toEqual(expect.arrayContaining(ours));
  });

  it('leave the contract with nothing but zod, so that it runs in browser and Node', () => {
    const sources = listSources().filter((path) => path.startsWith('libs/contract/') && !isTest(path));
    const foreign = sources.flatMap((path) => importsOf(readSource(path)).filter((name) => !name.startsWith('.')));
    expect(new Set(foreign)).toEqual(new Set(['zod']));
  });

  it.each([
    ['libs/contract/src/a.ts', "import x from '@bursar/openai-admin';"],
    ['libs/openai-admin/src/a.ts', "export * from '@bursar/openai-admin-simulator';"],
    ['apps/api/src/sync/a.ts', "const x = await import('@bursar/openai-admin-simulator');"],
    ['apps/web/src/a.tsx', "import type { X } from '@bursar/openai-admin';"],
    ['apps/web/src/a.tsx', "import '../../api/src/x.js';"],
    ['apps/web/src/a.spec.tsx', "import { x } from '@bursar/api';"],
    ['apps/other/src/a.ts', ''],
  ])('would show a wrong one in %s', (path, source) => {
    expect(wrongImports(path, source)).toHaveLength(1);
  });

  it('let tests and the demo play OpenAI', () => {
    const source = "import { startSimulator } from '@bursar/openai-admin-simulator';";
    for (const path of [DEMO, 'apps/api/src/sync/a.spec.ts', 'libs/openai-admin/src/testing/a.ts']) {
      expect(wrongImports(path, source)).toEqual([]);
    }
  });
});
