import { ChartColumnStacked, ChartLine, TrendingUp } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Segments } from '../../components/segments.js';
import type { ChartEvent } from '../../components/time-series-chart/chart-data.js';
import { ChartEvents, type EventsQuestion } from '../chart-events/chart-events.js';
import { EventsSwitch, type EventsChoice } from '../chart-events/events-switch.js';
import { ChartWithLegend, type DrawnReport } from './chart-with-legend.js';
import { groupingHead } from './dimension-words.js';
import type { Grouping } from './group-menus.js';
import type { ReportSeries } from './report.js';
import type { ChartKind } from './view-parts.js';

const ICONS = { bars: ChartColumnStacked, lines: ChartLine, cumulative: TrendingUp } as const;

interface ChartCardProps {
  title: string;
  drawn: DrawnReport;
  view: Grouping & { chart: ChartKind };
  /** What the figures can be drawn as. */
  kinds: readonly ChartKind[];
  onChart: (chart: ChartKind) => void;
  onOpen: (series: ReportSeries) => void;
  /** What happened at OpenAI meanwhile, where that is wanted. */
  events: EventsChoice & { question: EventsQuestion };
  foot?: ReactNode;
}

/** The chart, what it says in words, and its legend with totals and deltas. */
export function ChartCard({ title, drawn, view, kinds, onChart, onOpen, events, foot }: ChartCardProps) {
  const { t } = useTranslation();
  const [marked, setMarked] = useState<readonly ChartEvent[]>([]);
  const keys = useMemo(() => drawn.buckets.map(({ key }) => key), [drawn.buckets]);
  const isGrouped = view.groupBy !== null;
  return (
    <section className={isGrouped ? 'card chart-card' : 'card chart-card ungrouped'} aria-labelledby="chart-title">
      <div className="card-head">
        <h2 id="chart-title">{title}</h2>
        <EventsSwitch {...events} />
        <Segments<ChartKind>
          small
          label={t('explorer.chart.kind')}
          value={view.chart}
          options={kinds.map((value) => ({ value, label: t(`explorer.chart.${value}`), icon: ICONS[value] }))}
          onChange={onChart}
        />
      </div>
      <p className="card-caption">{drawn.words.sentence}</p>
      <div className="card-body">
        <ChartWithLegend
          drawn={drawn}
          mode={view.chart}
          head={isGrouped ? groupingHead(view, t) : null}
          events={marked}
          onOpen={onOpen}
        />
      </div>
      <ChartEvents isOn={events.isOn} question={events.question} keys={keys} onEvents={setMarked} />
      {foot}
    </section>
  );
}
