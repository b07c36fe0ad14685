import { useTranslation } from 'react-i18next';
import { Delta } from '../../components/delta.js';
import { Sentence } from '../../components/sentence.js';
import type { Day } from '../../lib/days.js';
import { exact } from '../../lib/decimal.js';
import { during, rangeInWords } from '../../lib/format/days.js';
import { measureFormat } from './measure-format.js';
import { isUnknown, type OverviewFigures } from './use-usage-overview.js';

/** "5 of 11 things that OpenAI counts were used from 22 October to 20 November. Name: 3,204,377 input tokens, …" */
export function UsageOverviewAnswer({ figures, today }: { figures: OverviewFigures; today: Day }) {
  const { t } = useTranslation();
  const { all, used, range, previous } = figures;
  const first = used[0];
  if (first === undefined) {
    return isUnknown(figures)
      ? t('usage.overview.notCollected', { range: rangeInWords(range, today) })
      : t('usage.overview.nothing', { range: during(range, today) });
  }
  const format = measureFormat(first, t);
  return (
    <Sentence
      of={(mark) => {
        const figure = mark(
          <b>
            <data value={exact(first.now)} title={exact(first.now)}>
              {format.full(first.now)}
            </data>
          </b>,
        );
        const values = { name: first.label, figure };
        const lead =
          first.before === null
            ? t('usage.overview.first', values)
            : t('usage.overview.firstCompared', {
                ...values,
                delta: mark(<Delta now={first.now} before={first.before} />),
                before: rangeInWords(previous, today),
              });
        return t('usage.overview.answer', {
          used: mark(<b>{used.length}</b>),
          count: all.length,
          range: during(range, today),
          first: lead,
        });
      }}
    />
  );
}
