import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { cumulated, drawnBuckets, extent, labelled, roundScale, type DrawnBucket } from './chart-data.js';
import type { ChartProps } from './chart-props.js';
import { ChartTooltip } from './chart-tooltip.js';
import { Marks } from './marks.js';
import { BandCursor, Provisional, Regions } from './regions.js';
import { missingRegions } from './runs.js';
import { Stacks } from './stacks.js';

const MARGIN = { top: 14, right: 4, bottom: 0, left: 0 };

/** Bars, lines or running sums over time. The only importer of the drawing library. */
export function Chart(props: ChartProps) {
  const { t } = useTranslation();
  const { series, mode, summary, formatAxis, focused } = props;
  const hatch = `hatch${useId()}`;
  const buckets = useMemo(
    () => (mode === 'cumulative' ? cumulated(props.buckets) : props.buckets),
    [props.buckets, mode],
  );
  const data = useMemo(() => drawnBuckets(buckets), [buckets]);
  const scale = useMemo(() => roundScale(extent(data, mode)), [data, mode]);
  const regions = useMemo(() => missingRegions(buckets), [buckets]);
  const labels = useMemo(() => new Map(buckets.map(({ key, tick }) => [key, tick])), [buckets]);
  const ticks = useMemo(() => labelled(buckets), [buckets]);
  return (
    <div className="chart-plot">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={data} margin={MARGIN} role="application" aria-label={summary}>
          <defs>
            <Hatch id={hatch} />
          </defs>
          <CartesianGrid vertical={false} verticalCoordinatesGenerator={NO_LINES} stroke="var(--grid)" />
          <XAxis
            dataKey="key"
            scale="band"
            ticks={ticks}
            tickFormatter={(key: string) => labels.get(key)?.() ?? ''}
            tickLine={false}
            axisLine={false}
            interval="equidistantPreserveStart"
            minTickGap={8}
            height={22}
          />
          <YAxis
            domain={[scale.low, scale.high]}
            ticks={scale.ticks}
            allowDataOverflow
            interval={0}
            tickFormatter={formatAxis}
            tickLine={false}
            axisLine={false}
            width={axisWidth(scale.ticks.map(formatAxis))}
          />
          <Regions missing={regions} label={t('words.notCollected')} />
          {mode !== 'bars' && <Provisional buckets={buckets} hatch={hatch} />}
          {mode === 'bars' && <BandCursor />}
          <Tooltip
            content={<ChartTooltip buckets={buckets} series={series} mode={mode} formatValue={props.formatValue} />}
            includeHidden={mode === 'bars'}
            cursor={mode === 'bars' ? false : { stroke: 'var(--axis)' }}
            isAnimationActive={false}
            offset={mode === 'bars' ? Math.max(10, 380 / Math.max(data.length, 1)) : 14}
            position={{ y: 4 }}
            wrapperStyle={{ zIndex: 5 }}
          />
          {mode === 'bars' ? ANCHOR : lines(props)}
          {mode === 'bars' && <Stacks {...{ data, buckets, series, focused, hatch }} />}
          <ReferenceLine y={0} stroke="var(--axis)" />
          {mode === 'bars' && <Marks data={data} buckets={buckets} regions={regions} focused={focused} />}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

/** Of a digit of the axis, in pixels: its type is 11 pixels high. */
const DIGIT = 6.8;
/** From the labels to the plot, and a little for the letters that are wider than a digit. */
const LABEL_SPACE = 9;

/** Told by the length of the labels: the library would draw everything, measure them, and draw everything again. */
const axisWidth = (labels: readonly string[]): number =>
  Math.ceil(Math.max(0, ...labels.map((label) => label.length)) * DIGIT) + LABEL_SPACE;

/** Stripes of the surface over the full colour: the amount may still change, the series stays recognizable. */
function Hatch({ id }: { id: string }) {
  return (
    <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="1.8" height="5" fill="var(--hatch)" opacity=".72" />
    </pattern>
  );
}

/** The grid has no lines for buckets: the library would measure all labels to place them, and then not draw them. */
const NO_LINES = (): number[] => [];

/** Not drawn: the tooltip speaks of the points of a line, and bars are drawn without the library. */
const ANCHOR = <Line hide dataKey="high" isAnimationActive={false} />;

function lines({ series, mode, focused, buckets }: ChartProps) {
  const common = { type: 'linear', dot: false, activeDot: { r: 3 }, isAnimationActive: false } as const;
  const hasPrevious = buckets.some(({ previous }) => previous !== null);
  // Over lines of single series a line of all of them would flatten every one of them.
  const whole = mode === 'cumulative' || series.length < 2;
  return [
    ...series.map(({ id, color }, index) => (
      <Line
        key={id}
        {...common}
        className={focused !== null && focused !== id ? 'dimmed' : ''}
        dataKey={({ values }: DrawnBucket) => values[index]}
        stroke={color}
        strokeWidth={2}
      />
    )),
    whole && hasPrevious && (
      <Line
        key=":previous"
        {...common}
        dataKey="previous"
        stroke="var(--previous)"
        strokeWidth={1.25}
        activeDot={false}
      />
    ),
    mode === 'cumulative' && series.length > 1 && (
      <Line key=":total" {...common} dataKey="total" stroke="var(--text)" strokeWidth={2} />
    ),
  ];
}
