/** All that a page of costs shows, assembled from answers that belong together. */
import type { CostsAnswer } from '@bursar/contract';
import type { Day, DayRange } from '../../lib/days.js';
import type { Group } from '../explorer/answers.js';
import { distinctNames, groupsOf } from '../explorer/distinct-names.js';
import { movement, type Movement } from '../explorer/movers.js';
import type { Comparison } from '../explorer/comparison.js';
import type { CostPlan } from './cost-plan.js';
import { buildCostReport, type CostReport, type CostReportInput } from './cost-report.js';
import type { CostsView, ViewBucket } from './costs-view.js';
import type { CountedDays } from './counted-days.js';

/** Why there is no comparison though one was asked for. */
export type Uncompared = 'gaps' | 'not-collected' | null;

export interface CostFigures {
  view: CostsView;
  today: Day;
  asked: DayRange;
  bucket: ViewBucket;
  counted: CountedDays;
  completeness: CostsAnswer['completeness'];
  otherCurrencies: CostsAnswer['other_currencies'];
  comparison: Comparison;
  uncompared: Uncompared;
  /** Null where no day of the range is over yet. */
  report: CostReport | null;
  /** Every group over the whole range. */
  groups: CostsAnswer | null;
  previousGroups: CostsAnswer | null;
  movement: Movement | null;
  nameOf: (group: Group) => string;
}

export interface CostAnswers {
  /** Each day of the range, for the states. */
  days: CostsAnswer;
  chart: CostsAnswer | null;
  groups: CostsAnswer | null;
  previousBuckets: CostsAnswer | null;
  previousGroups: CostsAnswer | null;
}

export type Naming = Pick<CostReportInput, 'known' | 'nameOf' | 'otherLabel'>;

export function assembleFigures(
  plan: CostPlan,
  answers: CostAnswers,
  counted: CountedDays,
  comparison: Comparison,
  naming: Naming,
): CostFigures {
  const { days, chart, groups } = answers;
  const previous = comparable(answers);
  const nameOf = distinctNames(naming.nameOf, groupsOf(chart, groups, previous?.groups));
  const pending = plan.bucket === 'day' ? counted.pending : [];
  const report = chart && buildCostReport({ ...naming, nameOf, chart, previous, pending });
  return {
    view: plan.view,
    today: plan.today,
    asked: plan.asked,
    bucket: plan.bucket,
    counted,
    completeness: days.completeness,
    otherCurrencies: days.other_currencies,
    comparison,
    uncompared: comparison.range === null || previous ? null : counted.missing.length > 0 ? 'gaps' : 'not-collected',
    report,
    groups,
    previousGroups: previous?.groups ?? null,
    movement: groups && previous && movement(groups, previous.groups),
    nameOf,
  };
}

/** A range with a gap is no measure: the difference would be the gap's. */
function comparable({ previousBuckets, previousGroups }: CostAnswers): CostReportInput['previous'] {
  if (previousBuckets === null || previousGroups === null) return null;
  const isCollected = previousBuckets.buckets.every(({ state }) => state !== 'missing');
  return isCollected ? { buckets: previousBuckets, groups: previousGroups } : null;
}
