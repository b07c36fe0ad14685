import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { ChartBucket, DrawnBucket } from './chart-data.js';
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
  if (xScale === undefined || yScale === undefined || area === undefined) return null;
  const inRegion = new Set(regions.flatMap(({ keys }) => keys));
  const zero = yScale(0) ?? area.y + area.height;
  return (
    <g aria-hidden="true" pointerEvents="none">
      {data.map(({ key, index, previous }) => {
        const left = xScale(key, { position: 'start' });
        const right = xScale(key, { position: 'end' });
        if (left === undefined || right === undefined) return null;
        const width = right - left;
        const state = buckets[index]?.state;
        const at = previous === null ? undefined : yScale(previous);
        return (
          <g key={key}>
            {at !== undefined && focused === null && (
              <rect x={left + width * 0.06} y={at - 1} width={width * 0.88} height={2} fill="var(--text)" />
            )}
            {state === 'pending' && (
              <rect
                x={left + width * 0.17}
                y={zero - STUB_HEIGHT}
                width={width * 0.66}
                height={STUB_HEIGHT}
                fill="none"
                stroke="var(--text-3)"
                strokeWidth={1.25}
                strokeDasharray="3 2.5"
              />
            )}
            {state === 'missing' && !inRegion.has(key) && (
              <rect x={left} y={zero + 1} width={Math.max(width, 2)} height={4} fill="var(--critical-mark)" />
            )}
          </g>
        );
      })}
    </g>
  );
}
