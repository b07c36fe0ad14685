/** Rows of one day as a list, and what restating does to them. */
import type { CostChange, CostMatch } from './billing-model.js';
import { parseDecimal } from './decimal.js';
import { hash } from './random.js';

export interface CostRow {
  /** Dimensions as OpenAI spells them; absent ones are null. */
  values: Readonly<Record<string, string | null>>;
  currency: string;
  /** Amount and quantity in units of 10^-34. */
  units: bigint;
  quantity: bigint | null;
  unit: string | null;
}

const CHANGES: Readonly<Record<CostChange['kind'], true>> = { add: true, amount: true, vanish: true };

/** @throws RangeError for a change that could not be made, before anything is changed. */
export function checkChange(change: CostChange): void {
  if (!Object.hasOwn(CHANGES, change.kind)) {
    throw new RangeError(`There is no change "${String(change.kind)}"; there are ${Object.keys(CHANGES).join(', ')}.`);
  }
  if (change.kind !== 'vanish') parseDecimal(change.amount);
  if (change.kind === 'add' && change.quantity !== undefined) parseDecimal(change.quantity);
}

function matches(row: CostRow, match: CostMatch): boolean {
  return Object.entries(match).every(([name, value]) => value === undefined || (row.values[name] ?? null) === value);
}

function applyChange(rows: CostRow[], change: CostChange): CostRow[] {
  if (change.kind === 'add') {
    const { kind: _kind, amount, currency = 'usd', quantity, quantity_unit: unit = null, ...values } = change;
    const added = { values, currency, units: parseDecimal(amount), unit };
    return [...rows, { ...added, quantity: quantity === undefined ? null : parseDecimal(quantity) }];
  }
  const hit = rows.find((row) => matches(row, change.match));
  const others = rows.filter((row) => !matches(row, change.match));
  if (change.kind === 'vanish' || !hit) return others;
  return [...others, { ...hit, units: parseDecimal(change.amount) }];
}

/** Changes in the order in which they were made. A match that nothing matches changes nothing. */
export function applyChanges(rows: CostRow[], changes: readonly CostChange[]): CostRow[] {
  return changes.reduce(applyChange, rows);
}

/** Any number of rows, each a tuple of its own: every key with as many line items as it takes. */
export function bulkRows(
  day: number,
  count: number,
  keys: readonly Readonly<Record<string, string | null>>[],
): CostRow[] {
  return Array.from({ length: count }, (_, index) => {
    const lineItem = `gpt-6-bulk-${String(Math.floor(index / keys.length)).padStart(5, '0')}, input`;
    const quantity = 1 + (hash(day, index, 1) % 5_000_000);
    return {
      values: { ...keys[index % keys.length], line_item: lineItem },
      currency: 'usd',
      units: BigInt(quantity) * 2_500_000_000_000_000_000_000_000_000n,
      quantity: parseDecimal(String(quantity)),
      unit: 'tokens',
    };
  });
}
