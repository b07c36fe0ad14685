/** What one capability amounts to in a range and in the one before it. */
import type { Share, UsageState, UsageSummary } from '@bursar/contract';
import type { PoolClient } from 'pg';
import type { Span } from '../sync/spans.js';
import { measureOf } from './answerable.js';
import { bucketsOf, instantOf } from './buckets.js';
import { readCells } from './cells.js';
import { rankGroups } from './ranking.js';
import { explorationOf } from './report.js';
import { readContext, type ReportContext, type ReportSurroundings } from './report-context.js';
import type { ReportQuestion } from './report-shape.js';
import type { SeenOrganization } from './stored-context.js';

export interface SummaryQuestion {
  /** Of the capability. */
  name: string;
  range: Span;
  previous: Span;
  organizations?: readonly string[];
  projects?: readonly string[];
}

/** A summary without what the overview knows of all capabilities at once. */
export type Summary = Omit<UsageSummary, 'last_activity'> & { synced_at: string | null };

/** Sums of a measure over two ranges. */
interface Sums {
  range: string;
  previous: string;
}

/**
 * Reads inside the caller's snapshot.
 *
 * @throws ProblemError 400 for an unknown organization.
 */
export async function summarize(
  client: PoolClient,
  { name, range, previous, organizations, projects }: SummaryQuestion,
  surroundings: ReportSurroundings,
): Promise<Summary> {
  const question: ReportQuestion = {
    capability: name,
    range: { start: previous.start, end: range.end },
    bucket: 'day',
    groupBy: [],
    organizations,
    filters: new Map(projects === undefined ? [] : [['project_id', projects]]),
    without: [],
    limit: 1,
  };
  const context = await readContext(client, question, surroundings);
  const { capability } = context;
  const reader = new SumReader(client, question, { context, surroundings, ranges: { range, previous } });
  const headline = await reader.sums(capability.headline);
  const { unit, combine } = measureOf(capability, capability.headline);
  const complete = context.assess(range).completeness;
  return {
    capability: name,
    label: capability.label,
    measure: capability.headline,
    unit,
    combine,
    total: headline.range,
    previous_total: headline.previous,
    points: await reader.points(),
    shares: await reader.shares(capability.shares ?? {}),
    ...stateOf(context.organizations),
    synced_at: complete.synced_at,
    completeness: { range: complete.state, previous: context.assess(previous).completeness.state },
  };
}

/** No group is chosen: the total alone is read. */
const ALL = { groups: [], families: [], members: [] };

/** Sums of one capability; what has no rows is not asked of Postgres. */
class SumReader {
  private readonly known = new Map<string, Promise<Sums>>();

  constructor(
    private readonly client: PoolClient,
    private readonly question: ReportQuestion,
    private readonly within: {
      context: ReportContext;
      surroundings: ReportSurroundings;
      ranges: { range: Span; previous: Span };
    },
  ) {}

  async sums(measure: string, where: Readonly<Record<string, string>> = {}): Promise<Sums> {
    const name = JSON.stringify([measure, where]);
    const known = this.known.get(name) ?? this.read(measure, where);
    this.known.set(name, known);
    return known;
  }

  async shares(shares: Readonly<Record<string, Share>>): Promise<UsageSummary['shares']> {
    const told: UsageSummary['shares'] = [];
    for (const [name, { whole, part }] of Object.entries(shares)) {
      const numerator = await this.sums(part.measure, part.where);
      const denominator = await this.sums(whole);
      told.push({
        name,
        numerator: numerator.range,
        denominator: denominator.range,
        previous: { numerator: numerator.previous, denominator: denominator.previous },
      });
    }
    return told;
  }

  async points(): Promise<UsageSummary['points']> {
    const { range } = this.within.ranges;
    if (!this.hasRows(range)) return [];
    const buckets = bucketsOf(range, 'day');
    const cells = await readCells(this.client, { ...this.exploration(this.question), range, buckets }, ALL);
    return cells.total.map(({ bucket, value }) => ({ start: instantOf(buckets[bucket]?.start ?? range.start), value }));
  }

  private async read(measure: string, where: Readonly<Record<string, string>>): Promise<Sums> {
    const { ranges } = this.within;
    const filters = new Map([
      ...this.question.filters,
      ...Object.entries(where).map(([dimension, value]) => [dimension, [value]] as const),
    ]);
    const exploration = this.exploration({ ...this.question, measure, filters });
    const total = async (range: Span): Promise<string> =>
      this.hasRows(range) ? (await rankGroups(this.client, { ...exploration, range })).total : '0';
    return { range: await total(ranges.range), previous: await total(ranges.previous) };
  }

  private exploration(question: ReportQuestion): ReturnType<typeof explorationOf> {
    const { context, surroundings } = this.within;
    return explorationOf(question, { context, projectIds: surroundings.scope.projectIds });
  }

  private hasRows({ start, end }: Span): boolean {
    return this.within.context.days.some((read) => read.hasRows && read.end > start && read.start < end);
  }
}

/** The worst first: a page that says so is looked at. */
const WORST_FIRST: readonly UsageState[] = [
  'stopped',
  'missing_scope',
  'disabled',
  'failing',
  'waiting',
  'no_traffic',
  'collected',
];

function stateOf(organizations: readonly SeenOrganization[]): Pick<UsageSummary, 'state' | 'missing_scope'> {
  const states = organizations.map(stateOfOne);
  return {
    state: WORST_FIRST.find((state) => states.includes(state)) ?? 'waiting',
    missing_scope: organizations.find(({ missingScope }) => missingScope !== null)?.missingScope ?? null,
  };
}

function stateOfOne({ isStopped, isFailing, feedState, missingScope, coverage }: SeenOrganization): UsageState {
  if (feedState === 'disabled') return missingScope === null ? 'disabled' : 'missing_scope';
  if (isStopped) return 'stopped';
  if (isFailing) return 'failing';
  return coverage.length > 0 ? 'collected' : 'waiting';
}
