import type { CostsAnswer } from '@bursar/contract';
import type { MeteredAnswer } from '../explorer/answers.js';
import { buildReport, type Report, type ReportInput } from '../explorer/report.js';

/** A report of money, in one currency. */
export interface CostReport extends Report {
  currency: string;
}

export type CostReportInput = Omit<ReportInput, 'chart' | 'previous' | 'placeOf'> & {
  chart: CostsAnswer;
  previous: { buckets: CostsAnswer; groups: CostsAnswer } | null;
};

export function buildCostReport({ chart, previous, ...input }: CostReportInput): CostReport {
  const report = buildReport({
    ...input,
    chart: metered(chart),
    previous: previous && { buckets: metered(previous.buckets), groups: previous.groups },
  });
  return { ...report, currency: chart.currency };
}

type CostPoints = CostsAnswer['points'];

const values = (points: CostPoints) => points.map(({ start, amount }) => ({ start, value: amount }));

/** Costs call a point's value `amount`, as OpenAI does. */
const metered = (answer: CostsAnswer): MeteredAnswer => ({
  ...answer,
  points: values(answer.points),
  groups: answer.groups.map((group) => ({ ...group, points: values(group.points) })),
  other: answer.other && { ...answer.other, points: values(answer.other.points) },
});
