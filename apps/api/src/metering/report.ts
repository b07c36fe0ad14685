/** One answer about facts of days: numbers, groups, names and how complete they are, from one snapshot. */
import { type Bucket, type Capability, type CapabilityTable, MAX_CELLS } from '@bursar/contract';
import type { PoolClient } from 'pg';
import { invalidRequest, ProblemError } from '../http/problem.js';
import type { Scope } from '../http/scope.js';
import { feedsOf } from '../sync/feeds.js';
import { startOfMonth } from '../sync/spans.js';
import { historyStart } from '../sync/windows.js';
import { bucketsOf, type BucketSpan, daysOf, instantOf } from './buckets.js';
import { assessCompleteness, type AnsweredCompleteness } from './completeness.js';
import { type ReadDay, worstState } from './day-states.js';
import { type Cell, type Cells, type Exploration, rankGroups, type Ranking, readCells } from './explore.js';
import { ATTRIBUTIONS, CURRENCY, type Selection } from './facts-sql.js';
import { labelOf, readLabels } from './labels.js';
import { collects, sourceDimension } from './reading.js';
import type { Report, ReportGroup, ReportPoint, ReportQuestion } from './report-shape.js';
import { mayBeSummed } from './rollup-groupings.js';
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
  const feed = feedsOf(table, historyMonths).find((one) => one.kind === 'facts' && one.capabilityName === question.capability);
  const organizations = askedOrganizations(await readOrganizations(client, scope, feed?.name ?? null), question.organizations);
  const organizationIds = organizations.map(({ id }) => id);
  const days = await readReadDays(client, {
    organizationIds,
    capability: question.capability,
    range: { start: startOfMonth(question.range.start), end: startOfMonth(question.range.end - 1, 1) },
  });
  const exploration = await prepare(client, question, { capability, organizationIds, scope, days });
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
  return assemble({ question, exploration, ranking, cells, complete }, {
    otherCurrencies: await readOtherCurrencies(client, exploration),
    names: await readLabels(client, exploration, ranking.groups, organizations),
  });
}

async function prepare(
  client: PoolClient,
  question: ReportQuestion,
  { capability, organizationIds, scope, days }: {
    capability: Capability;
    organizationIds: readonly number[];
    scope: Scope;
    days: readonly ReadDay[];
  },
): Promise<Exploration> {
  const measure = question.measure ?? capability.headline;
  const isMoney = capability.measures[measure]?.unit === 'currency';
  const selection: Selection = {
    organizationIds,
    capabilityName: question.capability,
    capability,
    measure,
    currency: isMoney
      ? { is: chooseCurrency(await readCurrencies(client, organizationIds, question.capability), question.currency) }
      : null,
    filters: question.filters,
    without: question.without,
    projectIds: scope.projectIds,
    readings: [...new Set(days.map(({ reading }) => reading))],
  };
  return {
    selection,
    range: question.range,
    bucket: question.bucket,
    buckets: bucketsOf(question.range, question.bucket),
    groupBy: question.groupBy,
    limit: question.limit,
    filledDays: new Set(days.filter(({ hasRows }) => hasRows).map(({ day }) => day)),
  };
}

function capabilityOf(table: CapabilityTable, { capability: name, measure, groupBy, filters, without }: ReportQuestion): Capability {
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
  throw invalidRequest({ parameter: 'currency', message: `has to be one of ${allowed.join(', ')}: nothing was billed in ${wanted}`, allowed });
}

function refuseTooLarge(cells: number): void {
  if (cells <= MAX_CELLS) return;
  const ways = 'Ask for a wider bucket, a shorter range or a lower limit.';
  throw new ProblemError('too-large-answer', 400, `The answer would have ${cells} cells; ${MAX_CELLS} are allowed. ${ways}`, [
    { parameter: 'limit', message: `groups × buckets may be at most ${MAX_CELLS}` },
    { parameter: 'bucket', message: 'a wider one has fewer cells', allowed: ['week', 'month', 'quarter', 'total'] },
  ]);
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

async function readOtherCurrencies(client: PoolClient, exploration: Exploration): Promise<Report['otherCurrencies']> {
  const { selection } = exploration;
  if (selection.currency === null || !('is' in selection.currency)) return [];
  const known = await readCurrencies(client, selection.organizationIds, selection.capabilityName);
  if (known.every((currency) => currency === (selection.currency as { is: string }).is)) return [];
  const others = { ...exploration, selection: { ...selection, currency: { isNot: selection.currency.is } } };
  const ranking = await rankGroups(client, { ...others, groupBy: [CURRENCY], limit: known.length });
  return ranking.groups.map(({ keys, total }) => ({ currency: keys[0]?.value ?? '', total }));
}

interface Answered {
  question: ReportQuestion;
  exploration: Exploration;
  ranking: Ranking;
  cells: Cells;
  complete: AnsweredCompleteness;
}

function assemble(
  { question, exploration, ranking, cells, complete }: Answered,
  { otherCurrencies, names }: { otherCurrencies: Report['otherCurrencies']; names: readonly ReadonlyMap<string, string>[] },
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
  const everything: ReportGroup = { key: {}, label: null, attribution: 'named', total: ranking.total, points: points(cells.total) };
  return {
    range: { start: instantOf(question.range.start), end: instantOf(question.range.end) },
    currency: selection.currency !== null && 'is' in selection.currency ? selection.currency.is : null,
    otherCurrencies,
    total: ranking.total,
    buckets: buckets.map((bucket) => withState(bucket, complete)),
    points: points(cells.total),
    groups: isOne ? [everything] : groups,
    other:
      ranking.count > ranking.groups.length
        ? { groups: ranking.count - ranking.groups.length, total: ranking.rest, points: points(cells.rest) }
        : null,
    completeness: complete.completeness,
  };
}

function withState({ start, from, to }: BucketSpan, { days }: AnsweredCompleteness): Bucket {
  const states = daysOf({ start: from, end: to }).map((day) => days.get(day) ?? 'missing');
  return { start: instantOf(start), from: instantOf(from), to: instantOf(to), state: worstState(states) };
}
