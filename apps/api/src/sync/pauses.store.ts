import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inOrder, IS_CHOSEN } from './feeds.store.js';

/** A feed and since when it is paused; null: it goes on by the schedule. */
export interface FeedPause {
  feed: string;
  pausedAt: Date | null;
  pauseReason: string | null;
}

const NAMED = 'organization_id = $1 AND feed = ANY ($2::text[])';
const AS_PAUSE = 'feeds.feed, feeds.paused_at AS "pausedAt", feeds.pause_reason AS "pauseReason"';

/** Keeps feeds from the schedule until someone lets them go on. What runs already ends first, but for history. */
@Injectable()
export class PausesStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** What is paused already stays so since when it was, for the new reason. */
  async pause(organizationId: number, feeds: readonly string[], reason: string): Promise<FeedPause[]> {
    return this.update(
      `${inOrder(NAMED)} UPDATE feeds SET paused_at = coalesce(feeds.paused_at, now()), pause_reason = $3
         FROM chosen WHERE ${IS_CHOSEN} RETURNING ${AS_PAUSE}`,
      [organizationId, feeds, reason],
    );
  }

  /** What was due meanwhile is due at once. */
  async resume(organizationId: number, feeds: readonly string[]): Promise<FeedPause[]> {
    return this.update(
      `${inOrder(NAMED)} UPDATE feeds SET paused_at = NULL, pause_reason = NULL
         FROM chosen WHERE ${IS_CHOSEN} RETURNING ${AS_PAUSE}`,
      [organizationId, feeds],
    );
  }

  private async update(statement: string, parameters: unknown[]): Promise<FeedPause[]> {
    const [rows]: [FeedPause[], number] = await this.dataSource.query(statement, parameters);
    return rows;
  }
}
