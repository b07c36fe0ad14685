import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Delta } from '../../components/delta.js';
import { Sentence } from '../../components/sentence.js';
import { exact, ZERO } from '../../lib/decimal.js';
import { deltaOf } from '../../lib/deltas.js';
import { day } from '../../lib/format/days.js';
import { lastDay } from '../../lib/days.js';
import { countFilters } from '../explorer/filters.js';
import type { PlaceRange } from '../explorer/report.js';
import type { ValueFormat } from '../explorer/value-format.js';
import { spanDuring, spanInWords } from './time-labels.js';
import { daysIn, type UsageFigures } from './usage-figures.js';
import { isNarrow } from './usage-range.js';

/** "Name: 1,204,377 input tokens from 1 to 20 November, ↑ +16.1% (+167,033) on 2 to 31 October." */
export function UsageAnswer({ figures, format }: { figures: UsageFigures; format: ValueFormat }) {
  const { t } = useTranslation();
  const { report, counted, comparison, view, capability, combine, bucket } = figures;
  const name = capability.label;
  if (report === null) return <>{t('usage.explorer.notOver', { name, width: t(`usage.explorer.width.${bucket}`) })}</>;
  const { range } = counted;
  if (range === null) return <>{t('usage.explorer.notCollected', { name })}</>;
  const filters = countFilters(view);
  const { total, previousTotal } = report;
  return (
    <Sentence
      of={(mark) => {
        const value = (
          <data value={exact(total)} title={exact(total)}>
            {format.full(total)}
          </data>
        );
        const figure = mark(<b>{total === ZERO ? t('usage.explorer.nothing') : value}</b>);
        const bare =
          combine === 'level'
            ? t('usage.explorer.level', { name, figure, range: endOf(figures, range, t) })
            : t('usage.explorer.fact', { name, figure, range: spanDuring(figures, range, t) });
        const fact = filters > 0 ? t('usage.explorer.filtered', { fact: bare, count: filters }) : bare;
        if (counted.missing.length > 0) return t('usage.explorer.gaps', { fact });
        const isNothing = total === ZERO && previousTotal === ZERO;
        if (previousTotal === null || comparison.range === null || isNothing)
          return t('usage.explorer.alone', { fact });
        const change = mark(
          <span title={exact(total - previousTotal)}>{format.fullChange(total - previousTotal)}</span>,
        );
        const before =
          combine === 'level' ? endOf(figures, comparison.range, t) : spanInWords(figures, comparison.range, t);
        if (deltaOf(total, previousTotal).kind !== 'percent')
          return t('usage.explorer.changed', { fact, change, before });
        const delta = mark(<Delta now={total} before={previousTotal} />);
        return t('usage.explorer.compared', { fact, delta, change, before });
      }}
    />
  );
}

/** The last day of a range, which a height is of; the range where it is narrower than days. */
function endOf(figures: UsageFigures, range: PlaceRange, t: TFunction): string {
  return isNarrow(figures.bucket) ? spanInWords(figures, range, t) : day.long(lastDay(daysIn(range)));
}
