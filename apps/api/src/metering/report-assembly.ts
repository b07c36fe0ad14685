import { ATTRIBUTIONS, type Bucket } from '@bursar/contract';
import { instantOf } from './buckets.js';
import type { Cell, Cells } from './cells.js';
import type { AnsweredCompleteness } from './completeness.js';
import type { Exploration } from './exploration.js';
import { labelOf } from './labels.js';
import type { Ranking } from './ranking.js';
import type { Report, ReportGroup, ReportPoint, ReportQuestion } from './report-shape.js';
import { statesIn } from './state-runs.js';

/** Everything that was read for an answer. */
export interface Answered {
  question: ReportQuestion;
  exploration: Exploration;
  ranking: Ranking;
  cells: Cells;
  complete: AnsweredCompleteness;
}

/** Puts numbers, names and states together as the answer. */
export function assembleReport(
  { question, exploration, ranking, cells, complete }: Answered,
  {
    otherCurrencies,
    names,
  }: { otherCurrencies: Report['otherCurrencies']; names: readonly ReadonlyMap<string, string>[] },
): Report {
  const { buckets, selection } = exploration;
  const starts = buckets.map(({ start }) => instantOf(start));
  const points = (list: readonly Cell[]): ReportPoint[] =>
    list.map(({ bucket, value }) => ({ start: starts[bucket] ?? '', value }));
  const isOne = question.groupBy.length === 0;
  const groups = ranking.groups.map((group, index) => ({
    key: Object.fromEntries(question.groupBy.map((key, position) => [key, group.keys[position]?.value ?? null])),
    label: labelOf(group, names),
    attribution: ATTRIBUTIONS[Math.max(0, ...group.keys.map(({ attribution }) => attribution))] ?? 'named',
    total: group.total,
    points: points(isOne ? cells.total : (cells.groups[index] ?? [])),
  }));
  const everything: ReportGroup = {
    key: {},
    label: null,
    attribution: 'named',
    total: ranking.total,
    points: points(cells.total),
  };
  return {
    range: { start: instantOf(question.range.start), end: instantOf(question.range.end) },
    currency: selection.currency !== null && 'is' in selection.currency ? selection.currency.is : null,
    otherCurrencies,
    total: ranking.total,
    buckets: bucketsWithStates(exploration, complete),
    points: points(cells.total),
    groups: isOne ? [everything] : groups,
    other:
      ranking.count > ranking.groups.length
        ? { groups: ranking.count - ranking.groups.length, total: ranking.rest, points: points(cells.rest) }
        : null,
    completeness: complete.completeness,
  };
}

/** Buckets as the API tells them: each with the worst state of what it is made of. */
export function bucketsWithStates({ buckets }: Exploration, { states }: AnsweredCompleteness): Bucket[] {
  const worst = statesIn(
    buckets.map(({ from, to }) => ({ start: from, end: to })),
    states,
  );
  return buckets.map(({ start, from, to }, index) => ({
    start: instantOf(start),
    from: instantOf(from),
    to: instantOf(to),
    state: worst[index] ?? 'missing',
  }));
}
