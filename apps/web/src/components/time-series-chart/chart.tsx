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
import { EventMarks } from './event-marks.js';
import { Marks } from './marks.js';
import { BandCursor, Provisional, Regions, SpanArea } from './regions.js';
import { missingRegions } from './runs.js';
import { Stacks } from './stacks.js';

const MARGIN = { top: 14, right: 4, bottom: 0, left: 0 };
/** Room for the circles of events. */
const MARGIN_BELOW_EVENTS = { ...MARGIN, top: 30 };

/** Bars, lines or running sums over time. The only importer of the drawing library. */
export function Chart(props: ChartProps) {
  const { t } = useTranslation();
  const { series, mode, summary, formatAxis, focused } = props;
  const hatch = `hatch${useId()}`;
  const buckets = useMemo(
    () => (mode === 'cumulative' ? cumulated(props.buckets) : props.buckets),
    [props.buckets, mode],
  );
  const stacked = useMemo(() => series.filter(({ isLine }) => isLine !== true), [series]);
  const data = useMemo(() => drawnBuckets(buckets, stacked.length), [buckets, stacked.length]);
  const scale = useMemo(() => roundScale(extent(data, mode, stacked.length)), [data, mode, stacked.length]);
  const regions = useMemo(() => missingRegions(buckets), [buckets]);
  const labels = useMemo(() => new Map(buckets.map(({ key, tick }) => [key, tick])), [buckets]);
  const ticks = useMemo(() => props.ticks ?? labelled(buckets), [props.ticks, buckets]);
  const { events = [], span = null } = props;
  return (
    <div className="chart-plot">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={data}
          margin={events.length > 0 ? MARGIN_BELOW_EVENTS : MARGIN}
          role="application"
          aria-label={summary}
        >
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
          {span !== null && <SpanArea span={span} />}
          {mode !== 'bars' && <Provisional buckets={buckets} hatch={hatch} />}
          {mode === 'bars' && <BandCursor />}
          <Tooltip
            content={<ChartTooltip {...{ buckets, series, mode, events }} formatValue={props.formatValue} />}
            includeHidden={mode === 'bars'}
            cursor={mode === 'bars' ? false : { stroke: 'var(--axis)' }}
            isAnimationActive={false}
            offset={mode === 'bars' ? Math.max(10, 380 / Math.max(data.length, 1)) : 14}
            position={{ y: 4 }}
            wrapperStyle={{ zIndex: 5 }}
          />
          {mode === 'bars' ? ANCHOR : lines(props)}
          {mode === 'bars' && <Stacks {...{ data, buckets, series: stacked, focused, hatch }} />}
          {mode === 'bars' && linesOverBars(series)}
          <ReferenceLine y={0} stroke="var(--axis)" />
          {mode === 'bars' && <Marks data={data} buckets={buckets} regions={regions} focused={focused} />}
          {events.length > 0 && <EventMarks events={events} />}
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

/** With an edge of the surface's colour, by which they stay apart from the bars behind them. */
function linesOverBars(series: ChartProps['series']) {
  const common = { type: 'linear', dot: false, activeDot: false, isAnimationActive: false } as const;
  return series.flatMap(({ id, color, isLine }, index) => {
    if (isLine !== true) return [];
    const dataKey = ({ values }: DrawnBucket) => values[index];
    return [
      <Line key={`${id}:edge`} {...common} dataKey={dataKey} stroke="var(--surface)" strokeWidth={5} />,
      <Line key={id} {...common} dataKey={dataKey} stroke={color} strokeWidth={2} />,
    ];
  });
}

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
