import type { ReactNode } from 'react';
import type { LeakImpact } from '@bursar/contract';
import { ErrorNotice } from '../../components/error-notice.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { ImpactChartCard } from './impact-chart-card.js';
import { DaysCard, ModelsCard } from './impact-tables.js';
import { NeighboursCard } from './neighbours-card.js';
import { SincePicker } from './since-picker.js';
import type { Leak } from './use-leak.js';

interface ImpactViewProps {
  leak: Leak;
  now: string;
  onSince: (since: string) => void;
  /** What can be done about it. */
  steps: (impact: LeakImpact) => ReactNode;
}

/** What a key did since it leaked, with what can be done about it beside. */
export function ImpactView({ leak: { impact, by, error, retry, isLoading }, now, onSince, steps }: ImpactViewProps) {
  if (impact === null) return error === null ? <PageSkeleton /> : <ErrorNotice error={error} onRetry={retry} />;
  return (
    <>
      {error !== null && <ErrorNotice error={error} onRetry={retry} />}
      <div className="grid leak-impact">
        <div className="area-chart">
          <ImpactChartCard
            impact={impact}
            by={by}
            isLoading={isLoading}
            sincePicker={
              <SincePicker since={impact.since} firstHour={impact.first_hour_above} now={now} onSince={onSince} />
            }
          />
        </div>
        <div className="area-steps">{steps(impact)}</div>
        <ImpactTables impact={impact} />
      </div>
    </>
  );
}

/** By day, by model, and what else the owner has. */
export function ImpactTables({ impact }: { impact: LeakImpact }) {
  return (
    <>
      <div className="area-table">
        <DaysCard impact={impact} />
      </div>
      <div className="area-table">
        <ModelsCard impact={impact} />
      </div>
      <div className="area-table">
        <NeighboursCard impact={impact} />
      </div>
    </>
  );
}
