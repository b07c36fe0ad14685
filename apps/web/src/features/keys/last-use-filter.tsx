import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ValueFilter } from '../../components/value-filter.js';
import { count } from '../../lib/format/numbers.js';
import type { KeysView } from './keys-view.js';
import type { ChangeView } from './use-keys-view.js';

type LastUse = Pick<KeysView, 'used_within_days' | 'unused_for_days' | 'never_used'>;
interface Option extends LastUse {
  value: string;
  label: string;
}

const WITHIN = [1, 7, 30, 90] as const;
const UNUSED = [7, 30, 90, 180] as const;
const ANY: LastUse = { used_within_days: null, unused_for_days: null, never_used: null };

/** When keys were used last, one of several: those that are common, and what a link says beside them. */
export function LastUseFilter({ view, change }: { view: KeysView; change: ChangeView }) {
  const { t } = useTranslation();
  const options = optionsOf(view, t);
  const chosen = options.filter((option) => isSet(option, view)).map(({ value }) => value);
  return (
    <ValueFilter
      field={t('keys.filter.lastUse')}
      choices={options}
      chosen={chosen}
      onChange={(values) => {
        const next = options.find(({ value }) => values.includes(value) && !chosen.includes(value));
        const { used_within_days, unused_for_days, never_used } = next ?? ANY;
        change({ used_within_days, unused_for_days, never_used });
      }}
    />
  );
}

function optionsOf(view: KeysView, t: TFunction): Option[] {
  const never = (value: 'true' | 'false'): Option => ({
    ...ANY,
    value: `never-${value}`,
    label: t(value === 'true' ? 'keys.filter.never' : 'keys.filter.ever'),
    never_used: value,
  });
  return [
    ...daysOf(WITHIN, view.used_within_days).map((days) => ({
      ...ANY,
      value: `within-${days}`,
      label: t('keys.filter.within', { count: days, days: count(days) }),
      used_within_days: days,
    })),
    ...daysOf(UNUSED, view.unused_for_days).map((days) => ({
      ...ANY,
      value: `unused-${days}`,
      label: t('keys.filter.unused', { count: days, days: count(days) }),
      unused_for_days: days,
    })),
    never('true'),
    ...(view.never_used === 'false' ? [never('false')] : []),
  ];
}

const daysOf = (common: readonly number[], linked: number | null): number[] =>
  [...new Set([...common, ...(linked === null ? [] : [linked])])].toSorted((a, b) => a - b);

const isSet = (option: Option, view: KeysView): boolean =>
  (option.used_within_days !== null && option.used_within_days === view.used_within_days) ||
  (option.unused_for_days !== null && option.unused_for_days === view.unused_for_days) ||
  (option.never_used !== null && option.never_used === view.never_used);
