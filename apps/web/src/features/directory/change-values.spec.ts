import { describe, expect, it } from '@jest/globals';
import { startWords } from '../../lib/i18n/index.js';
import { changeValue } from './change-values.js';

const { t } = startWords();

describe('a value in the history', () => {
  it.each([
    ['rate_limit', 'max_tokens_per_1_minute', 2_147_483_647, 'unlimited'],
    ['rate_limit', 'max_tokens_per_1_minute', 1_500_000, '1,500,000'],
    ['spend_limit', 'threshold_amount', 123_450, '1,234.50'],
    ['spend_alert', 'threshold_amount', 5, '0.05'],
    ['api_key', 'expires_at', 1_764_633_600, '2 Dec 2025, 00:00 UTC'],
    ['user', 'role', 'owner', 'owner'],
    ['user', 'name', '\u202Eevil', '\uFFFDevil'],
    ['certificate', 'active', false, 'no'],
    ['model_permissions', 'model_ids', ['a', 'b'], '["a","b"]'],
    ['project', 'gone_at', '2026-11-12T08:00:00Z', 'gone since 12 Nov 2026, 08:00 UTC'],
    ['project', 'name', null, 'nothing'],
  ] as const)('of %s %s reads %p as %s', (kind, field, value, words) => {
    expect(changeValue({ kind, field }, value, t)).toBe(words);
  });
});
