/**
 * Exact arithmetic on money as it travels: plain decimal strings with up to 34 decimals.
 *
 * A double has 15 to 17 digits; OpenAI bills with 34. So amounts are added and compared as integers, and a double
 * appears in one place only (`toPixels`), where a chart turns an amount into a length.
 */

/** An amount as an integer number of 10⁻³⁴ of the currency's unit. */
export type Amount = bigint;

const DECIMALS = 34;
const ONE = 10n ** BigInt(DECIMALS);

const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/;

export const ZERO: Amount = 0n;

/** @throws RangeError when the text is not a plain decimal of at most 34 decimals: nothing is rounded on the way in. */
export function amount(text: string): Amount {
  const match = PLAIN.exec(text);
  const fraction = match?.[3] ?? '';
  if (match === null || fraction.length > DECIMALS) {
    throw new RangeError(`"${text}" is not a plain decimal of at most ${DECIMALS} decimals.`);
  }
  const units = BigInt((match[2] ?? '') + fraction.padEnd(DECIMALS, '0'));
  return match[1] === '-' ? -units : units;
}

export function sum(amounts: Iterable<Amount>): Amount {
  let total = ZERO;
  for (const each of amounts) total += each;
  return total;
}

export const magnitude = (value: Amount): Amount => (value < 0n ? -value : value);

/** Largest first: the order of tables of money. */
export const byLargest = (a: Amount, b: Amount): number => (a === b ? 0 : a > b ? -1 : 1);

/** The exact amount: no exponent, no trailing zeros, `-` for negative. What is copied and shown on hover. */
export function exact(value: Amount): string {
  const digits = magnitude(value)
    .toString()
    .padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  const sign = value < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -DECIMALS)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Rounds half to even, so that rounding many amounts does not lean one way. Keeps `decimals` digits: `"12.50"`. */
export function rounded(value: Amount, decimals: number): string {
  const step = 10n ** BigInt(DECIMALS - decimals);
  const digits = roundedDivision(value, step)
    .toString()
    .replace('-', '')
    .padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  // A credit of a hundredth of a cent is "0.00", not "-0.00".
  return value < 0n && /[1-9]/.test(text) ? `-${text}` : text;
}

/** `part` of `whole` in percent, rounded half to even: `"16.1"`. Null when the whole is zero: there is no share of it. */
export function percentOf(part: Amount, whole: Amount, decimals = 1): string | null {
  if (whole === 0n) return null;
  const scaled = part * 100n * ONE;
  return rounded(roundedDivision(whole < 0n ? -scaled : scaled, magnitude(whole)), decimals);
}

/** Mean of `total` over `count` things. */
export const mean = (total: Amount, count: number): Amount =>
  count === 0 ? ZERO : roundedDivision(total, BigInt(count));

export function median(amounts: readonly Amount[]): Amount | null {
  const sorted = [...amounts].sort(byLargest);
  const upper = sorted[Math.floor((sorted.length - 1) / 2)];
  const lower = sorted[Math.ceil((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : roundedDivision(upper + lower, 2n);
}

/** For lengths and positions in a drawing only: the digits beyond a double's are below any pixel. */
export const toPixels = (value: Amount): number => Number(value) / Number(ONE);

function roundedDivision(value: bigint, divisor: bigint): bigint {
  const positive = magnitude(value);
  const quotient = positive / divisor;
  const twice = (positive % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  const result = up ? quotient + 1n : quotient;
  return value < 0n ? -result : result;
}
