import type { ReactNode } from 'react';
import { exact, type Amount } from '../lib/decimal.js';
import { money, moneyWhole } from '../lib/format/money.js';
import './stat-tile.css';

/** Two to four figures in one bordered strip. */
export function StatTiles({ children }: { children: ReactNode }) {
  return <dl className="tiles">{children}</dl>;
}

interface StatTileProps {
  label: string;
  /** Null: nothing is known, which is not zero. */
  value: Amount | null;
  currency: string;
  stale?: boolean;
  context?: ReactNode;
  more?: ReactNode;
}

export function StatTile({ label, value, currency, stale = false, context, more }: StatTileProps) {
  return (
    <div className="tile">
      <dt>{label}</dt>
      <dd className={stale ? 'figure stale' : 'figure'}>
        {value === null ? (
          <span className="none">{'\u2013'}</span>
        ) : (
          <data value={exact(value)} title={`${exact(value)} ${currency.toUpperCase()}`}>
            <span className="wide-figure">{money(value, currency)}</span>
            <span className="narrow-figure">{moneyWhole(value, currency)}</span>
          </data>
        )}
      </dd>
      {context !== undefined && <dd>{context}</dd>}
      {more !== undefined && <dd>{more}</dd>}
    </div>
  );
}

interface FactTileProps {
  label: string;
  /** A figure that is not money. */
  children: ReactNode;
  context?: ReactNode;
}

export function FactTile({ label, children, context }: FactTileProps) {
  return (
    <div className="tile">
      <dt>{label}</dt>
      <dd className="figure">{children}</dd>
      {context !== undefined && <dd>{context}</dd>}
    </div>
  );
}
