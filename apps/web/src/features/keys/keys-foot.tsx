import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { KeyInventorySummary } from '@bursar/contract';
import { MoneyCell } from '../../components/money.js';
import { amount, ZERO, type Amount } from '../../lib/decimal.js';
import { count } from '../../lib/format/numbers.js';

interface KeysFootProps {
  summary: KeyInventorySummary;
  isFiltered: boolean;
  /** Between the name and the amount, on a wide screen. */
  between: number;
  /** Rows begin with a box to choose them. */
  chooses: boolean;
}

interface FootLine {
  name: string;
  cost: Amount | null;
  isLesser: boolean;
}

/** Keys that match, the others, what no key is named for: together what was billed. */
export function KeysFoot({ summary, isFiltered, between, chooses }: KeysFootProps) {
  // Columns that a narrow screen leaves out must not be spanned either.
  const isNarrow = useMediaQuery('(max-width: 599px)') ?? false;
  return useFootLines(summary, isFiltered).map(({ name, cost, isLesser }) => (
    <tr key={name} className={isLesser ? 'lesser' : undefined}>
      {chooses && <td />}
      <th scope="row" colSpan={isNarrow ? 1 : between + 1}>
        {name}
      </th>
      <td className="number">
        <MoneyCell value={cost} />
      </td>
    </tr>
  ));
}

function useFootLines({ keys, matching, costs }: KeyInventorySummary, isFiltered: boolean): FootLine[] {
  const { t } = useTranslation();
  const line = (name: string, cost: Amount | null, isLesser = true): FootLine => ({ name, cost, isLesser });
  const named = (which: 'matching' | 'others' | 'all', keysOf: number): string =>
    t(`keys.table.foot.${which}`, { count: keysOf, shown: count(keysOf) });
  const ofMatching = matching.cost === null ? null : amount(matching.cost);
  const ofKeys = costs === null ? null : amount(costs.of_keys);
  const rest = ofKeys === null || ofMatching === null ? null : ofKeys - ofMatching;
  const parts = isFiltered
    ? [line(named('matching', matching.keys), ofMatching), line(named('others', keys - matching.keys), rest)]
    : [];
  if (costs === null) return [...parts, line(named('all', keys), null, false)];
  const [gone, without] = [amount(costs.of_other_keys), amount(costs.without_key)];
  return [
    ...parts,
    line(named('all', keys), ofKeys),
    ...(gone === ZERO ? [] : [line(t('keys.table.foot.gone'), gone)]),
    ...(without === ZERO ? [] : [line(t('keys.table.foot.without'), without)]),
    line(t('keys.table.foot.total'), amount(costs.total), false),
  ];
}
