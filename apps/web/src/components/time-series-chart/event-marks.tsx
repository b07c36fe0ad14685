import { usePlotArea, useXAxisScale } from 'recharts';
import type { ChartEvent } from './chart-data.js';

const RADIUS = 8;
/** From the middle of the circles to the plot. */
const ABOVE = 12;

/** Circles above the plot, each with a dotted line through what was drawn then. */
export function EventMarks({ events }: { events: readonly ChartEvent[] }) {
  const xScale = useXAxisScale();
  const area = usePlotArea();
  if (xScale === undefined || area === undefined) return null;
  const places = events.flatMap(({ mark, key }) => {
    const left = xScale(key, { position: 'start' });
    const right = xScale(key, { position: 'end' });
    return left === undefined || right === undefined ? [] : [{ mark, key, x: Math.round((left + right) / 2) }];
  });
  const y = area.y - ABOVE;
  return (
    <g className="event-marks" aria-hidden="true" pointerEvents="none">
      {withCrowding(places).map(({ mark, key, x, isCrowded }) => (
        <g key={key}>
          <path d={`M${x} ${y + RADIUS}V${area.y + area.height}`} />
          <circle cx={x} cy={isCrowded ? area.y - 2 : y} r={isCrowded ? 2 : RADIUS} />
          {!isCrowded && (
            <text x={x} y={y + 3.5} textAnchor="middle">
              {mark}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

/** Circles that would lie on each other are dots instead: their texts stand below the chart all the same. */
function withCrowding<Place extends { x: number }>(places: readonly Place[]): (Place & { isCrowded: boolean })[] {
  let before = -Infinity;
  return places.map((place) => {
    const isCrowded = place.x - before < 2 * RADIUS + 1;
    if (!isCrowded) before = place.x;
    return { ...place, isCrowded };
  });
}
