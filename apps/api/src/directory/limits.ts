/** What OpenAI's numbers about limits mean. */
import type { RawObject } from './directory-object.js';

/** Written by clients where a limit is to have no effect; OpenAI has no other word for none. */
const NO_LIMIT = 2_147_483_647;

/** Names of the limits of an object that have no effect. */
export function unlimitedLimits(object: RawObject): string[] {
  return limitsOf(object)
    .filter(([, value]) => value === NO_LIMIT)
    .map(([name]) => name);
}

/** Limits that the table of kinds does not name: OpenAI has been seen to send some that it does not document. */
export function otherLimits(object: RawObject, known: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(limitsOf(object).filter(([name]) => !(name in known)));
}

/** Cents as whole units of the currency, exactly: 10000 is "100". Null where it is no whole number of cents. */
export function thresholdInUnits(cents: unknown): string | null {
  if (typeof cents !== 'number' || !Number.isSafeInteger(cents)) return null;
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const fraction = digits.slice(-2).replace(/0+$/, '');
  const sign = cents < 0 ? '-' : '';
  return `${sign}${digits.slice(0, -2)}${fraction === '' ? '' : `.${fraction}`}`;
}

function limitsOf(object: RawObject): [string, number][] {
  return Object.entries(object).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
}
