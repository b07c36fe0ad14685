import { Inject, Injectable } from '@nestjs/common';
import { MeteringStore } from '../metering/metering.store.js';
import { isInUse, isWatching } from '../sync/activity.js';
import type { FactsFeed } from '../sync/feeds.js';
import { FeedsStore } from '../sync/feeds.store.js';
import { SyncService } from '../sync/sync.service.js';
import { ASK_AGAIN_MINUTES, MINUTE_MS } from './drain.js';

/** What OpenAI answers with 404 of all that tells by the minute which key was used. */
@Injectable()
export class NotOfferedService {
  constructor(
    @Inject(FeedsStore) private readonly feeds: FeedsStore,
    @Inject(MeteringStore) private readonly metering: MeteringStore,
    @Inject(SyncService) private readonly sync: SyncService,
  ) {}

  /**
   * When OpenAI said so, by capability, in milliseconds since 1970.
   *
   * Without those that have rows of today or yesterday: OpenAI offers these, so that its 404 is a disturbance.
   *
   * @param now OpenAI's time
   */
  async notFound(organizationId: number, now: number): Promise<Map<string, number>> {
    const watching = this.watching();
    const found = new Map<string, number>();
    for (const { feed, at } of await this.feeds.notFound(organizationId, [...watching.keys()])) {
      const capability = watching.get(feed)?.capabilityName;
      if (capability === undefined) continue;
      const day = await this.metering.lastActiveDay(organizationId, capability);
      if (!isInUse(day, now)) found.set(capability, at.getTime());
    }
    return found;
  }

  /** Has OpenAI asked again, for a 404 of hours ago says nothing: the schedule alone would ask once a day at last. */
  async askAgain(organizationId: number, now: Date): Promise<void> {
    const askedBy = new Date(now.getTime() - ASK_AGAIN_MINUTES * MINUTE_MS);
    await this.feeds.wakeNotFound(organizationId, [...this.watching().keys()], askedBy);
  }

  private watching(): Map<string, FactsFeed> {
    const feeds = this.sync.feeds.filter((feed) => feed.kind === 'facts').filter(isWatching);
    return new Map(feeds.map((feed) => [feed.name, feed]));
  }
}
