import { useId } from 'react';
import { isWhole, type Strip, type TimeSpan } from './strips.js';

const WIDTH = 360;
const HEIGHT = 14;
/** A gap is never thinner: an hour of a year would not be seen. */
const SMALLEST_GAP = 4;

/** Stored, may still change, gap, not stored, from the oldest instant that is collected to now. Its text stands beside. */
export function CoverageStrip({ strip }: { strip: Strip }) {
  const hatch = `strip${useId()}`;
  const start = Date.parse(strip.start);
  const end = Date.parse(strip.end);
  const x = (instant: string): number => {
    const share = end === start ? 0 : (Date.parse(instant) - start) / (end - start);
    return Math.min(1, Math.max(0, share)) * WIDTH;
  };
  const box = (span: TimeSpan) =>
    isWhole(span)
      ? { x: 0, y: 1, width: WIDTH, height: 12 }
      : { x: x(span.start), y: 1, width: Math.max(0, x(span.end) - x(span.start)), height: 12 };
  const newest = strip.stored.at(-1)?.end ?? null;
  const { provisionalFrom } = strip;
  return (
    <svg className="coverage-strip" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.8" height="5" fill="var(--hatch)" opacity=".72" />
        </pattern>
      </defs>
      <rect x={0} y={1} width={WIDTH} height={12} fill="var(--sunken)" stroke="var(--line-strong)" />
      {strip.stored.map((span) => (
        <rect key={span.start} {...box(span)} fill="var(--s1)" />
      ))}
      {provisionalFrom !== null && newest !== null && provisionalFrom < newest && (
        <rect {...box({ start: provisionalFrom, end: newest })} fill={`url(#${hatch})`} />
      )}
      {strip.gaps.map((gap, index) => {
        const { x: left, width, ...rest } = box(gap);
        const wide = Math.max(SMALLEST_GAP, width);
        return <rect key={index} {...rest} x={Math.min(left, WIDTH - wide)} width={wide} fill="var(--critical-mark)" />;
      })}
    </svg>
  );
}
