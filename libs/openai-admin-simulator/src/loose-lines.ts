/** Cost lines that no traffic makes: credits of the organization, and names that hurt careless programs. */
import { monthStart } from './days.js';
import { DECIMALS } from './decimal.js';
import { HOSTILE_NAMES } from './names.js';
import { hash } from './random.js';

export interface LooseLine {
  values: Readonly<Record<string, string | null>>;
  unit: string | null;
  /** Quantity and amount in units of 10^-34; null on days without it. */
  on(day: number): { quantity: number; units: bigint } | null;
}

const DOLLAR = 10n ** BigInt(DECIMALS);
/** 28 decimals: with six digits before the point a sum still fits into the 34 digits of the wire. */
const FINEST = 10n ** 6n;
const TOKEN_PRICE = 25n * 10n ** 27n;

function creditOf(seed: number, day: number, number: number, largest: number): bigint {
  const digits = [1, 2, 3].map((part) => String(hash(seed, day, number, part)).padStart(10, '0')).join('');
  return -BigInt(1 + (hash(seed, day, number) % largest)) * DOLLAR - BigInt(digits.slice(0, 28)) * FINEST;
}

/** Negative amounts without a project: a grant on the first of each month, a refund now and then. */
export function creditLines(seed: number): LooseLine[] {
  return [
    {
      values: { line_item: 'Credit grant' },
      unit: null,
      on: (day) => (day === monthStart(day) ? { quantity: 0, units: creditOf(seed, day, 0, 60) } : null),
    },
    {
      values: { line_item: 'Service credit' },
      unit: null,
      on: (day) => (hash(seed, day, 93) % 17 === 0 ? { quantity: 0, units: creditOf(seed, day, 1, 9) } : null),
    },
  ];
}

/** Every hostile name as a line item, and a line that names none. */
export function hostileLines(seed: number, callers: readonly Readonly<Record<string, string | null>>[]): LooseLine[] {
  const lineItems = [...HOSTILE_NAMES.map((name) => `${name}, output`), null];
  return lineItems.map((lineItem, index) => ({
    values: { ...callers[index % Math.max(1, callers.length)], line_item: lineItem },
    unit: lineItem === null ? null : 'tokens',
    on: (day) => {
      const quantity = 1000 + (hash(seed, day, index, 96) % 100_000);
      return { quantity, units: BigInt(quantity) * TOKEN_PRICE };
    },
  }));
}
