/** The statements of claims.store.ts. */
import { spansOf } from './feeds.store.js';
import type { Span } from './spans.js';

/** A row of `DUE`. */
export interface DueFeed {
  feed: string;
  /** The run that a person asked for. */
  queued: string | null;
  asked: Span[];
  due: boolean;
}

/** The row of `TAKE`. */
export interface TakenFeed {
  fence: string;
  coverage: Span[];
  memory: unknown;
  failures: number;
  backfillFailures: number;
}

/** A failure leaves its mark until the same kind of run has succeeded. */
export const STATE_BY_FAILURES = `CASE WHEN failures + backfill_failures > 0 THEN 'retrying' ELSE 'waiting' END`;

/** What a person asked for waits again when it was not finished; other runs are replaced by the schedule. */
export const LOST = `
  state = CASE WHEN asked IS NULL THEN 'lost' ELSE 'queued' END,
  ended_at = CASE WHEN asked IS NULL THEN now() END`;

/**
 * The most urgent feed that is due and free. A paused one is neither due nor has it history to read, but a person
 * who asks for it gets it. $1 organization, $2 feeds, $3 the feed that each waits for, $4 whether
 * missing history counts.
 */
export const DUE = `
  SELECT f.feed, q.id AS queued, f.next_run_at <= now() AS due,
         ${spansOf(`CASE WHEN q.asked IS NULL THEN '{}'::tstzmultirange ELSE tstzmultirange(q.asked) END`)} AS asked
    FROM feeds f
    JOIN unnest($2::text[], $3::text[]) WITH ORDINALITY AS t (feed, after, place) ON t.feed = f.feed
    LEFT JOIN LATERAL (
      SELECT r.id, r.asked FROM runs r
       WHERE r.organization_id = f.organization_id AND r.feed = f.feed AND r.state = 'queued' ORDER BY r.id LIMIT 1
    ) q ON true
   WHERE f.organization_id = $1
     AND (f.lease_until IS NULL OR f.lease_until <= now())
     AND (q.id IS NOT NULL
          OR f.paused_at IS NULL AND (
            f.next_run_at <= now() OR ($4 AND f.backfill_at <= now() AND f.state NOT IN ('stopped', 'disabled'))))
     AND (t.after IS NULL OR EXISTS (
       SELECT FROM feeds a
        WHERE a.organization_id = f.organization_id AND a.feed = t.after AND a.last_success_at IS NOT NULL))
   ORDER BY q.id IS NULL, f.next_run_at > now(), t.place
   LIMIT 1`;

/** The same, locked; one that somebody else is taking is passed over. */
export const LOCK_DUE = `${DUE}
     FOR UPDATE OF f SKIP LOCKED`;

/** $1 organization, $2 feed, $3 owner, $4 seconds. */
export const TAKE = `
  UPDATE feeds SET fence = fence + 1, lease_owner = $3, state = 'running',
    lease_until = now() + make_interval(secs => $4)
   WHERE organization_id = $1 AND feed = $2
  RETURNING fence, ${spansOf('coverage')} AS coverage, memory, failures, backfill_failures AS "backfillFailures"`;
