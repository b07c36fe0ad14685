import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const features = join(import.meta.dirname, '..', 'features');

/** Classes that rules of a feature style wherever they stand: `.name {…}`, and not `.card .name {…}`. */
function classesOf(file: string): string[] {
  const rules = readFileSync(join(features, file), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
  const selectors = [...rules.matchAll(/([^{}]+)\{/g)].flatMap(([, selector = '']) => selector.split(','));
  return selectors.flatMap((selector) => /^\s*\.([\w-]+)\s*$/.exec(selector)?.[1] ?? []);
}

describe('the styles of all pages, which come in one file', () => {
  it('say nothing of a class that another feature styles', () => {
    const owners = new Map<string, Set<string>>();
    for (const file of globSync('**/*.css', { cwd: features })) {
      const [feature = ''] = file.split('/');
      for (const name of classesOf(file)) owners.set(name, (owners.get(name) ?? new Set()).add(feature));
    }
    expect(owners.size).toBeGreaterThan(100);
    expect([...owners].filter(([, ofFeatures]) => ofFeatures.size > 1)).toEqual([]);
  });
});
