import { CloudDownload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { dayOf } from '../../lib/days.js';
import { day, month } from '../../lib/format/days.js';
import { spellMonth } from '../../lib/ranges.js';
import { isUnknown, type OverviewFigures } from './use-usage-overview.js';

interface NothingUsedProps {
  figures: OverviewFigures;
  onRange: (range: string) => void;
}

/** No card to show: because nothing was used, or because nothing is collected. */
export function NothingUsed({ figures, onRange }: NothingUsedProps) {
  const { t } = useTranslation();
  const { all, range } = figures;
  const last = all
    .flatMap(({ last_activity: at }) => at ?? [])
    .sort()
    .at(-1);
  if (isUnknown(figures)) {
    return (
      <section className="card">
        <EmptyState title={t('usage.empty.missing.title')} icon={CloudDownload}>
          {t('usage.empty.missing.text')}
        </EmptyState>
      </section>
    );
  }
  const lastDay = last === undefined ? null : dayOf(last);
  const isElsewhere = lastDay !== null && (lastDay < range.start || lastDay >= range.end);
  return (
    <section className="card">
      <EmptyState
        title={t('usage.overview.empty.title')}
        actions={
          isElsewhere && (
            <button type="button" className="control" onClick={() => onRange(spellMonth(lastDay))}>
              {t('usage.overview.empty.goTo', { month: month.longYear(lastDay) })}
            </button>
          )
        }
      >
        {t('usage.overview.empty.text')}{' '}
        {lastDay !== null && t('usage.overview.empty.lastActive', { day: day.full(lastDay) })}
      </EmptyState>
    </section>
  );
}
