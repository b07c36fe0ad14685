import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ciede2000, contrast, seenBy, VISIONS } from '../testing/color-science.js';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

function tokensOf(block: string): Map<string, string> {
  return new Map(
    [...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name ?? '', value ?? '']),
  );
}

const darkStart = css.indexOf("[data-mantine-color-scheme='dark']");
const light = tokensOf(css.slice(0, darkStart));
const dark = new Map([...light, ...tokensOf(css.slice(darkStart))]);
const SERIES = ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's0'];

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('the %s scheme', (_scheme, tokens) => {
  const color = (name: string): string => {
    const value = tokens.get(name);
    if (value === undefined) throw new Error(`tokens.css has no --${name}`);
    return value;
  };

  it.each(SERIES)('shows series %s on the surface with a contrast of at least 3', (name) => {
    expect(contrast(color(name), color('surface'))).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(VISIONS) as (keyof typeof VISIONS)[])('keeps any two series apart for %s vision', (vision) => {
    const seen = SERIES.map((name) => seenBy(vision, color(name)));
    const distances = seen.flatMap((a, index) => seen.slice(index + 1).map((b) => ciede2000(a, b)));
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(11);
  });

  it.each(['text', 'text-2', 'text-3', 'link', 'over', 'under'])('writes --%s with 4.5 on every surface', (name) => {
    for (const surface of ['bg', 'surface', 'surface-2', 'sunken', 'hover', 'selected']) {
      // The quietest text stands on nothing that is selected.
      if (surface === 'selected' && name !== 'text' && name !== 'text-2') continue;
      expect({ surface, ratio: contrast(color(name), color(surface)) >= 4.5 }).toEqual({ surface, ratio: true });
    }
  });

  it.each(['critical', 'warning', 'notice', 'ok', 'unknown'])('writes severity %s with 4.5 on its ground', (name) => {
    expect(contrast(color(name), color(`${name}-bg`))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(color(`${name}-mark`), color('surface'))).toBeGreaterThanOrEqual(3);
  });

  it('borders controls with 3', () =>
    expect(contrast(color('line-control'), color('surface'))).toBeGreaterThanOrEqual(3));
});
