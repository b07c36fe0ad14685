/** One answer about facts of days: numbers, groups, names and how complete they are, from one snapshot. */
import { type Capability, type CapabilityTable, MAX_CELLS } from '@bursar/contract';
import type { PoolClient } from 'pg';
import { invalidRequest, ProblemError } from '../http/problem.js';
import type { Scope } from '../http/scope.js';
import { feedsOf } from '../sync/feeds.js';
import { startOfMonth } from '../sync/spans.js';
import { historyStart } from '../sync/windows.js';
import { bucketsOf } from './buckets.js';
import { type Cell, type Cells, readCells } from './cells.js';
import { assessCompleteness } from './completeness.js';
import type { ReadDay } from './day-states.js';
import type { Exploration } from './exploration.js';
import { CURRENCY, type Selection } from './facts-sql.js';
import { readLabels } from './labels.js';
import { rankGroups, type Ranking } from './ranking.js';
import { collects, sourceDimension } from './reading.js';
import { assembleReport } from './report-assembly.js';
import type { Report, ReportQuestion } from './report-shape.js';
import { mayBeSummed } from './rollup-groupings.js';
import type { FilledDays } from './source-plan.js';
import { askedOrganizations, readCurrencies, readOrganizations, readReadDays } from './stored-context.js';

export interface ReportSurroundings {
  table: CapabilityTable;
  historyMonths: number;
  scope: Scope;
  now: number;
}

const USUAL_CURRENCY = 'usd';

/**
 * Answers a question inside the caller's transaction, which has to read from one snapshot.
 *
 * @throws ProblemError 400 for an unknown organization or currency, or an answer with too many cells.
 * @throws RangeError for dimensions that no base reading holds, or a measure that must not be summed so far.
 */
export async function readReport(
  client: PoolClient,
  question: ReportQuestion,
  { table, historyMonths, scope, now }: ReportSurroundings,
): Promise<Report> {
  const capability = capabilityOf(table, question);
  const feed = feedsOf(table, historyMonths).find(
    (one) => one.kind === 'facts' && one.capabilityName === question.capability,
  );
  const organizations = askedOrganizations(
    await readOrganizations(client, scope, feed?.name ?? null),
    question.organizations,
  );
  const organizationIds = organizations.map(({ id }) => id);
  const days = await readReadDays(client, {
    organizationIds,
    capability: question.capability,
    range: { start: startOfMonth(question.range.start), end: startOfMonth(question.range.end - 1, 1) },
  });
  const currencies = await readCurrencies(client, organizationIds, question.capability);
  const exploration = prepare(question, { capability, organizationIds, scope, days, currencies });
  const ranking = await rankGroups(client, exploration);
  refuseTooLarge(Math.min(ranking.count, question.limit) * exploration.buckets.length);
  const cells = question.bucket === 'total' ? cellsOf(ranking) : await readCells(client, exploration, ranking.groups);
  const complete = assessCompleteness({
    range: question.range,
    now,
    organizations,
    reads: days,
    historyStart: historyStart(now, historyMonths),
    answers: (reading) => filteredSources(capability, question).every((dimension) => collects(reading, dimension)),
  });
  return assembleReport(
    { question, exploration, ranking, cells, complete },
    {
      otherCurrencies: await readOtherCurrencies(client, exploration, currencies),
      names: await readLabels(client, exploration, ranking.groups, organizations),
    },
  );
}

interface Known {
  capability: Capability;
  organizationIds: readonly number[];
  scope: Scope;
  days: readonly ReadDay[];
  currencies: readonly string[];
}

function prepare(
  question: ReportQuestion,
  { capability, organizationIds, scope, days, currencies }: Known,
): Exploration {
  const measure = question.measure ?? capability.headline;
  const isMoney = capability.measures[measure]?.unit === 'currency';
  const selection: Selection = {
    organizationIds,
    capabilityName: question.capability,
    capability,
    measure,
    currency: isMoney ? { is: chooseCurrency(currencies, question.currency) } : null,
    filters: question.filters,
    without: question.without,
    projectIds: scope.projectIds,
  };
  return {
    selection,
    range: question.range,
    bucket: question.bucket,
    buckets: bucketsOf(question.range, question.bucket),
    groupBy: question.groupBy,
    limit: question.limit,
    filledDays: filledDays(days),
  };
}

function filledDays(days: readonly ReadDay[]): FilledDays {
  const filled = new Map<number, string[]>();
  for (const { day, hasRows, reading } of days) if (hasRows) filled.set(day, [...(filled.get(day) ?? []), reading]);
  return filled;
}

function capabilityOf(
  table: CapabilityTable,
  { capability: name, measure, groupBy, filters, without }: ReportQuestion,
): Capability {
  const capability = table[name];
  if (capability === undefined) throw new RangeError(`There is no capability ${name}.`);
  const side = [...groupBy, ...filters.keys(), ...without].filter((key) => capability.sideDimensions?.includes(key));
  if (side.length > 0) throw new RangeError(`No base reading of ${name} holds ${side.join(', ')}.`);
  const asked = measure ?? capability.headline;
  if (capability.measures[asked] === undefined || !mayBeSummed(capability, asked, groupBy)) {
    throw new RangeError(`${asked} of ${name} cannot be summed by ${groupBy.join(', ') || 'nothing'}.`);
  }
  return capability;
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

function filteredSources(capability: Capability, { filters, without }: ReportQuestion): string[] {
  return [...filters.keys(), ...without].map((dimension) => sourceDimension(capability, dimension));
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
