import { expect, it } from '@jest/globals';
import { newKeyName } from './new-key-name.js';

it.each([
  ['support-prod', 'support-prod 2026-11-23'],
  ['support-prod 2026-05-01', 'support-prod 2026-11-23'],
  ['2026-05-01 batch', '2026-05-01 batch 2026-11-23'],
  [null, 'key 2026-11-23'],
])('calls the one after %s: %s', (oldName, name) => {
  expect(newKeyName(oldName, '2026-11-23T01:22:03.000Z')).toBe(name);
});
