import { useTranslation } from 'react-i18next';
import { Delta } from '../../components/delta.js';
import { EntityChip } from '../../components/entity-chip.js';
import { Sentence } from '../../components/sentence.js';
import { StatTile, StatTiles } from '../../components/stat-tile.js';
import { addDays, addMonths, dayCount } from '../../lib/days.js';
import { mean, percentOf, ZERO, type Amount } from '../../lib/decimal.js';
import { day, month, range as rangeText } from '../../lib/format/days.js';
import { money } from '../../lib/format/money.js';
import { percent } from '../../lib/format/numbers.js';
import type { CostReport } from '../costs/cost-report.js';
import type { CostFigures } from '../costs/cost-figures.js';
import { byTotal, OTHER } from '../explorer/report.js';

interface OverviewTilesProps {
  figures: CostFigures;
  report: CostReport;
  monthBefore: { total: Amount; isComplete: boolean } | null;
  stale: boolean;
}

/** Month to date, a day's average, the month before and the largest project. */
export function OverviewTiles({ figures, report, monthBefore, stale }: OverviewTilesProps) {
  const { t } = useTranslation();
  const { counted, comparison, today } = figures;
  const { total, previousTotal, currency } = report;
  const before = comparison.range;
  const compares = previousTotal !== null && before !== null;
  const perDay = mean(total, counted.billed);
  const perDayBefore = compares ? mean(previousTotal, dayCount(before)) : null;
  const spent = monthBefore === null ? null : percentOf(total, monthBefore.total);
  const largest = byTotal(report.series).find(({ id, total: each }) => id !== OTHER && each > ZERO);
  return (
    <div className="area-tiles">
      <StatTiles>
        <StatTile
          label={t('overview.tile.monthToDate')}
          value={total}
          currency={currency}
          stale={stale}
          context={
            compares && (
              <Sentence
                of={(mark) =>
                  t('overview.tile.on', {
                    delta: mark(<Delta now={total} before={previousTotal} />),
                    range: rangeText(before),
                  })
                }
              />
            )
          }
          more={
            counted.range !== null && t('overview.tile.throughDay', { day: day.short(addDays(counted.range.end, -1)) })
          }
        />
        <StatTile
          label={t('overview.tile.perDay')}
          value={counted.billed === 0 ? null : perDay}
          currency={currency}
          stale={stale}
          context={
            perDayBefore !== null &&
            before !== null && (
              <Sentence
                of={(mark) =>
                  t('overview.tile.perDayBefore', {
                    delta: mark(<Delta now={perDay} before={perDayBefore} />),
                    amount: money(perDayBefore, currency),
                    month: month.short(before.start),
                  })
                }
              />
            )
          }
          more={t('overview.tile.overDays', { count: counted.billed })}
        />
        <StatTile
          label={t('overview.tile.month', { month: month.long(addMonths(today, -1)) })}
          value={monthBefore?.total ?? null}
          currency={currency}
          stale={stale}
          context={spent !== null && t('overview.tile.monthShare', { percent: percent(spent) })}
          more={monthBefore !== null && !monthBefore.isComplete && t('overview.tile.monthPartly')}
        />
        <StatTile
          label={t('overview.tile.largest')}
          value={largest?.total ?? null}
          currency={currency}
          stale={stale}
          context={
            largest === undefined ? (
              t('overview.tile.noProject')
            ) : (
              <EntityChip name={largest.label} color={largest.color} />
            )
          }
          more={
            largest !== undefined &&
            t('overview.tile.shareOf', { percent: percent(percentOf(largest.total, total) ?? '0') })
          }
        />
      </StatTiles>
    </div>
  );
}
