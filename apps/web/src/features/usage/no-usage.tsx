import { CloudDownload, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { countFilters } from '../explorer/filters.js';
import type { UsageFigures } from './usage-figures.js';
import { isNarrow } from './usage-range.js';
import { USUAL_RANGE } from './usage-view.js';
import type { ChangeUsageView } from './use-usage-view.js';

/** Nothing to draw: because nothing was used, because it is too early, or because it is not collected. */
export function NoUsage({ figures, change }: { figures: UsageFigures; change: ChangeUsageView }) {
  const { t } = useTranslation();
  const { view, bucket } = figures;
  const filters = countFilters(view);
  const kind = whyNothing(figures, filters);
  const icon = kind === 'early' ? { icon: Hourglass } : kind === 'missing' ? { icon: CloudDownload } : {};
  return (
    <section className="card">
      <EmptyState
        title={t(`usage.empty.${kind}.title`)}
        {...icon}
        actions={
          <>
            {filters > 0 && (
              <button type="button" className="control" onClick={() => change({ filters: {}, without: [] })}>
                {t('usage.empty.clear', { count: filters })}
              </button>
            )}
            {(view.range !== USUAL_RANGE || isNarrow(bucket)) && (
              <button
                type="button"
                className={filters > 0 ? 'link-button' : 'control'}
                onClick={() => change({ range: USUAL_RANGE, bucket: null })}
              >
                {t(isNarrow(bucket) ? 'usage.empty.byDay' : 'usage.empty.month')}
              </button>
            )}
          </>
        }
      >
        {t(`usage.empty.${kind}.text`)} {kind === 'missing' && isNarrow(bucket) && t('usage.empty.missing.kept')}
      </EmptyState>
    </section>
  );
}

function whyNothing({ report, counted }: UsageFigures, filters: number): 'early' | 'missing' | 'filtered' | 'nothing' {
  if (report === null) return 'early';
  if (counted.range === null && counted.missing.length > 0) return 'missing';
  return filters > 0 ? 'filtered' : 'nothing';
}
