import { useTranslation } from 'react-i18next';
import { Delta } from '../../components/delta.js';
import { EntityName } from '../../components/entity-name.js';
import { Money } from '../../components/money.js';
import { Sentence } from '../../components/sentence.js';
import { addMonths } from '../../lib/days.js';
import { amount, magnitude, percentOf, ZERO, type Amount } from '../../lib/decimal.js';
import { deltaOf } from '../../lib/deltas.js';
import { month } from '../../lib/format/days.js';
import type { Movement } from '../explorer/movers.js';
import type { CostFigures } from '../costs/cost-figures.js';

/** A mover is named in the sentence when it makes at least a third of the change. */
const CAUSE_PERCENT = amount('33');

interface OverviewAnswerProps {
  figures: CostFigures;
  /** Total of the whole month before; null while it is unknown. */
  monthBefore: { total: Amount; currency: string } | null;
}

/** "You spent $X so far in November, ↑ +12% on the same 20 complete days of October." Complete billed days only. */
export function OverviewAnswer({ figures, monthBefore }: OverviewAnswerProps) {
  const { t } = useTranslation();
  const { report, counted, comparison, movement, today, nameOf } = figures;
  const names = { month: month.long(today), before: month.long(addMonths(today, -1)), count: counted.billed };
  return (
    <Sentence
      of={(mark) => {
        const bold = (value: Amount, currency: string): string =>
          mark(
            <b>
              <Money value={value} currency={currency} />
            </b>,
          );
        if (report === null || counted.range === null) {
          if (monthBefore === null) return t('overview.answer.earlyAlone', names);
          return t('overview.answer.early', { ...names, amount: bold(monthBefore.total, monthBefore.currency) });
        }
        const { total, previousTotal, currency } = report;
        if (total === ZERO && report.series.length === 0) return t('overview.answer.nothing', names);
        const figure = bold(total, currency);
        if (previousTotal === null || comparison.range === null) {
          return t('overview.answer.alone', { ...names, amount: figure });
        }
        const values = {
          ...names,
          amount: figure,
          before: month.long(comparison.range.start),
          change: mark(<Money value={total - previousTotal} currency={currency} change />),
        };
        const fact =
          deltaOf(total, previousTotal).kind === 'percent'
            ? t('overview.answer.compared', { ...values, delta: mark(<Delta now={total} before={previousTotal} />) })
            : t('overview.answer.changed', values);
        const cause = causeOf(movement);
        if (cause === null) return fact;
        const part = {
          amount: mark(<Money value={magnitude(cause.change)} currency={currency} />),
          name: mark(<EntityName name={nameOf(cause.group)} />),
        };
        return `${fact} ${cause.change > ZERO ? t('overview.answer.riseOf', part) : t('overview.answer.fallOf', part)}`;
      }}
    />
  );
}

/** The mover that explains the change: of its direction, and a good part of it. */
function causeOf(movement: Movement | null) {
  const first = movement?.movers[0];
  if (movement === null || first === undefined) return null;
  const part = percentOf(first.change, movement.change);
  const sameWay = first.change > ZERO === movement.change > ZERO;
  // More than the whole change is no part of it: others went the other way.
  const isPart = magnitude(first.change) <= magnitude(movement.change);
  return part !== null && sameWay && isPart && amount(part) >= CAUSE_PERCENT ? first : null;
}
