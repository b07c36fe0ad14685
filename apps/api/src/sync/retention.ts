import { Inject, Injectable, Logger } from '@nestjs/common';
import { RetentionStore } from '../metering/retention.store.js';
import type { FactsFeed, Feed } from './feeds.js';
import { FeedsStore } from './feeds.store.js';
import type { Run } from './run.js';
import { detailStart, reachStart } from './windows.js';

/** Runs are looked at while something is wrong; a week of every two minutes is thousands. */
const RUNS_KEPT_DAYS = 7;

/** Once a UTC day, after what a feed had to read: takes away what its policy does not keep. */
@Injectable()
export class Retention {
  private readonly logger = new Logger('Sync');

  constructor(
    @Inject(RetentionStore) private readonly retention: RetentionStore,
    @Inject(FeedsStore) private readonly feeds: FeedsStore,
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
}
