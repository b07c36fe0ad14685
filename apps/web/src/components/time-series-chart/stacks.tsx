import { useMemo } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { ChartBucket, ChartSeries, DrawnBucket } from './chart-data.js';
import { outlines, type Box } from './paths.js';

interface StacksProps {
  data: readonly DrawnBucket[];
  buckets: readonly ChartBucket[];
  series: readonly ChartSeries[];
  focused: string | null;
  hatch: string;
}

/** Space between the parts of a stack. */
const GAP = 1;
/** More bars than this stand close together, or they would be thinner than the space between them. */
const CROWDED = 100;
/** Bands narrower than this, in pixels, are filled from edge to edge: bars and spaces of a pixel each would be a grain. */
const THIN = 4;

/**
 * Stacked bars: costs upwards from zero, credits downwards, each part in its colour.
 *
 * Each series is one path over all buckets. An element for each part would be more than seven thousand of them for two
 * years of days, which take seconds to draw.
 */
export function Stacks({ data, buckets, series, focused, hatch }: StacksProps) {
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  const area = usePlotArea();
  const paths = useMemo(() => {
    if (xScale === undefined || yScale === undefined || area === undefined) return [];
    const all = data.map((datum): Bar | null => {
      const left = xScale(datum.key, { position: 'start' });
      const right = xScale(datum.key, { position: 'end' });
      const [top, bottom] = [yScale(datum.high), yScale(datum.low)];
      if (left === undefined || right === undefined || top === undefined || bottom === undefined) return null;
      return datum.high === datum.low ? null : { ...placed(left, right, data.length), top, bottom, datum };
    });
    const bars = all.filter((bar) => bar !== null);
    return series.map((_, index) => pathsOf(bars, index, buckets));
  }, [data, buckets, series, xScale, yScale, area]);
  return paths.map(({ whole, provisional }, index) => {
    const each = series[index];
    if (each === undefined || whole === '') return null;
    return (
      <g key={each.id} className={focused !== null && focused !== each.id ? 'dimmed' : undefined}>
        <path className="chart-bars" d={whole} fill={each.color} />
        {provisional !== '' && <path d={provisional} fill={`url(#${hatch})`} />}
      </g>
    );
  });
}

interface Bar {
  x: number;
  width: number;
  top: number;
  bottom: number;
  datum: DrawnBucket;
}

/** Where a bar lies in its band; whole pixels wide, so that all are equally wide. */
function placed(left: number, right: number, count: number): { x: number; width: number } {
  if (right - left < THIN) return { x: Math.round(left), width: Math.max(1, Math.round(right) - Math.round(left)) };
  const space = (right - left) * (count > CROWDED ? 0.04 : 0.17);
  const width = right - left - 2 * space;
  return { x: left + space, width: width > 1 ? Math.floor(width) : width };
}

function pathsOf(bars: readonly Bar[], series: number, buckets: readonly ChartBucket[]) {
  const whole: Box[] = [];
  const provisional: Box[] = [];
  for (const bar of bars) {
    const part = partOf(bar, series);
    if (part === null) continue;
    whole.push(part);
    if (buckets[bar.datum.index]?.state === 'provisional') provisional.push(part);
  }
  return { whole: outlines(whole), provisional: outlines(provisional) };
}

/** The part of one series in a bar, above those that lie between it and zero. */
function partOf({ x, width, top, bottom, datum }: Bar, series: number): Box | null {
  const scale = (bottom - top) / (datum.high - datum.low);
  const value = datum.values[series] ?? 0;
  if (value === 0) return null;
  let before = 0;
  for (let index = 0; index < series; index++) {
    const other = datum.values[index] ?? 0;
    if (other > 0 === value > 0) before += other;
  }
  const zero = top + datum.high * scale;
  const y = zero - (value > 0 ? before + value : before) * scale;
  const height = Math.abs(value) * scale;
  // A part thinner than the gap keeps its place: it would vanish otherwise.
  return { x, y, width, height: height > 2 * GAP ? height - GAP : height };
}
