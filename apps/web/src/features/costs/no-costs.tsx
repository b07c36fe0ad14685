import { CloudDownload, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { addDays, addMonths, dayOf, midnight } from '../../lib/days.js';
import { day, month } from '../../lib/format/days.js';
import { useCosts } from '../../lib/queries.js';
import { spellMonth } from '../../lib/ranges.js';
import { countFilters } from '../explorer/filters.js';
import type { CostFigures } from './cost-figures.js';
import type { ChangeView } from './use-costs-view.js';

const LOOK_BACK_MONTHS = 12;

/** Nothing to draw: because nothing was billed, because it is too early, or because it is not collected. */
export function NoCosts({ figures, change }: { figures: CostFigures; change: ChangeView }) {
  const { t } = useTranslation();
  const { counted, view, asked } = figures;
  const filters = countFilters(view);
  const isMissing = counted.missing.length > 0 && counted.range === null;
  const isEarly = !isMissing && counted.range === null;
  const { data } = useCosts({
    start: midnight(addMonths(asked.start, -LOOK_BACK_MONTHS)),
    end: midnight(addDays(figures.today, 1)),
    bucket: 'day',
  });
  const lastPoint = data?.points.at(-1);
  const last = lastPoint === undefined ? null : dayOf(lastPoint.start);
  const known = last === null ? t('costs.empty.neverBilled') : t('costs.empty.lastBilled', { day: day.full(last) });
  const actions = (
    <>
      {filters > 0 && (
        <button type="button" className="control" onClick={() => change({ filters: {}, without: [] })}>
          {t('costs.empty.clear', { count: filters })}
        </button>
      )}
      {last !== null && (
        <button
          type="button"
          className={filters > 0 ? 'link-button' : 'control'}
          onClick={() => change({ range: spellMonth(last) })}
        >
          {t('costs.empty.goTo', { month: month.longYear(last) })}
        </button>
      )}
    </>
  );
  const words = isMissing ? 'costs.empty.missing' : isEarly ? 'costs.empty.early' : 'costs.empty.nothing';
  return (
    <section className="card">
      <EmptyState
        title={t(`${words}.title`)}
        actions={actions}
        {...(isMissing ? { icon: CloudDownload } : isEarly ? { icon: Hourglass } : {})}
      >
        {t(`${words}.text`, { count: counted.billed })} {known}
      </EmptyState>
    </section>
  );
}
