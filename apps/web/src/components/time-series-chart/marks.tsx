import { useMemo } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { ChartBucket, DrawnBucket } from './chart-data.js';
import { boxPath } from './paths.js';
import type { Run } from './runs.js';

interface MarksProps {
  data: readonly DrawnBucket[];
  buckets: readonly ChartBucket[];
  /** Parts that are drawn as an area and need no tick. */
  regions: readonly Run[];
  focused: string | null;
}

const STUB_HEIGHT = 22;

/** Over the bars: what the comparison's bucket came to, what is not billed yet, and what is missing. */
export function Marks({ data, buckets, regions, focused }: MarksProps) {
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  const area = usePlotArea();
  const paths = useMemo(() => {
    if (xScale === undefined || yScale === undefined || area === undefined) return null;
    const inRegion = new Set(regions.flatMap(({ keys }) => keys));
    const zero = yScale(0) ?? area.y + area.height;
    const found = { before: '', pending: '', missing: '' };
    for (const { key, index, previous } of data) {
      const left = xScale(key, { position: 'start' });
      const right = xScale(key, { position: 'end' });
      if (left === undefined || right === undefined) continue;
      const width = right - left;
      const state = buckets[index]?.state;
      const at = previous === null ? undefined : yScale(previous);
      if (at !== undefined) {
        found.before += boxPath({ x: left + width * 0.06, y: at - 1, width: width * 0.88, height: 2 });
      }
      if (state === 'pending') {
        const y = zero - STUB_HEIGHT;
        found.pending += boxPath({ x: left + width * 0.17, y, width: width * 0.66, height: STUB_HEIGHT });
      }
      if (state === 'missing' && !inRegion.has(key)) {
        found.missing += boxPath({ x: left, y: zero + 1, width: Math.max(width, 2), height: 4 });
      }
    }
    return found;
  }, [data, buckets, regions, xScale, yScale, area]);
  if (paths === null) return null;
  return (
    <g aria-hidden="true" pointerEvents="none">
      {focused === null && <path d={paths.before} fill="var(--text)" />}
      <path d={paths.pending} fill="none" stroke="var(--text-3)" strokeWidth={1.25} strokeDasharray="3 2.5" />
      <path d={paths.missing} fill="var(--critical-mark)" />
    </g>
  );
}
