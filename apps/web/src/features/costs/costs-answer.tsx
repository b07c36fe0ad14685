import { useTranslation } from 'react-i18next';
import { Delta } from '../../components/delta.js';
import { EntityName } from '../../components/entity-name.js';
import { Money } from '../../components/money.js';
import { Sentence } from '../../components/sentence.js';
import { ZERO } from '../../lib/decimal.js';
import { deltaOf } from '../../lib/deltas.js';
import { during, rangeInWords } from '../../lib/format/days.js';
import { countFilters } from '../explorer/filters.js';
import type { CostFigures } from './cost-figures.js';

/** "Acme Robotics was billed $19,992.73 from 1 to 20 November, ↑ +16.1% (+$2,767.45) on 1 to 20 October." */
export function CostsAnswer({ figures, organization }: { figures: CostFigures; organization: string | null }) {
  const { t } = useTranslation();
  const { report, counted, comparison, today, asked, view } = figures;
  if (report === null || counted.range === null) {
    const range = rangeInWords(asked, today);
    return (
      <>
        {counted.missing.length > 0
          ? t('costs.answer.notCollected', { range })
          : t('costs.answer.notBilled', { range })}
      </>
    );
  }
  const { total, previousTotal, currency } = report;
  const filters = countFilters(view);
  const whole = counted.range;
  const isNothing = total === ZERO && report.series.length === 0;
  return (
    <Sentence
      of={(mark) => {
        const figure = mark(
          <b>{isNothing ? t('costs.answer.nothing') : <Money value={total} currency={currency} />}</b>,
        );
        const who =
          organization === null
            ? t('costs.answer.you')
            : t('costs.answer.named', { name: mark(<EntityName name={organization} />) });
        const range = during(whole, today);
        const fact =
          filters > 0
            ? t('costs.answer.filtered', { amount: figure, range, count: filters })
            : t('costs.answer.fact', { who, amount: figure, range });
        const inside = counted.missing.filter((day) => day > whole.start && day < whole.end).length;
        if (inside > 0) return t('costs.answer.withGaps', { fact, count: inside });
        if (counted.missing.length > 0) return t('costs.answer.withEarlier', { fact, count: counted.missing.length });
        if (previousTotal === null || comparison.range === null) return t('costs.answer.alone', { fact });
        const change = mark(<Money value={total - previousTotal} currency={currency} change />);
        const before = rangeInWords(comparison.range, today);
        if (deltaOf(total, previousTotal).kind !== 'percent')
          return t('costs.answer.changed', { fact, change, before });
        const delta = mark(<Delta now={total} before={previousTotal} />);
        return t('costs.answer.compared', { fact, delta, change, before });
      }}
    />
  );
}
