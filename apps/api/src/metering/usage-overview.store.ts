import { type CapabilityTable, usageCapabilities, type UsageOverview, type UsageSummary } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { Environment } from '../env.js';
import type { Scope } from '../http/scope.js';
import type { Span } from '../sync/spans.js';
import { CAPABILITY_TABLE, type Clock, CLOCK, ENVIRONMENT } from '../tokens.js';
import { presentMinute } from './answer-minute.js';
import { KeptReadings } from './kept-readings.js';
import { instantOf } from './buckets.js';
import { readLastActivity } from './last-activity.js';
import { summarize } from './usage-summary.js';

export interface OverviewQuestion {
  /** UTC midnights, not beyond the end of the running day. */
  range: Span;
  /** OpenAI's `org-…`; absent: all that the scope holds. */
  organizations?: readonly string[];
  projects?: readonly string[];
}

/** Answers what all capabilities amount to, each with the engine that answers for one. */
@Injectable()
export class UsageOverviewStore {
  private readonly kept = new KeptReadings();

  constructor(
    @Inject(CAPABILITY_TABLE) private readonly table: CapabilityTable,
    @Inject(ENVIRONMENT) private readonly environment: Pick<Environment, 'backfillMonths'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Within the caller's snapshot, so that the capabilities agree with each other.
   *
   * @throws ProblemError 400 for an unknown organization.
   */
  async read(client: PoolClient, question: OverviewQuestion, scope: Scope): Promise<UsageOverview> {
    const { table } = this;
    const { range } = question;
    const previous = { start: 2 * range.start - range.end, end: range.start };
    const now = presentMinute(this.clock);
    const surroundings = { table, historyMonths: this.environment.backfillMonths, scope, now, kept: this.kept };
    const activity = await readLastActivity(client, scope, question.organizations);
    const capabilities: UsageSummary[] = [];
    const syncedAt: (string | null)[] = [];
    for (const [name] of usageCapabilities(table)) {
      const { synced_at, ...summary } = await summarize(client, { name, ...question, previous }, surroundings);
      const lastDay = activity.get(name);
      capabilities.push({
        ...summary,
        state: summary.state === 'collected' && lastDay === undefined ? 'no_traffic' : summary.state,
        last_activity: lastDay === undefined ? null : instantOf(lastDay),
      });
      syncedAt.push(synced_at);
    }
    return {
      range: inWords(range),
      previous: inWords(previous),
      synced_at: oldest(syncedAt),
      capabilities,
    };
  }
}

const inWords = ({ start, end }: Span): { start: string; end: string } => ({
  start: instantOf(start),
  end: instantOf(end),
});

/** Instants of the API sort as texts. One that was never read does not hide when the others were. */
function oldest(instants: readonly (string | null)[]): string | null {
  return instants.filter((instant) => instant !== null).toSorted()[0] ?? null;
}
