/** One answer about facts: numbers, groups, names and how complete they are, from one snapshot. */
import { MAX_CELLS } from '@bursar/contract';
import type { PoolClient } from 'pg';
import { invalidRequest, ProblemError } from '../http/problem.js';
import { bucketsOf } from './buckets.js';
import type { Cell, Cells } from './cells.js';
import type { Exploration } from './exploration.js';
import { CURRENCY, type Selection } from './facts-sql.js';
import { filledDaysOf } from './filled-days.js';
import { readLabels } from './labels.js';
import { readRankedCells } from './ranked-cells.js';
import { rankGroups, type Ranking } from './ranking.js';
import { assembleReport } from './report-assembly.js';
import { isMoney, readContext, type ReportContext, type ReportSurroundings } from './report-context.js';
import type { Report, ReportQuestion } from './report-shape.js';
import { type Sums, sumSeries } from './series-sums.js';

const USUAL_CURRENCY = 'usd';

/**
 * Answers a question inside the caller's transaction, which has to read from one snapshot.
 *
 * @throws ProblemError 400 for what cannot be asked (see `readContext`), an unknown currency, or an answer with too many
 * cells; 404 for an unknown capability.
 */
export async function readReport(
  client: PoolClient,
  question: ReportQuestion,
  surroundings: ReportSurroundings,
): Promise<Report> {
  const context = await readContext(client, question, surroundings);
  const { currencies } = context;
  const exploration = explorationOf(question, { context, projectIds: surroundings.scope.projectIds });
  const { ranking, cells } = await readNumbers(client, exploration);
  return assembleReport(
    { question, exploration, ranking, cells, complete: context.assess(question.range) },
    {
      otherCurrencies: await readOtherCurrencies(client, exploration, currencies),
      names: await readLabels(client, exploration, ranking.groups, context.organizations),
    },
  );
}

/** A question about each value of one dimension, over the whole range. */
export type SumsQuestion = Omit<ReportQuestion, 'groupBy' | 'bucket' | 'limit'> & { dimension: string };

/**
 * What each value of one dimension amounts to over the range, for thousands that a list shows beside its rows: no names,
 * no buckets, no completeness, which take longer than the sums themselves.
 *
 * @throws ProblemError as `readReport` does.
 */
export async function readSums(
  client: PoolClient,
  question: SumsQuestion,
  surroundings: ReportSurroundings,
): Promise<Sums> {
  const exploration = await readExploration(client, question, surroundings);
  const { currency } = exploration.selection;
  return {
    currency: currency !== null && 'is' in currency ? currency.is : null,
    ...(await sumSeries(client, exploration, question.dimension)),
  };
}

/** Where the numbers of such a question lie. @throws ProblemError as `readReport` does. */
export async function readExploration(
  client: PoolClient,
  question: SumsQuestion,
  surroundings: ReportSurroundings,
): Promise<Exploration> {
  const asked = { ...question, groupBy: [question.dimension], bucket: 'total', limit: 0 } as const;
  const context = await readContext(client, asked, surroundings);
  return explorationOf(asked, { context, projectIds: surroundings.scope.projectIds });
}

/** A question made ready for Postgres. */
export function explorationOf(
  question: ReportQuestion,
  {
    context: { capability, organizationIds, days, sideDays, currencies },
    projectIds,
  }: { context: ReportContext; projectIds: Selection['projectIds'] },
): Exploration {
  const measure = question.measure ?? capability.headline;
  const selection: Selection = {
    organizationIds,
    capabilityName: question.capability,
    capability,
    measure,
    currency: isMoney(capability, measure) ? { is: chooseCurrency(currencies, question.currency) } : null,
    filters: question.filters,
    without: question.without,
    projectIds,
  };
  return {
    selection,
    range: question.range,
    bucket: question.bucket,
    buckets: bucketsOf(question.range, question.bucket),
    groupBy: question.groupBy,
    limit: question.limit,
    filledDays: filledDaysOf(days),
    sideDays: filledDaysOf(sideDays),
  };
}

function chooseCurrency(known: readonly string[], wanted: string | undefined): string {
  const allowed = [...new Set([...known, USUAL_CURRENCY])].sort();
  if (wanted === undefined) return known.includes(USUAL_CURRENCY) ? USUAL_CURRENCY : (known[0] ?? USUAL_CURRENCY);
  if (allowed.includes(wanted)) return wanted;
  throw invalidRequest({
    parameter: 'currency',
    message: `has to be one of ${allowed.join(', ')}: nothing was billed in ${wanted}`,
    allowed,
  });
}

function refuseTooLarge(cells: number): void {
  if (cells <= MAX_CELLS) return;
  const ways = 'Ask for a wider bucket, a shorter range or a lower limit.';
  throw new ProblemError(
    'too-large-answer',
    400,
    `The answer would have ${cells} cells; ${MAX_CELLS} are allowed. ${ways}`,
    [
      { parameter: 'limit', message: `groups × buckets may be at most ${MAX_CELLS}` },
      { parameter: 'bucket', message: 'a wider one has fewer cells', allowed: ['week', 'month', 'quarter', 'total'] },
    ],
  );
}

async function readNumbers(client: PoolClient, exploration: Exploration): Promise<{ ranking: Ranking; cells: Cells }> {
  if (exploration.bucket !== 'total') {
    return readRankedCells(client, exploration, (groups) => refuseTooLarge(groups * exploration.buckets.length));
  }
  const ranking = await rankGroups(client, exploration);
  refuseTooLarge(ranking.groups.length);
  return { ranking, cells: cellsOf(ranking) };
}

/** Of one bucket, the ranking is the answer. */
function cellsOf({ groups, count, total, rest }: Ranking): Cells {
  const cell = (value: string): Cell[] => [{ bucket: 0, value }];
  return {
    groups: groups.map((group) => cell(group.total)),
    total: count > 0 ? cell(total) : [],
    rest: count > groups.length ? cell(rest) : [],
  };
}

/** What the same question amounts to in other currencies. */
async function readOtherCurrencies(
  client: PoolClient,
  exploration: Exploration,
  known: readonly string[],
): Promise<Report['otherCurrencies']> {
  const { currency } = exploration.selection;
  if (currency === null || !('is' in currency) || known.every((name) => name === currency.is)) return [];
  const selection: Selection = { ...exploration.selection, currency: { isNot: currency.is } };
  const ranking = await rankGroups(client, { ...exploration, selection, groupBy: [CURRENCY], limit: known.length });
  return ranking.groups.map(({ keys, total }) => ({ currency: keys[0]?.value ?? '', total }));
}
