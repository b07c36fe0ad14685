import { toPixels, type Amount } from '../lib/decimal.js';

const WIDTH = 68;
const HEIGHT = 20;
const PAD = 3;

/** The shape of a few values in a table's cell. `label` says it in words. */
export function Sparkline({ values, label }: { values: readonly (Amount | null)[]; label: string }) {
  const drawn = values.map((value) => (value === null ? null : toPixels(value)));
  const known = drawn.filter((value) => value !== null);
  const low = Math.min(0, ...known);
  const high = Math.max(...known, low + 1e-9);
  const x = (index: number): number => PAD + (index * (WIDTH - 2 * PAD)) / Math.max(1, drawn.length - 1);
  const y = (value: number): number => HEIGHT - PAD - ((value - low) / (high - low)) * (HEIGHT - 2 * PAD);
  // A value that is not known breaks the line: no stroke runs over a gap.
  const path = drawn
    .map((value, index) =>
      value === null ? '' : `${lineTo(drawn, index)}${x(index).toFixed(1)} ${y(value).toFixed(1)}`,
    )
    .join('');
  const lastIndex = drawn.findLastIndex((value) => value !== null);
  const last = drawn[lastIndex];
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <path d={path} fill="none" stroke="var(--text-2)" strokeWidth="1.25" strokeLinejoin="round" />
      {last !== null && last !== undefined && <circle cx={x(lastIndex)} cy={y(last)} r="1.75" fill="var(--text-2)" />}
    </svg>
  );
}

const lineTo = (drawn: readonly (number | null)[], index: number): string =>
  index === 0 || drawn[index - 1] === null ? 'M' : 'L';
