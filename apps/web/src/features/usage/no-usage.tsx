import { CloudDownload, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { countFilters } from '../explorer/filters.js';
import type { UsageFigures } from './usage-figures.js';
import { isNarrow } from './usage-range.js';
import type { ChangeUsageView } from './use-usage-view.js';

/** Nothing to draw: because nothing was used, because it is too early, or because it is not collected. */
export function NoUsage({ figures, change }: { figures: UsageFigures; change: ChangeUsageView }) {
  const { t } = useTranslation();
  const { counted, view, report, bucket } = figures;
  const filters = countFilters(view);
  const kind = report === null ? 'early' : counted.range === null && counted.missing.length > 0 ? 'missing' : 'nothing';
  const icon = kind === 'early' ? { icon: Hourglass } : kind === 'missing' ? { icon: CloudDownload } : {};
  return (
    <section className="card">
      <EmptyState
        title={t(`usage.empty.${kind}.title`)}
        {...icon}
        actions={
          <>
            <button type="button" className="control" onClick={() => change({ range: '30d', bucket: null })}>
              {t(isNarrow(bucket) ? 'usage.empty.byDay' : 'usage.empty.month')}
            </button>
            {filters > 0 && (
              <button type="button" className="link-button" onClick={() => change({ filters: {}, without: [] })}>
                {t('usage.empty.clear', { count: filters })}
              </button>
            )}
          </>
        }
      >
        {t(`usage.empty.${kind}.text`)}
      </EmptyState>
    </section>
  );
}
