/** Money as whole numbers of 10^-34: exact sums of everything that OpenAI's 34-digit decimals can say. */

export const DECIMALS = 34;
const GRAMMAR = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Reads a plain decimal. @throws RangeError for anything else, or for more than 34 decimals. */
export function parseDecimal(text: string): bigint {
  const [, sign, whole, decimals = ''] = GRAMMAR.exec(text) ?? [];
  if (whole === undefined || decimals.length > DECIMALS) {
    throw new RangeError(`"${text}" is no decimal of at most ${DECIMALS} decimals; write it as "-12.5".`);
  }
  const units = BigInt(whole + decimals.padEnd(DECIMALS, '0'));
  return sign === '-' ? -units : units;
}

/** Shortest plain text: `12.5`, `-0.0001`, `0`. */
export function plainDecimal(units: bigint): string {
  if (units === 0n) return '0';
  const digits = (units < 0n ? -units : units).toString().padStart(DECIMALS + 1, '0');
  const whole = digits.slice(0, -DECIMALS);
  const decimals = digits.slice(-DECIMALS).replace(/0+$/, '');
  return (units < 0n ? '-' : '') + whole + (decimals === '' ? '' : `.${decimals}`);
}

const ZEROS = '0'.repeat(2 * DECIMALS);

/**
 * The text that OpenAI's decimal128 prints: 34 significant digits, trailing zeros and all.
 *
 * A sum that needs more digits gets them: real decimals round there, but a stand-in that rounds could not be the judge
 * of exactness.
 */
export function wireDecimal(units: bigint): string {
  if (units < 0n) return `-${wireDecimal(-units)}`;
  const digits = units.toString();
  const spare = DECIMALS - digits.length;
  if (spare >= 0) return `0.${ZEROS.slice(0, spare)}${digits}${ZEROS.slice(0, spare)}`;
  const whole = digits.slice(0, -spare);
  let decimals = digits.slice(-spare);
  let cut = decimals.length;
  while (cut > DECIMALS + spare && decimals.charCodeAt(cut - 1) === 48) cut--;
  decimals = decimals.slice(0, cut);
  return decimals === '' ? whole : `${whole}.${decimals}`;
}
