import type { SyncError } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Feed } from './feeds.js';
import type { Consequence } from './problems.js';
import type { Span } from './spans.js';

/** SQL that reads a multirange as spans: milliseconds since 1970, oldest first. */
export const spansOf = (multirange: string): string =>
  `(SELECT coalesce(json_agg(json_build_object(
      'start', (extract(epoch FROM lower(s)) * 1000)::bigint, 'end', (extract(epoch FROM upper(s)) * 1000)::bigint)
      ORDER BY lower(s)), '[]') FROM unnest(${multirange}) s)`;

/** Locks several feeds in one order everywhere: two who do so at the same time wait instead of blocking each other. */
export const inOrder = (condition: string): string =>
  `WITH chosen AS (SELECT organization_id, feed FROM feeds WHERE ${condition} ORDER BY feed FOR UPDATE)`;

export const IS_CHOSEN = 'feeds.organization_id = chosen.organization_id AND feeds.feed = chosen.feed';

/** The rows of the feeds, apart from their claims. Only the database's clock counts here. */
@Injectable()
export class FeedsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /**
   * Makes the rows of feeds that are new in the table; what is due for the first time is due at once. Where all others
   * are paused, somebody has paused everything: then the new ones are paused with them.
   */
  async ensure(organizationId: number, feeds: readonly Feed[]): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO feeds (organization_id, feed, paused_at, pause_reason)
       SELECT $1, name, everything.paused_at, everything.pause_reason
         FROM unnest($2::text[]) name
         LEFT JOIN (SELECT paused_at, pause_reason, bool_and(paused_at IS NOT NULL) OVER () AS all_are
                      FROM feeds WHERE organization_id = $1 AND feed = ANY ($2)
                     ORDER BY paused_at DESC NULLS LAST LIMIT 1) everything ON everything.all_are
           ON CONFLICT DO NOTHING`,
      [organizationId, feeds.map((feed) => feed.name)],
    );
  }

  /** Gives back every lease but those of `owner`: only for a database that no other server can be using. */
  async releaseAll(organizationId: number, owner: string): Promise<void> {
    await this.dataSource.query(
      'UPDATE feeds SET lease_owner = NULL, lease_until = NULL WHERE organization_id = $1 AND lease_owner <> $2',
      [organizationId, owner],
    );
  }

  /** Lets feeds that wait for a better key or permission try at once. */
  async wake(
    organizationId: number,
    states: readonly ('stopped' | 'disabled')[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<void> {
    await manager.query(
      `${inOrder('organization_id = $1 AND state = ANY ($2::text[])')}
       UPDATE feeds SET next_run_at = now() FROM chosen WHERE ${IS_CHOSEN}`,
      [organizationId, states],
    );
  }

  /** Makes feeds due now that wait for their turn, or once more when their present run is over. */
  async makeDue(organizationId: number, feeds: readonly string[]): Promise<void> {
    await this.dataSource.query(
      `${inOrder(`organization_id = $1 AND feed = ANY ($2::text[]) AND state IN ('waiting', 'running')`)}
       UPDATE feeds SET next_run_at = now() FROM chosen WHERE ${IS_CHOSEN}`,
      [organizationId, feeds],
    );
  }

  async readCoverage(organizationId: number, feed: string): Promise<Span[]> {
    const [row]: { coverage: Span[] }[] = await this.dataSource.query(
      `SELECT ${spansOf('coverage')} AS coverage FROM feeds WHERE organization_id = $1 AND feed = $2`,
      [organizationId, feed],
    );
    return row?.coverage ?? [];
  }

  /** Whether a feed's own turn has come, a person asks for it, or it was paused: missing history then waits. */
  async liveIsDue(organizationId: number, feed: string): Promise<boolean> {
    const [answer]: { due: boolean }[] = await this.dataSource.query(
      `SELECT EXISTS (SELECT FROM feeds WHERE organization_id = $1 AND feed = $2
                           AND (next_run_at <= now() OR paused_at IS NOT NULL))
           OR EXISTS (SELECT FROM runs WHERE organization_id = $1 AND feed = $2 AND state = 'queued') AS due`,
      [organizationId, feed],
    );
    return answer?.due === true;
  }

  /**
   * Makes feeds due now that thought their capability unused when they looked last. One that is looking at this moment
   * is passed over: whoever finds rows says so again at its next turn.
   */
  async wakeQuiet(organizationId: number, feeds: readonly string[]): Promise<void> {
    await this.dataSource.query(
      `${inOrder(`organization_id = $1 AND feed = ANY ($2::text[]) AND state = 'waiting' AND memory->>'isQuiet' = 'true'`)}
       UPDATE feeds SET next_run_at = now() FROM chosen WHERE ${IS_CHOSEN}`,
      [organizationId, feeds],
    );
  }

  /** The feeds that OpenAI answered with 404 when it was asked last, and when that was, by OpenAI's clock. */
  async notFound(organizationId: number, feeds: readonly string[]): Promise<{ feed: string; at: Date }[]> {
    return this.dataSource.query(
      `SELECT feed, (last_error->>'at')::timestamptz AS at FROM feeds
        WHERE organization_id = $1 AND feed = ANY ($2::text[]) AND last_error->>'code' = 'not_found'`,
      [organizationId, feeds],
    );
  }

  /** Makes feeds due now that OpenAI answered with 404 at an instant, by its clock, or longer ago. */
  async wakeNotFound(organizationId: number, feeds: readonly string[], askedBy: Date): Promise<void> {
    await this.dataSource.query(
      `${inOrder(`organization_id = $1 AND feed = ANY ($2::text[]) AND state = 'disabled'
          AND last_error->>'code' = 'not_found' AND (last_error->>'at')::timestamptz <= $3`)}
       UPDATE feeds SET next_run_at = least(next_run_at, now()) FROM chosen WHERE ${IS_CHOSEN}`,
      [organizationId, feeds, askedBy],
    );
  }

  /** Forgets runs that ended so many days ago. */
  async forgetRuns(organizationId: number, feed: string, days: number): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM runs WHERE organization_id = $1 AND feed = $2 AND ended_at < now() - make_interval(days => $3)`,
      [organizationId, feed, days],
    );
  }

  /** Puts several feeds into the state of a failure that is not one feed's alone; those that run find out themselves. */
  async spread(
    manager: EntityManager,
    failure: { organizationId: number; feeds: readonly string[]; error: SyncError; consequence: Consequence },
  ): Promise<void> {
    const { organizationId, feeds, error, consequence } = failure;
    await manager.query(
      `${inOrder('organization_id = $1 AND feed = ANY ($2::text[]) AND (lease_until IS NULL OR lease_until <= now())')}
       UPDATE feeds SET state = $3, last_error = $4, next_run_at = now() + make_interval(secs => $5)
         FROM chosen WHERE ${IS_CHOSEN}`,
      [organizationId, feeds, consequence.state, error, consequence.after],
    );
  }
}
