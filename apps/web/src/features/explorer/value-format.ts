import type { Amount } from '../../lib/decimal.js';
import {
  axisMoney,
  cell,
  cellChange,
  currencyName,
  currencySymbol,
  money,
  moneyChange,
} from '../../lib/format/money.js';

/** How the numbers of a report are written: money with its currency, counts with their unit. */
export interface ValueFormat {
  /** With the unit, in sentences: `$19,992.73`, `1,204,377 tokens`. */
  full: (value: Amount) => string;
  fullChange: (value: Amount) => string;
  /** In a column whose head names the unit. */
  cell: (value: Amount) => string;
  cellChange: (value: Amount) => string;
  /** Along an axis; takes a position, not an amount. */
  axis: (position: number) => string;
  /** `US dollars`, `input tokens`. */
  name: string;
  /** For column heads: `$`, `tokens`. */
  unit: string;
  /** For columns of copied tables, whose values are exact: `USD`, `tokens`. */
  exactUnit: string;
}

export const moneyFormat = (currency: string): ValueFormat => ({
  full: (value) => money(value, currency),
  fullChange: (value) => moneyChange(value, currency),
  cell,
  cellChange,
  axis: (position) => axisMoney(position, currency),
  name: currencyName(currency),
  unit: currencySymbol(currency),
  exactUnit: currency.toUpperCase(),
});
