import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE_FILES } from './page-files.js';
import { makeRouter } from './router.js';

describe('the files of a page', () => {
  it('are known of every address that there is', () => {
    expect(Object.keys(PAGE_FILES).sort()).toEqual(Object.keys(makeRouter().routesByPath).sort());
  });

  it('exist', () => {
    const sources = join(import.meta.dirname, '..');
    for (const file of Object.values(PAGE_FILES).flat())
      expect([file, existsSync(join(sources, file))]).toEqual([file, true]);
  });
});
