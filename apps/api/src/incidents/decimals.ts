/** Exact arithmetic with amounts, which never pass through a double: whole numbers of 10^-34. */

const PLACES = 34;
/** One whole unit. */
export const ONE = 10n ** BigInt(PLACES);

/** @throws RangeError for what is no plain decimal of at most 34 places */
export function unitsOf(decimal: string): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,34}))?$/.exec(decimal) ?? [];
  if (whole === '') throw new RangeError(`"${decimal}" is no plain decimal of at most ${PLACES} places.`);
  return BigInt(`${sign}${whole}${fraction.padEnd(PLACES, '0')}`);
}

/** Without trailing zeros. */
export function decimalOf(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(PLACES + 1, '0');
  const fraction = digits.slice(-PLACES).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -PLACES)}${fraction === '' ? '' : `.${fraction}`}`;
}

export function sumOf(values: Iterable<bigint>): bigint {
  let sum = 0n;
  for (const value of values) sum += value;
  return sum;
}

/** Of an even number the mean of the two in the middle, down to the last place; null of none. */
export function medianOf(values: readonly bigint[]): bigint | null {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2n;
}

/** What a share of an amount is rounded to: parts of it are estimates and need no more. */
const SHARE = ONE / 1_000_000n;

/**
 * Spreads an amount by weights, to six places; what is left over goes to the largest part, so that the parts add up to it.
 *
 * @returns a part for each weight; the same for all where there is nothing to go by
 */
export function spread(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = sumOf(weights);
  const by = total > 0n ? weights : weights.map(() => 1n);
  const whole = sumOf(by);
  const parts = by.map((weight) => ((amount * weight) / whole / SHARE) * SHARE);
  const rest = amount - sumOf(parts);
  const largest = by.reduce((best, weight, index) => (weight > (by[best] ?? 0n) ? index : best), 0);
  return parts.map((part, index) => (index === largest ? part + rest : part));
}
