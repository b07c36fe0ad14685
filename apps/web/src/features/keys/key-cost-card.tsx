import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyDetail } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { Segments } from '../../components/segments.js';
import type { Day } from '../../lib/days.js';
import type { SearchParams } from '../../lib/search-params.js';
import { useToday } from '../../lib/today.js';
import { EventsSwitch } from '../chart-events/events-switch.js';
import { useEventsParameter } from '../chart-events/use-events-parameter.js';
import { ChartOrTable, useChartOrTable } from '../costs/chart-or-table.js';
import { DEFAULT_VIEW, type CostsView } from '../costs/costs-view.js';
import { SpendOverDays } from '../costs/spend-over-days.js';
import { last30Days } from '../directory/costs-link.js';
import { useCostFigures } from '../costs/use-cost-figures.js';

const RANGES = ['30d', '90d', '12m'] as const;
type Range = (typeof RANGES)[number];
/** More would make a question that no server takes. */
const DRAWN_KEYS = 50;

/** What the credential cost over all its rotations: by key where there are several, else by line item. */
export function KeyCostCard({ item }: { item: KeyDetail }) {
  const { t } = useTranslation();
  const isAdmin = item.kind === 'admin';
  const shown = useChartOrTable();
  const events = useEventsParameter();
  return (
    <section className="card key-cost" aria-labelledby="cost-title">
      <div className="card-head">
        <h2 id="cost-title">{t(item.lineage.length > 1 ? 'keys.detail.cost.title' : 'keys.detail.cost.titleOne')}</h2>
        {!isAdmin && (
          <>
            {shown === 'chart' && <EventsSwitch {...events} />}
            <RangeChoice />
            <ChartOrTable />
          </>
        )}
      </div>
      {isAdmin ? <p className="card-body secondary">{t('keys.detail.cost.admin')}</p> : <Cost item={item} />}
    </section>
  );
}

function Cost({ item: { lineage } }: { item: KeyDetail }) {
  const { t } = useTranslation();
  const today = useToday();
  const view = useCostView(
    lineage.map(({ id }) => id),
    today,
  );
  const { figures, error, retry } = useCostFigures(view, today);
  if (error !== null) {
    return (
      <div className="card-body">
        <ErrorNotice error={error} onRetry={retry} />
      </div>
    );
  }
  return (
    <>
      <SpendOverDays
        figures={figures}
        empty={(isMissing) => (
          <EmptyState title={t('keys.detail.cost.none')}>
            {t(isMissing ? 'keys.detail.cost.missingText' : 'keys.detail.cost.noneText')}
          </EmptyState>
        )}
      />
      {lineage.length > DRAWN_KEYS && (
        <p className="card-foot">{t('keys.detail.cost.tooMany', { count: DRAWN_KEYS })}</p>
      )}
    </>
  );
}

/** One object while the keys and the range stay, for a new one would be a new question. */
function useCostView(ids: readonly string[], today: Day | null): CostsView {
  const range = useRange();
  const keys = ids.slice(-DRAWN_KEYS).join('\n');
  return useMemo(() => {
    const drawn = keys.split('\n');
    return {
      ...DEFAULT_VIEW,
      // The same 30 days as the tiles.
      range: range === '30d' && today !== null ? last30Days(today) : range,
      groupBy: drawn.length > 1 ? 'api_key_id' : 'line_item',
      compare: 'none',
      filters: { api_key_id: drawn },
    };
  }, [keys, range, today]);
}

function useRange(): Range {
  const search: SearchParams = useSearch({ strict: false });
  return RANGES.find((each) => each === search['range']) ?? '30d';
}

function RangeChoice() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search: SearchParams = useSearch({ strict: false });
  const { range: _range, ...others } = search;
  return (
    <Segments<Range>
      small
      label={t('keys.detail.cost.range')}
      value={useRange()}
      options={RANGES.map((value) => ({ value, label: t(`keys.detail.cost.ranges.${value}`) }))}
      onChange={(range) =>
        void navigate({ to: '.', search: range === '30d' ? others : { ...others, range }, resetScroll: false })
      }
    />
  );
}
