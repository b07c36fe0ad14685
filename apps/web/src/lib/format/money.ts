/** Money as text. */
import { magnitude, rounded, type Amount } from '../decimal.js';
import { decimalText, MINUS, numbers, type Sign } from './intl.js';

const inCurrency = (currency: string, signDisplay: Sign): Intl.NumberFormatOptions => ({
  style: 'currency',
  currency: currency.toUpperCase(),
  currencyDisplay: 'narrowSymbol',
  signDisplay,
});

/** `$19,992.73`: money in sentences and tiles. */
export const money = (value: Amount, currency: string): string =>
  decimalText(value, 2, inCurrency(currency, 'negative'));

/** `+$480.12`, `−$4.61`: a change of money. */
export const moneyChange = (value: Amount, currency: string): string =>
  decimalText(value, 2, inCurrency(currency, 'exceptZero'));

/** `$19,993`: narrow tiles only, where the exact figure stands in a table beside. */
export const moneyWhole = (value: Amount, currency: string): string =>
  decimalText(value, 0, inCurrency(currency, 'negative'));

/** `19,992.73`: cells of a column whose head names the currency. */
export const cell = (value: Amount): string => decimalText(value, 2, { signDisplay: 'negative' });

/** `+480.12`: cells of a column of changes. */
export const cellChange = (value: Amount): string => decimalText(value, 2, { signDisplay: 'exceptZero' });

/** `$`, `€`: for column heads. */
export const currencySymbol = (currency: string): string =>
  numbers({ style: 'currency', currency: currency.toUpperCase(), currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency.toUpperCase();

/** `US dollars`, `euros`: for the sentence above a chart. */
export const currencyName = (currency: string): string =>
  numbers({ style: 'currency', currency: currency.toUpperCase(), currencyDisplay: 'name' })
    .formatToParts(2)
    .find(({ type }) => type === 'currency')?.value ?? currency.toUpperCase();

/** `$2,500`, `$1.2M`: chart axes, the only place where money is abbreviated. Takes a position, not an amount. */
export function axisMoney(position: number, currency: string): string {
  const size = Math.abs(position);
  const compact = size >= 10_000 ? ({ notation: 'compact', maximumFractionDigits: 1 } as const) : {};
  const decimals = size > 0 && size < 10 ? { minimumFractionDigits: 2 } : { maximumFractionDigits: 0 };
  return numbers({ ...inCurrency(currency, 'negative'), ...decimals, ...compact })
    .format(position)
    .replace('-', MINUS);
}

/** True when no cent would be shown: for such an amount a sign or an arrow would claim too much. */
export const isBelowCent = (value: Amount): boolean => /^[0.]*$/.test(rounded(magnitude(value), 2));
