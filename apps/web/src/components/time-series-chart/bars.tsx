import type { BarShapeProps } from 'recharts';
import type { ChartBucket, ChartSeries, DrawnBucket } from './chart-data.js';

interface StackShapeProps extends Partial<BarShapeProps> {
  buckets: readonly ChartBucket[];
  series: readonly ChartSeries[];
  focused: string | null;
  hatch: string;
}

interface Part {
  series: ChartSeries;
  y: number;
  height: number;
}

/** Space between the parts of a stack. */
const GAP = 1;

/** One stacked bar: costs upwards from zero, credits downwards, each part in its colour. */
export function StackShape({ buckets, series, focused, hatch, ...bar }: StackShapeProps) {
  // The library hands the datum over untyped; it is one of those that the chart was given.
  const datum = bar.payload as DrawnBucket | undefined;
  const { x = 0, y = 0, width = 0, height = 0 } = bar;
  if (datum === undefined || datum.high === datum.low) return null;
  const parts = partsOf(datum, series, Math.min(y, y + height), Math.abs(height));
  const provisional = buckets[datum.index]?.state === 'provisional';
  return (
    <g>
      {parts.map((part) => {
        const place = { x, y: part.y, width, height: part.height };
        return (
          <g key={part.series.id} className={focused !== null && focused !== part.series.id ? 'dimmed' : undefined}>
            <rect {...place} fill={part.series.color} />
            {provisional && <rect {...place} fill={`url(#${hatch})`} />}
          </g>
        );
      })}
    </g>
  );
}

function partsOf(datum: DrawnBucket, series: readonly ChartSeries[], top: number, height: number): Part[] {
  const scale = height / (datum.high - datum.low);
  const zero = top + datum.high * scale;
  let above = zero;
  let below = zero;
  const parts: Part[] = [];
  series.forEach((each, index) => {
    const length = (datum.values[index] ?? 0) * scale;
    if (length === 0) return;
    const start = length > 0 ? above - length : below;
    if (length > 0) above -= length;
    else below -= length;
    const size = Math.abs(length);
    // A part thinner than the gap keeps its place: it would vanish otherwise.
    parts.push({ series: each, y: start, height: size > 2 * GAP ? size - GAP : size });
  });
  return parts;
}
