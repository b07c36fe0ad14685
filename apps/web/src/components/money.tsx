import { exact, type Amount } from '../lib/decimal.js';
import { cell, cellChange, money, moneyChange } from '../lib/format/money.js';

interface MoneyProps {
  value: Amount;
  currency: string;
  /** A change of money: with its sign. */
  change?: boolean;
}

/** An amount with its currency, exact on hover. */
export function Money({ value, currency, change = false }: MoneyProps) {
  return (
    <data className="money" value={exact(value)} title={`${exact(value)} ${currency.toUpperCase()}`}>
      {change ? moneyChange(value, currency) : money(value, currency)}
    </data>
  );
}

/** The same in a table, whose head names the currency. A dash stands where there are no rows, never for zero. */
export function MoneyCell({ value, change = false }: { value: Amount | null; change?: boolean }) {
  if (value === null) return <span className="none">{'\u2013'}</span>;
  return (
    <data className="money" value={exact(value)} title={exact(value)}>
      {change ? cellChange(value) : cell(value)}
    </data>
  );
}
