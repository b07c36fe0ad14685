import type { TFunction } from 'i18next';
import type { Offboarding } from '@bursar/contract';
import { money } from '../../lib/format/money.js';
import { costOf } from '../keys/next-key-steps.js';

/** What has to be done first, each sort of it in words: empty where nothing breaks. */
export function whatBreaks({ steps, api_keys: keys, currency }: Offboarding, t: TFunction): string[] {
  const blocking = steps.filter((step) => step.blocking);
  const because = (...reasons: readonly (typeof blocking)[number]['why'][]) =>
    blocking.filter(({ why }) => reasons.includes(why));
  const used = because('key_in_use');
  const ids = new Set(used.map(({ target }) => target.id));
  const amount = money(costOf(keys.filter(({ id }) => ids.has(id))), currency ?? 'usd');
  const counted = [
    used.length === 0 ? null : t('offboarding.answer.keys', { count: used.length, amount }),
    wordsOf(because('key_use_unknown').length, (count) => t('offboarding.answer.keysUncounted', { count })),
    wordsOf(because('admin_key_in_use').length, (count) => t('offboarding.answer.adminKeys', { count })),
    wordsOf(because('only_owner').length, (count) => t('offboarding.answer.projects', { count })),
    wordsOf(because('only_organization_owner').length, () => t('offboarding.answer.organization')),
  ];
  return counted.filter((words) => words !== null);
}

const wordsOf = (count: number, words: (count: number) => string): string | null => (count === 0 ? null : words(count));
