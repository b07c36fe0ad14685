import { exact, type Amount } from '../../lib/decimal.js';
import type { ValueFormat } from './value-format.js';

interface ValueCellProps {
  value: Amount | null;
  format: ValueFormat;
  /** With its sign. */
  change?: boolean;
}

/** A number of a table, exact on hover. A dash stands where there are no rows, never for zero. */
export function ValueCell({ value, format, change = false }: ValueCellProps) {
  if (value === null) return <span className="none">{'\u2013'}</span>;
  return (
    <data className="money" value={exact(value)} title={exact(value)}>
      {change ? format.cellChange(value) : format.cell(value)}
    </data>
  );
}
