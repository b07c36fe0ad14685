import { describe, expect, it } from '@jest/globals';
import { makeToken } from '../secrets.js';
import { nonceOf, pathToReturnTo, stateOf, verifierOf } from './visit.js';

describe('where somebody goes after the provider', () => {
  it.each(['/', '/costs', '/costs?group_by=model&start=2026-01-01', '/usage/completions#top', '/apis'])(
    'is the page that they wanted: %s',
    (path) => expect(pathToReturnTo(path)).toBe(path),
  );

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'evil.example',
    '/api',
    '/api/v1/people',
    '/API/v1/people',
    '/api?x',
    '',
    undefined,
  ])('is the first page where that is none of ours: %j', (wanted) => expect(pathToReturnTo(wanted)).toBe('/'));
});

describe('a visit', () => {
  it('has a state, a nonce and a verifier that tell nothing of one another', () => {
    const token = makeToken();
    const made = [token, stateOf(token), nonceOf(token), verifierOf(token)];
    expect(new Set(made).size).toBe(4);
    // What RFC 7636 asks of a verifier.
    for (const text of made) expect(text).toMatch(/^[\w-]{43}$/);
    expect(stateOf(token)).toBe(stateOf(token));
  });
});
