/** What storage keeps of a decimal: `numeric(60,34)`. */
const MAX_DECIMALS = 34;
const MAX_INTEGER_DIGITS = 26;

/** The number grammar of JSON, which is also what OpenAI puts between quotes: no blank, no plus, no leading zero. */
const NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;

/**
 * The same number as a plain decimal: no exponent, no trailing zeros, `-` for negative, zero always `"0"`.
 *
 * OpenAI writes one amount as `0.0036275`, as 34 digits, as `1e-7` or as `0E-6176`; a double would round some of them
 * and Postgres would keep 6,176 decimals of the last. Nothing is rounded here: what cannot be kept exactly is refused.
 *
 * @throws RangeError if the text is not a finite JSON number, or needs more than 34 decimals or 26 integer digits.
 */
export function exactDecimal(text: string): string {
  return plainDecimal(text) ?? fromParts(text);
}

/** The usual case, digits with at most one dot, in one walk over the text; null for whatever needs a closer look. */
export function plainDecimal(text: string): string | null {
  const first = text.charCodeAt(0) === MINUS ? 1 : 0;
  let dot = -1;
  for (let at = first; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT && dot < 0) dot = at;
    else if (code < ZERO || code > NINE) return null;
  }
  const integerEnd = dot < 0 ? text.length : dot;
  const integerDigits = integerEnd - first;
  if (integerDigits === 0 || integerDigits > MAX_INTEGER_DIGITS || dot === text.length - 1) return null;
  if (integerDigits > 1 && text.charCodeAt(first) === ZERO) return null;
  let end = text.length;
  if (dot >= 0) {
    while (text.charCodeAt(end - 1) === ZERO) end--;
    if (end - 1 === dot) end = dot;
    if (end - dot - 1 > MAX_DECIMALS) return null;
  }
  if (end === first + 1 && text.charCodeAt(first) === ZERO) return '0';
  return end === text.length ? text : text.slice(0, end);
}

function fromParts(text: string): string {
  const parts = NUMBER.exec(text);
  if (parts === null) throw new RangeError(`${quoted(text)} is not a decimal number`);
  const [, sign = '', integer = '', fraction = '', exponentText = '0'] = parts;
  const significant = (integer + fraction).replace(/^0+/, '').replace(/0+$/, '');
  if (significant === '') return '0';
  const leadingZeros = /^0*/.exec(integer + fraction)?.[0].length ?? 0;
  // Digits of the result before its decimal point; negative where zeros follow the point first.
  const integerDigits = integer.length + Number(exponentText) - leadingZeros;
  const decimals = significant.length - integerDigits;
  if (decimals > MAX_DECIMALS) {
    throw new RangeError(`${quoted(text)} needs more than ${MAX_DECIMALS} decimals: it would have to be rounded`);
  }
  if (integerDigits > MAX_INTEGER_DIGITS) {
    throw new RangeError(`${quoted(text)} has more than ${MAX_INTEGER_DIGITS} digits before its decimal point`);
  }
  if (integerDigits <= 0) return `${sign}0.${'0'.repeat(-integerDigits)}${significant}`;
  if (decimals <= 0) return sign + significant + '0'.repeat(-decimals);
  return `${sign}${significant.slice(0, integerDigits)}.${significant.slice(integerDigits)}`;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
