import { useId } from 'react';
import type { FeedStatus } from '@bursar/contract';
import { openGaps } from './freshness.js';

const WIDTH = 360;
const HEIGHT = 14;
/** A gap is never thinner: an hour of a year would not be seen. */
const SMALLEST_GAP = 4;

/** Stored, may still change, gap, not stored, from the oldest day the feed collects to now. Its text stands beside. */
export function CoverageStrip({ feed, now }: { feed: FeedStatus; now: string }) {
  const hatch = `strip${useId()}`;
  const start = Date.parse(feed.history_start ?? now);
  const end = Date.parse(now);
  const x = (instant: string): number => {
    const share = end === start ? 0 : (Date.parse(instant) - start) / (end - start);
    return Math.min(1, Math.max(0, share)) * WIDTH;
  };
  const box = (from: string, to: string) => ({ x: x(from), y: 1, width: Math.max(0, x(to) - x(from)), height: 12 });
  const stored = feed.coverage;
  const newest = stored.at(-1)?.end ?? null;
  return (
    <svg className="coverage-strip" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.8" height="5" fill="var(--hatch)" opacity=".72" />
        </pattern>
      </defs>
      <rect x={0} y={1} width={WIDTH} height={12} fill="var(--sunken)" stroke="var(--line-strong)" />
      {feed.kind === 'directory' && feed.last_success_at !== null && (
        <rect x={0} y={1} width={WIDTH} height={12} fill="var(--s1)" />
      )}
      {stored.map((span) => (
        <rect key={span.start} {...box(span.start, span.end)} fill="var(--s1)" />
      ))}
      {feed.provisional_from !== null && newest !== null && feed.provisional_from < newest && (
        <rect {...box(feed.provisional_from, newest)} fill={`url(#${hatch})`} />
      )}
      {openGaps(feed).map((gap) => {
        const { x: left, width, ...rest } = box(gap.start, gap.end);
        const wide = Math.max(SMALLEST_GAP, width);
        return (
          <rect key={gap.start} {...rest} x={Math.min(left, WIDTH - wide)} width={wide} fill="var(--critical-mark)" />
        );
      })}
    </svg>
  );
}
