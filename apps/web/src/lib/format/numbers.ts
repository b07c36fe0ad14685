/** Counts, shares and bytes as text. */
import { magnitude, rounded, type Amount } from '../decimal.js';
import { decimalText, MINUS, numbers, type Sign } from './intl.js';

/** `16.1%` from the text that `percentOf` gives. */
export const percent = (text: string): string => `${text.replace('-', MINUS)}%`;

/** `+16.1%`, `−2.9%`. */
export const percentChange = (text: string): string => percent(/^-|^[0.]+$/.test(text) ? text : `+${text}`);

/** `+1.3`, `−0.4`: the difference of two percentages. */
export const percentagePoints = (value: Amount): string => decimalText(value, 1, { signDisplay: 'exceptZero' });

/** `61%` from a share between 0 and 1 of something that is not money. */
export const shareOf = (share: number): string => `${Math.floor(share * 100)}%`;

export const count = (value: number): string => numbers({ maximumFractionDigits: 0 }).format(value);

export const oneDecimal = (value: number): string =>
  numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);

/** `1,204,377`, `5,132.5`: counts exactly, fractions with at most two decimals. */
export function quantity(value: Amount, signDisplay: Sign = 'negative'): string {
  const decimals = rounded(value, 2).replace(/^[^.]*\.?|0+$/g, '').length;
  return decimalText(value, decimals, { signDisplay });
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `12.4 GB` in powers of 1000; the exact bytes stand on hover. */
export function bytes(value: Amount, signDisplay: Sign = 'negative'): string {
  const digits = rounded(magnitude(value), 0).length;
  const step = Math.min(Math.floor((digits - 1) / 3), BYTE_UNITS.length - 1);
  const text = decimalText(value / 1000n ** BigInt(step), step === 0 ? 0 : 1, { signDisplay });
  return `${text} ${BYTE_UNITS[step] ?? ''}`;
}

/** `2.5M`, `400`: axes of counts. Takes a position, not an amount. */
export const axisQuantity = (position: number): string =>
  numbers({ notation: 'compact', maximumFractionDigits: 1 }).format(position).replace('-', MINUS);

/** `300 GB`: axes of bytes, in the units of `bytes`. */
export function axisBytes(position: number): string {
  const size = Math.abs(position);
  const step = size < 1000 ? 0 : Math.min(Math.floor(Math.log10(size) / 3), BYTE_UNITS.length - 1);
  const text = numbers({ maximumFractionDigits: 1 }).format(position / 1000 ** step);
  return `${text.replace('-', MINUS)} ${BYTE_UNITS[step] ?? ''}`;
}
