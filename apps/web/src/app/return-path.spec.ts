import { describe, expect, it } from '@jest/globals';
import { pathToReturnTo } from './return-path.js';

describe('the way back after signing in', () => {
  it.each([
    '/',
    '/costs',
    '/costs?group_by=line_item&range=2026-11-01/2026-11-20',
    '/projects/proj_1#keys',
    '/@x',
    '/a//b',
  ])('leads to the path %j of this application', (path) => expect(pathToReturnTo(path)).toBe(path));

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\\\\evil.example',
    'https://evil.example/costs',
    'javascript:alert(1)',
    'costs',
    '',
    undefined,
    ['/costs', '/usage'],
  ])('never leads to %j', (wanted) => expect(pathToReturnTo(wanted)).toBe('/'));
});
