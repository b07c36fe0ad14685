import { useActiveTooltipLabel, useIsTooltipActive, usePlotArea, useXAxisScale } from 'recharts';
import type { ChartBucket, ChartSpan } from './chart-data.js';
import { runsOf, type Run } from './runs.js';

/** Where a run of buckets lies in the plot. */
function usePlace(): ((run: Run) => { x: number; y: number; width: number; height: number }) | null {
  const xScale = useXAxisScale();
  const area = usePlotArea();
  if (xScale === undefined || area === undefined) return null;
  return ({ first, last }) => {
    const left = xScale(first, { position: 'start' }) ?? area.x;
    const right = xScale(last, { position: 'end' }) ?? left;
    return { x: left, y: area.y, width: Math.max(0, right - left), height: area.height };
  };
}

/** Narrower than this, the words would not fit; the key below the chart has them too. */
const WORDS_WIDTH = 96;

/** Behind the drawing: the part that is not collected, as an area and never as zero. */
export function Regions({ missing, label }: { missing: readonly Run[]; label: string }) {
  const place = usePlace();
  if (place === null) return null;
  return (
    <g aria-hidden="true">
      {missing.map((run) => {
        const box = place(run);
        return (
          <g key={run.first}>
            <rect {...box} fill="var(--sunken)" stroke="var(--line-control)" strokeDasharray="3 3" />
            {box.width > WORDS_WIDTH && (
              <text className="region-label" x={box.x + box.width / 2} y={box.y + box.height / 2} textAnchor="middle">
                {label}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

/** Behind the drawing: a part that has a meaning of its own, which begins with a dashed line. */
export function SpanArea({ span: { first, last, title, text } }: { span: ChartSpan }) {
  const place = usePlace();
  if (place === null) return null;
  const box = place({ first, last, keys: [] });
  const edge = `M${box.x} ${box.y}v${box.height}`;
  return (
    <g aria-hidden="true">
      <rect {...box} fill="var(--ok-bg)" />
      <path d={edge} stroke="var(--ok-mark)" strokeWidth={1.25} strokeDasharray="3 3" />
      {box.width > WORDS_WIDTH && (
        <text className="span-label" x={box.x + 8} y={box.y + 16}>
          <tspan className="span-title">{title}</tspan>
          <tspan x={box.x + 8} dy={14}>
            {text}
          </tspan>
        </text>
      )}
    </g>
  );
}

/** Behind lines, which cannot carry a hatch themselves: the days that may still change. */
export function Provisional({ buckets, hatch }: { buckets: readonly ChartBucket[]; hatch: string }) {
  const place = usePlace();
  if (place === null) return null;
  return (
    <g aria-hidden="true">
      {runsOf(buckets, ({ state }) => state === 'provisional').map((run) => (
        <g key={run.first}>
          <rect {...place(run)} fill="var(--line)" opacity={0.7} />
          <rect {...place(run)} fill={`url(#${hatch})`} />
        </g>
      ))}
    </g>
  );
}

/** Behind the bar that the tooltip speaks of. */
export function BandCursor() {
  const place = usePlace();
  const label = useActiveTooltipLabel();
  const isActive = useIsTooltipActive();
  if (place === null || !isActive || label === undefined) return null;
  const key = String(label);
  return <rect {...place({ first: key, last: key, keys: [key] })} fill="var(--sunken)" aria-hidden="true" />;
}
