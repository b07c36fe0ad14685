/** Everything that an answer rests on beside the numbers: whose, read when, by which dimensions, how completely. */
import { type Capability, type CapabilityTable, WIDTHS, type Width } from '@bursar/contract';
import type { PoolClient } from 'pg';
import type { Scope } from '../http/scope.js';
import { factsFeedsOf } from '../sync/facts-feeds.js';
import type { FactsFeed } from '../sync/feeds.js';
import { startOfMonth, subtract } from '../sync/spans.js';
import { reachStart } from '../sync/windows.js';
import { askedCapability, refuseUnreadable, sourcesAsked } from './answerable.js';
import type { NarrowPolicy } from './bucket-states.js';
import { type AnsweredCompleteness, assessCompleteness, type CompletenessQuestion } from './completeness.js';
import type { ReadStretch } from './day-states.js';
import type { KeptReadings } from './kept-readings.js';
import { collects, sourceDimension } from './reading.js';
import { type ReportQuestion, widthOf } from './report-shape.js';
import { readStoredContext, type SeenOrganization } from './stored-context.js';

export interface ReportSurroundings {
  table: CapabilityTable;
  historyMonths: number;
  scope: Scope;
  now: number;
  /** Of the database that is asked. */
  kept: KeptReadings;
}

export interface ReportContext {
  capability: Capability;
  organizations: readonly SeenOrganization[];
  organizationIds: readonly number[];
  /** Of base readings. */
  days: readonly ReadStretch[];
  /** Of side readings that hold every dimension that is asked, where one of them is a side's. */
  sideDays: readonly ReadStretch[];
  /** That were ever billed; none where the question is not about money. */
  currencies: readonly string[];
  /** How complete the numbers of a part of the range are. */
  assess(range: ReportQuestion['range']): AnsweredCompleteness;
}

/**
 * Reads inside the caller's snapshot.
 *
 * @throws ProblemError for what cannot be asked: an unknown capability, organization, measure or dimension, or
 * dimensions that no single reading holds.
 */
export async function readContext(
  client: PoolClient,
  question: ReportQuestion,
  { table, historyMonths, scope, now, kept }: ReportSurroundings,
): Promise<ReportContext> {
  const capability = askedCapability(table, question);
  const width = widthOf(question.bucket);
  const feeds = factsFeedsOf({ [question.capability]: capability }, historyMonths).filter(
    ({ policy }) => policy.width === width,
  );
  refuseUnreadable(capability, question, feeds);
  const [feed] = feeds;
  const asked = sourcesAsked(capability, question);
  const needed = {
    scope,
    organizations: question.organizations,
    capability: question.capability,
    width,
    feed: feed?.name ?? null,
    range: wholeMonths(question.range),
    withSides: asked.some((name) => capability.sideDimensions?.includes(name)),
    withCurrencies: isMoney(capability, question.measure),
  };
  const stored = await readStoredContext(client, needed, kept);
  const { organizations, days, currencies } = stored;
  const sideDays = stored.sideDays.filter(({ reading }) => asked.every((name) => collects(reading, name)));
  const filtered = filteredSources(capability, question);
  const ofFilter = filtered.some((name) => capability.sideDimensions?.includes(name)) ? sideDays : [];
  const completeness: Omit<CompletenessQuestion, 'range'> = {
    now,
    organizations,
    reads: withSides(days, ofFilter),
    narrow: feed === undefined || width === '1d' ? null : narrowPolicy(feed, width, now),
    historyStart: reachStart(now, feed?.policy.history ?? { months: historyMonths }),
    answers: (reading) => filtered.every((dimension) => collects(reading, dimension)),
  };
  return {
    capability,
    organizations,
    organizationIds: organizations.map(({ id }) => id),
    days,
    sideDays,
    currencies,
    assess: (range) => assessCompleteness({ ...completeness, range }),
  };
}

/** Whether a measure, by default the headline, is an amount of some currency. */
export function isMoney(capability: Capability, measure: string | undefined): boolean {
  return capability.measures[measure ?? capability.headline]?.unit === 'currency';
}

/** A month's sum serves a range that cuts it, less the days outside. */
function wholeMonths({ start, end }: ReportQuestion['range']): ReportQuestion['range'] {
  return { start: startOfMonth(start), end: startOfMonth(end - 1, 1) };
}

function filteredSources(capability: Capability, { filters, without }: ReportQuestion): string[] {
  return [...filters.keys(), ...without].map((dimension) => sourceDimension(capability, dimension));
}

/** Days as the side reading that answers for them tells; the others as their base, which does not know the dimension. */
function withSides(days: readonly ReadStretch[], sides: readonly ReadStretch[]): readonly ReadStretch[] {
  return sides.reduce<readonly ReadStretch[]>(
    (told, side) => [
      ...told.flatMap((read) =>
        read.organizationId === side.organizationId
          ? subtract(read, [side]).map((span) => ({ ...read, ...span }))
          : read,
      ),
      side,
    ],
    days,
  );
}

function narrowPolicy({ policy, periodSeconds, quiet }: FactsFeed, width: Width, now: number): NarrowPolicy {
  const periodMs = { inUse: periodSeconds * 1000, quiet: (quiet?.periodSeconds ?? periodSeconds) * 1000 };
  return {
    lengthMs: WIDTHS[width].seconds * 1000,
    policy,
    periodMs,
    keptFrom: reachStart(now, policy.kept ?? policy.history),
  };
}
