import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EntityName } from '../../components/entity-name.js';
import { Money } from '../../components/money.js';
import { Sentence } from '../../components/sentence.js';
import { isNarrowed } from '../directory/list-view.js';
import { useUnread } from '../directory/list-state.js';
import { useRowCount } from '../directory/row-count.js';
import { spendSum } from '../directory/spend-sum.js';
import { useSpendWords } from '../directory/use-spend-words.js';
import type { MemberList } from './use-member-list.js';

/** "Keys of 31 members spent $3,120.40 in November so far, $1,204.33 of it those of Ada." */
export function MembersAnswer({ members: { list, used } }: { members: MemberList }) {
  const { t } = useTranslation();
  const rowCount = useRowCount();
  const unread = useUnread('members');
  const words = useSpendWords(list.rows);
  const { rows } = list;
  if (rows === null) return t(list.error === null ? 'directory.loading' : 'members.unavailable');
  const kind = isNarrowed(used.view) ? 'match' : 'present';
  const subject = (mark: (node: ReactNode) => string): string =>
    t(`members.answer.${kind}`, { count: rows.length, shown: mark(<b>{rowCount(list)}</b>) });
  const spent = list.isComplete ? spendSum(rows) : null;
  if (rows.length === 0 && (unread !== null || kind === 'match')) {
    return t(kind === 'match' ? 'directory.noMatch' : 'directory.unread');
  }
  return (
    <Sentence
      of={(mark) => {
        if (spent === null) return t('directory.listed', { subject: subject(mark) });
        const { total, top } = spent;
        const values = {
          subject: subject(mark),
          amount: mark(
            <b>
              <Money value={total} currency={words.currency} />
            </b>,
          ),
          range: words.soFar,
        };
        if (top === null || rows.length === 1) return t('members.answer.spent', values);
        return t('members.answer.spentMost', {
          ...values,
          part: mark(<Money value={top.spent} currency={words.currency} />),
          name: mark(<EntityName name={top.row.name ?? top.row.email ?? top.row.id} />),
        });
      }}
    />
  );
}
