import { lazy, Suspense } from 'react';
import type { ChartEvent } from '../../components/time-series-chart/chart-data.js';
import { useMay } from '../../lib/session.js';

/** Of what events are asked: of the time that a chart shows, and of what it is filtered to. */
export interface EventsQuestion {
  /** Days, or instants; `end` does not belong. */
  start: string;
  end: string;
  projectIds: readonly string[];
  keyIds: readonly string[];
}

interface ChartEventsProps {
  question: EventsQuestion;
  /** Starts of the chart's buckets, in order. */
  keys: readonly string[];
  /** Told what is to be drawn; has to stay the same function. */
  onEvents: (events: readonly ChartEvent[]) => void;
}

// The words of two hundred types of events are for those who want to see some.
const LateEvents = lazy(async () => ({ default: (await import('./events-foot.js')).EventsFoot }));

/** What happened at OpenAI in the time of a chart: marks for the drawing, and the same in words below it. */
export function ChartEvents({ isOn, ...props }: ChartEventsProps & { isOn: boolean }) {
  const mayRead = useMay('audit_events.read');
  if (!isOn || !mayRead) return null;
  return (
    <Suspense fallback={<p className="card-foot skeleton chart-events-waiting" />}>
      <LateEvents {...props} />
    </Suspense>
  );
}
