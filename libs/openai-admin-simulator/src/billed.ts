/** The ground truth: sums straight from the ledger's rows, by a way of its own that shares nothing with pages. */
import { deriveFromLineItem } from '@bursar/contract';
import type { BilledDimension, BilledQuery, BilledRow } from './billing-model.js';
import type { CostRow } from './cost-changes.js';
import type { CostLedger } from './cost-ledger.js';
import { dayOf, dayText, monthStart } from './days.js';
import { plainDecimal } from './decimal.js';

interface Sum {
  start: string;
  key: BilledRow['key'];
  currency: string;
  units: bigint;
  quantity: bigint | null;
}

function valueOf(row: CostRow, dimension: BilledDimension): string | null {
  if (dimension === 'model' || dimension === 'token_type') {
    return deriveFromLineItem(row.values['line_item'] ?? null)[dimension];
  }
  return row.values[dimension] ?? null;
}

function isWanted(row: CostRow, query: BilledQuery): boolean {
  const passes = (allowed: readonly (string | null)[] | undefined, name: BilledDimension) =>
    allowed === undefined || allowed.includes(valueOf(row, name));
  return (
    passes(query.projectIds, 'project_id') &&
    passes(query.lineItems, 'line_item') &&
    passes(query.apiKeyIds, 'api_key_id')
  );
}

export function billedRows(ledger: CostLedger, query: BilledQuery, now: Date): BilledRow[] {
  const { groupBy = [], bucket = 'total' } = query;
  const [first, end] = [dayOf(query.start), dayOf(query.end)];
  const sums = new Map<string, Sum>();
  for (let day = first; day < end; day++) {
    const month = Math.max(first, monthStart(day));
    const start = dayText(bucket === 'day' ? day : bucket === 'month' ? month : first);
    for (const row of ledger.rows(day, query.settled ? null : now)) {
      if (!isWanted(row, query)) continue;
      const values = groupBy.map((dimension) => valueOf(row, dimension));
      const name = JSON.stringify([start, row.currency, values]);
      const known = sums.get(name);
      if (known) add(known, row);
      else
        sums.set(
          name,
          firstOf(row, start, Object.fromEntries(groupBy.map((dimension, at) => [dimension, values[at]!]))),
        );
    }
  }
  return [...sums.values()].map(({ start, key, currency, units, quantity }) => {
    return {
      start,
      key,
      currency,
      amount: plainDecimal(units),
      quantity: quantity === null ? null : plainDecimal(quantity),
    };
  });
}

function firstOf(row: CostRow, start: string, key: BilledRow['key']): Sum {
  return { start, key, currency: row.currency, units: row.units, quantity: row.quantity };
}

function add(sum: Sum, row: CostRow): void {
  sum.units += row.units;
  sum.quantity = sum.quantity === null || row.quantity === null ? null : sum.quantity + row.quantity;
}
