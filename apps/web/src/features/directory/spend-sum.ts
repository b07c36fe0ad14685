/** What a list says about money in one sentence: the sum of its rows, and who has most of it. */
import { amount, sum, type Amount } from '../../lib/decimal.js';

/** A row of which it is known what it spent. */
export interface Spending {
  name: string | null;
  id: string;
  spend_month_to_date: string | null;
  spend_currency: string | null;
}

export interface SpendSum<Row> {
  total: Amount;
  /** Who spent most, where anybody spent anything. */
  top: { row: Row; spent: Amount } | null;
}

/** Null where the spend of a row is unknown: a sum without it would be taken for all. */
export function spendSum<Row extends Spending>(rows: readonly Row[]): SpendSum<Row> | null {
  const spent = rows.flatMap((row) =>
    row.spend_month_to_date === null ? [] : [{ row, spent: amount(row.spend_month_to_date) }],
  );
  if (spent.length < rows.length || rows.length === 0) return null;
  const most = spent.reduce((top, each) => (each.spent > top.spent ? each : top));
  return { total: sum(spent.map((each) => each.spent)), top: most.spent > 0n ? most : null };
}
