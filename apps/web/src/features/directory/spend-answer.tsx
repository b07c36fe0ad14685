import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EntityName } from '../../components/entity-name.js';
import { Money } from '../../components/money.js';
import { Sentence } from '../../components/sentence.js';
import type { ListResult } from '../../lib/directory-queries.js';
import { useToday } from '../../lib/today.js';
import { useUnread } from './list-state.js';
import { isNarrowed, type ListView } from './list-view.js';
import { useRowCount } from './row-count.js';
import { spendSum, type Spending } from './spend-sum.js';
import { useSpendWords } from './use-spend-words.js';

interface SpendAnswerProps<Row extends Spending> {
  /** Whose rows they are: the name of the feed, and of the words. */
  of: 'members' | 'projects';
  list: ListResult<Row>;
  view: ListView<string>;
  nameOf: (row: Row) => string;
}

/**
 * How many there are, what they spent in the month so far, and who most.
 *
 * "14 active projects spent $18,300.22 in November so far, $4,795.61 of it Fleet Planner." Money is named only where
 * the whole list is read: of a part, the sum would be taken for that of all.
 */
export function SpendAnswer<Row extends Spending>({ of, list, view, nameOf }: SpendAnswerProps<Row>) {
  const { t } = useTranslation();
  const today = useToday();
  const rowCount = useRowCount();
  const unread = useUnread(of);
  const words = useSpendWords(list.rows);
  const { rows } = list;
  if (rows === null || today === null) return t(list.error === null ? 'directory.loading' : `${of}.unavailable`);
  const kind = isNarrowed(view) ? 'match' : view.all ? 'all' : 'present';
  if (rows.length === 0 && kind === 'match') return t('directory.noMatch');
  if (rows.length === 0 && unread !== null) return t(`directory.unread.${unread}`);
  const subject = (mark: (node: ReactNode) => string): string =>
    t(`${of}.answer.${kind}`, { count: rows.length, shown: mark(<b>{rowCount(list)}</b>) });
  const spent = list.isComplete ? spendSum(rows) : null;
  const money = (value: bigint) => <Money value={value} currency={words.currency} />;
  return (
    <Sentence
      of={(mark) => {
        if (spent === null) return t(view.all ? 'directory.known' : 'directory.listed', { subject: subject(mark) });
        const { total, top } = spent;
        const values = { subject: subject(mark), amount: mark(<b>{money(total)}</b>), range: words.soFar };
        if (top === null || rows.length === 1) return t(`${of}.answer.spent`, values);
        return t(`${of}.answer.spentMost`, {
          ...values,
          part: mark(money(top.spent)),
          name: mark(<EntityName name={nameOf(top.row)} />),
        });
      }}
    />
  );
}
