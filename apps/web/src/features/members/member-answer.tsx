import { useTranslation } from 'react-i18next';
import type { MemberDetail } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { Money } from '../../components/money.js';
import { Sentence } from '../../components/sentence.js';
import { amount, ZERO } from '../../lib/decimal.js';

/** "The keys of Ada spent $1,204.33 in the last 30 days, $1,100.02 of it fleet-router." */
export function MemberAnswer({ member }: { member: MemberDetail }) {
  const { t } = useTranslation();
  const { spend_last_30_days: spent, api_keys: keys } = member;
  const currency = member.spend_currency ?? 'usd';
  const name = (
    <b>
      <EntityName name={member.name ?? member.email ?? member.id} />
    </b>
  );
  const [top] = keys;
  return (
    <Sentence
      of={(mark) => {
        if (keys.length === 0 && (spent === null || amount(spent) === ZERO)) {
          return t('members.detail.answer.noKeys', { name: mark(name) });
        }
        if (spent === null) return t('members.detail.answer.unknown', { name: mark(name) });
        const total = mark(
          <b>
            <Money value={amount(spent)} currency={currency} />
          </b>,
        );
        const most = top?.spend_last_30_days ?? '0';
        if (top === undefined || keys.length === 1 || amount(most) === ZERO) {
          return t('members.detail.answer.spentAll', { name: mark(name), amount: total });
        }
        return t('members.detail.answer.spent', {
          name: mark(name),
          amount: total,
          part: mark(<Money value={amount(most)} currency={currency} />),
          key: mark(<EntityName name={top.name ?? top.redacted_value ?? top.id} />),
        });
      }}
    />
  );
}
