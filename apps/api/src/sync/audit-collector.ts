import { Inject, Injectable } from '@nestjs/common';
import { AUDIT_LOG_FAMILY, isAuditLogOff, OpenAIAdminError, readAuditLog } from '@bursar/openai-admin';
import { AuditLogStore } from '../audit-log/audit-log.store.js';
import { rereadsOf } from '../audit-log/rereads.js';
import { RereadsStore } from '../directory/rereads.store.js';
import { logReach, planAsked, planHistory, planLive, planRereads, settled, together } from './audit-plan.js';
import { priorityOf } from './facts-plan.js';
import type { AuditFeed } from './feeds.js';
import { FeedsStore } from './feeds.store.js';
import { Retention } from './retention.js';
import type { Outcome, Run } from './run.js';
import { DAY_MS, earlier, type Span, subtract } from './spans.js';

/** Reads stretches of the audit log, stores each page as it comes, and has read again what the new events changed. */
@Injectable()
export class AuditCollector {
  constructor(
    @Inject(AuditLogStore) private readonly log: AuditLogStore,
    @Inject(RereadsStore) private readonly rereads: RereadsStore,
    @Inject(FeedsStore) private readonly feeds: FeedsStore,
    @Inject(Retention) private readonly retention: Retention,
  ) {}

  async collect(run: Run<AuditFeed>): Promise<Outcome> {
    // What time it is says OpenAI, so it has to have answered once before there is a plan.
    await run.conversation.introduce(run.signal);
    const { organizationId, feed, memory } = run.claim;
    // First: what is not to be kept goes, also where the log cannot be read any more.
    await this.retention.tidyLog(run);
    try {
      for (const span of planOf(run)) {
        if (!(await this.read(run, span))) break;
      }
    } catch (error) {
      throw isAuditLogOff(error) ? asSwitchedOff(error) : error;
    }
    if (run.claim.purpose === 'live') noteRereads(run);
    const coverage = await this.feeds.readCoverage(organizationId, feed);
    const hasHistory = planHistory(run.now().getTime(), coverage, reachOf(run)).length > 0;
    return { hasBackfill: hasHistory || memory.rereadsLeft.length > 0 };
  }

  /** @returns false where what is not urgent made room for what its own feed has to read by the schedule. */
  private async read(run: Run<AuditFeed>, span: Span): Promise<boolean> {
    const { claim, feed, counts, conversation, signal } = run;
    let at = run.now();
    const pages = readAuditLog(conversation.client, {
      startSeconds: span.start / 1000,
      endSeconds: span.end / 1000,
      tenantOnly: feed.isTenant,
      priority: priorityOf(run),
      signal,
    });
    const noteProgress = historyProgress(run, span);
    for await (const { events, completeFrom } of pages) {
      await run.confirm();
      // The server's clock may have been set since OpenAI answered last: then this answer says how late it was.
      at = earlier(at, run.now());
      const covered =
        completeFrom === null ? null : settled({ start: completeFrom * 1000, end: span.end }, at.getTime());
      const { organizationId, fence } = claim;
      const read = { organizationId, feed: claim.feed, fence, isTenant: feed.isTenant, events, at, covered };
      const added = await this.log.add(read);
      // What is older than a day has been seen by every round through the lists.
      const recent = added.filter((event) => event.effective_at * 1000 > at.getTime() - DAY_MS);
      await this.rereads.request(organizationId, rereadsOf(recent), 'audit_event');
      counts.pages += 1;
      counts.rows += events.length;
      if (completeFrom !== null) settleRereads(run, { start: completeFrom * 1000, end: span.end });
      noteProgress(completeFrom === null ? span.end : completeFrom * 1000);
      const isLast = completeFrom === span.start / 1000;
      if (isLast || claim.purpose !== 'backfill') continue;
      if (await this.feeds.liveIsDue(organizationId, claim.feed)) return false;
    }
    return true;
  }
}

function planOf(run: Run<AuditFeed>): Span[] {
  const { claim, now } = run;
  const { purpose, asked, coverage, memory } = claim;
  const time = now().getTime();
  const from = reachOf(run);
  if (asked !== null) return planAsked(time, asked, from);
  return purpose === 'backfill'
    ? [...memory.rereadsLeft, ...planHistory(time, coverage, from)]
    : planLive(time, coverage);
}

const reachOf = ({ now, feed }: Run<AuditFeed>): number => logReach(now().getTime(), feed.kept);

/**
 * What is to be read again waits with the history, which makes room for the newest events: 300 pages at once would keep
 * them waiting under a slow pace, and a re-read that fails is no failure of theirs.
 */
function noteRereads({ claim, now }: Run): void {
  const { spans, marks } = planRereads(now().getTime(), claim.coverage, claim.memory.rereads);
  claim.memory.rereads = { ...marks };
  claim.memory.rereadsLeft = together([...claim.memory.rereadsLeft, ...spans]);
}

function settleRereads({ claim }: Run, read: Span): void {
  claim.memory.rereadsLeft = claim.memory.rereadsLeft.flatMap((span) => subtract(span, [read]).toReversed());
}

/** @returns what notes a stored page of the history: how many days it went back, and what that took. */
function historyProgress({ claim, counts }: Run, span: Span): (completeFrom: number) => void {
  const isHistory = claim.purpose === 'backfill' && subtract(span, claim.coverage).length > 0;
  let { requests } = counts;
  let at = performance.now();
  let { end } = span;
  return (completeFrom) => {
    if (!isHistory) return;
    const { buckets, calls, seconds } = claim.memory.backfill;
    claim.memory.backfill = {
      buckets: buckets + (end - completeFrom) / DAY_MS,
      calls: calls + counts.requests - requests,
      seconds: seconds + (performance.now() - at) / 1000,
    };
    ({ requests } = counts);
    at = performance.now();
    end = completeFrom;
  };
}

/** Whatever its status: the log is not kept for this organization, which is tested again every hour. */
function asSwitchedOff({ status, requestId, detail }: OpenAIAdminError): OpenAIAdminError {
  return new OpenAIAdminError('not_found', { family: AUDIT_LOG_FAMILY, status, requestId, detail });
}
