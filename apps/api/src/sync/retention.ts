import { Inject, Injectable, Logger } from '@nestjs/common';
import { AuditLogStore } from '../audit-log/audit-log.store.js';
import { RetentionStore } from '../metering/retention.store.js';
import { logReach } from './audit-plan.js';
import type { AuditFeed, FactsFeed, Feed } from './feeds.js';
import { FeedsStore } from './feeds.store.js';
import type { Run } from './run.js';
import { detailStart, reachStart } from './windows.js';

/** Runs are looked at while something is wrong; a week of every two minutes is thousands. */
const RUNS_KEPT_DAYS = 7;

/** Deleted at once: so few that whoever reads the log does not wait. */
const EVENTS_AT_ONCE = 2000;
/** Of those at one turn, a minute each: a setting that is new deletes years. */
const MOST_BATCHES = 25;

/** Once a UTC day, after what a feed had to read: takes away what its policy does not keep. */
@Injectable()
export class Retention {
  private readonly logger = new Logger('Sync');

  constructor(
    @Inject(RetentionStore) private readonly retention: RetentionStore,
    @Inject(FeedsStore) private readonly feeds: FeedsStore,
    @Inject(AuditLogStore) private readonly log: AuditLogStore,
  ) {}

  /**
   * Thins days that are kept by fewer dimensions only, and drops what is too old for its width.
   *
   * Numbers that another server is reading at this moment stay until the feed's next turn.
   *
   * @param feeds the whole table: what is dropped is dropped for all of a width.
   */
  async tidy({ claim, feed, now, signal }: Run<FactsFeed>, feeds: readonly Feed[]): Promise<void> {
    const time = now().getTime();
    const today = new Date(time).toISOString().slice(0, 10);
    if (claim.memory.tidiedOn === today) return;
    const { policy } = feed;
    const stored = {
      organizationId: claim.organizationId,
      feed: claim.feed,
      fence: claim.fence,
      capability: feed.capabilityName,
      width: policy.width,
    };
    const detail = detailStart(time, policy);
    if (detail !== null) {
      const isDone = await this.retention.thin({ ...stored, groupBy: feed.coarse, before: new Date(detail) }, signal);
      if (!isDone) return;
    }
    if (policy.kept !== null) {
      const isGone = await this.retention.drop({
        ...stored,
        feeds: feeds.filter((one) => one.kind === 'facts' && one.policy.width === policy.width).map(({ name }) => name),
        before: new Date(reachStart(time, policy.kept)),
      });
      if (!isGone) {
        this.logger.warn(`${feed.name}: what is too old is being read; it is dropped at the next turn.`);
        return;
      }
    }
    await this.feeds.forgetRuns(claim.organizationId, claim.feed, RUNS_KEPT_DAYS);
    claim.memory.tidiedOn = today;
  }

  /** Deletes events that are older than the log is kept; what a turn does not come to is left to the next one. */
  async tidyLog({ claim, feed, now, signal }: Run<AuditFeed>): Promise<void> {
    const today = now().toISOString().slice(0, 10);
    if (feed.kept === null || claim.memory.tidiedOn === today) return;
    const { organizationId, fence } = claim;
    const old = { organizationId, feed: claim.feed, fence, before: new Date(logReach(now().getTime(), feed.kept)) };
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      signal.throwIfAborted();
      const deleted = await this.log.drop({ ...old, most: EVENTS_AT_ONCE });
      if (deleted > 0)
        this.logger.log(`${feed.name}: ${deleted} events from before ${old.before.toISOString()} deleted.`);
      if (deleted < EVENTS_AT_ONCE) {
        claim.memory.tidiedOn = today;
        return;
      }
    }
  }
}
