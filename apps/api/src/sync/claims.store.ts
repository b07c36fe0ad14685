import type { SyncError } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { queryPrepared } from '../database/prepared.js';
import { DUE, type DueFeed, LOCK_DUE, LOST, STATE_BY_FAILURES, TAKE, type TakenFeed } from './claim-statements.js';
import { readMemory } from './feed-memory.js';
import type { Feed } from './feeds.js';
import { FenceMovedError, lockFence } from './fence.js';
import type { Consequence } from './problems.js';
import type { Claim, Purpose, RunCounts } from './run.js';

/** Seconds that a claim holds without being renewed: how long a killed server's feeds wait for the next one. */
export const LEASE_SECONDS = 30;

/** Who works on which feed: leases, fences and the runs that go with them. Only the database's clock counts here. */
@Injectable()
export class ClaimsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /**
   * Takes the most urgent feed that is due and free: what a person asked for, then what the schedule says, then, if
   * allowed, missing history. A short transaction; a row that someone else is taking or storing is passed over.
   */
  async claim(asker: {
    organizationId: number;
    feeds: readonly Feed[];
    /** Who holds the lease, for people who look. */
    owner: string;
    allowBackfill: boolean;
    /** Aborted: the asker stops, and what it has just given back is not for it to take again. */
    stopping: AbortSignal;
  }): Promise<Claim | null> {
    const { organizationId } = asker;
    const values = [
      organizationId,
      asker.feeds.map(({ name }) => name),
      asker.feeds.map((feed) => (feed.kind === 'directory' ? feed.after : null)),
      asker.allowBackfill,
    ];
    // Most looks find nothing: they are not worth a transaction.
    if ((await queryPrepared<DueFeed>(this.dataSource, DUE, values)).length === 0) return null;
    return this.dataSource.transaction(async (manager) => {
      const [due]: DueFeed[] = await manager.query(LOCK_DUE, values);
      if (due === undefined || asker.stopping.aborted) return null;
      const [[taken]]: [TakenFeed[], number] = await manager.query(TAKE, [
        organizationId,
        due.feed,
        asker.owner,
        LEASE_SECONDS,
      ]);
      if (taken === undefined) throw new Error(`The row of the feed ${due.feed} vanished while it was being claimed.`);
      const asked = due.asked[0] ?? null;
      const purpose: Purpose = asked !== null ? 'asked' : due.queued !== null || due.due ? 'live' : 'backfill';
      const fence = { organizationId, feed: due.feed, fence: BigInt(taken.fence) };
      return {
        ...fence,
        runId: await this.beginRun(manager, fence, due.queued, purpose),
        purpose,
        byPerson: due.queued !== null,
        asked,
        coverage: taken.coverage,
        memory: readMemory(taken.memory),
        failures: purpose === 'backfill' ? taken.backfillFailures : taken.failures,
      };
    });
  }

  /**
   * Prolongs the lease and notes how far the run is.
   *
   * Waits while a window of the same feed is being stored, for that transaction holds the row: never await it between
   * two pages.
   *
   * @throws FenceMovedError if another claim has begun.
   */
  async renew(claim: Claim, counts: RunCounts): Promise<void> {
    const { organizationId, feed, fence, runId } = claim;
    const [, kept]: [unknown, number] = await this.dataSource.query(
      `WITH kept AS (
         UPDATE feeds SET lease_until = now() + make_interval(secs => $4)
          WHERE organization_id = $1 AND feed = $2 AND fence = $3 RETURNING 1)
       UPDATE runs SET requests = $6, pages = $7, rows = $8
        WHERE organization_id = $1 AND id = $5 AND EXISTS (SELECT FROM kept)`,
      [organizationId, feed, fence.toString(), LEASE_SECONDS, runId, counts.requests, counts.pages, counts.rows],
    );
    if (kept === 0) throw new FenceMovedError(claim);
  }

  /**
   * Keeps what the feed has learnt in the middle of a run: one statement, for it follows every window.
   *
   * @throws FenceMovedError if another claim has begun.
   */
  async remember(claim: Claim): Promise<void> {
    const { organizationId, feed, fence, memory } = claim;
    const [, kept]: [unknown, number] = await this.dataSource.query(
      'UPDATE feeds SET memory = $4 WHERE organization_id = $1 AND feed = $2 AND fence = $3',
      [organizationId, feed, fence.toString(), memory],
    );
    if (kept === 0) throw new FenceMovedError(claim);
  }

  /**
   * Ends a run that did all it was to do. `periodSeconds` from now a live feed has its next turn, or at once where it was
   * made due meanwhile: what it was made due for may have come too late for this run.
   */
  async succeed(claim: Claim, counts: RunCounts, next: { periodSeconds: number; hasBackfill: boolean }): Promise<void> {
    const { purpose } = claim;
    await this.end(claim, { state: 'succeeded', counts, error: null }, async (manager, row) => {
      await manager.query(
        `UPDATE feeds SET
           failures = CASE WHEN $3 = 'live' THEN 0 ELSE failures END,
           backfill_failures = CASE WHEN $3 = 'backfill' OR NOT $4 THEN 0 ELSE backfill_failures END,
           last_success_at = CASE WHEN $3 = 'live' THEN now() ELSE last_success_at END,
           next_run_at = CASE
             WHEN $3 <> 'live' THEN next_run_at
             WHEN next_run_at <= now() AND next_run_at > (
               SELECT started_at FROM runs WHERE organization_id = $1 AND id = $6) THEN next_run_at
             ELSE now() + make_interval(secs => $5) END,
           backfill_at = CASE WHEN NOT $4 THEN NULL WHEN $3 = 'backfill' THEN now() ELSE coalesce(backfill_at, now()) END
          WHERE organization_id = $1 AND feed = $2`,
        [...row, purpose, next.hasBackfill, next.periodSeconds, claim.runId],
      );
      await manager.query(
        `UPDATE feeds SET state = ${STATE_BY_FAILURES},
           last_error = CASE WHEN failures + backfill_failures > 0 THEN last_error END
          WHERE organization_id = $1 AND feed = $2`,
        row,
      );
    });
  }

  /** Ends a run that failed: what is covered stays covered, the feed waits as the consequence says. */
  async fail(claim: Claim, counts: RunCounts, error: SyncError, consequence: Consequence): Promise<void> {
    const ofBackfill = claim.purpose === 'backfill' && consequence.reach === 'feed';
    await this.end(claim, { state: 'failed', counts, error }, async (manager, row) => {
      await manager.query(
        `UPDATE feeds SET state = $3, last_error = $4,
           failures = failures + CASE WHEN $5 THEN 0 ELSE 1 END,
           backfill_failures = backfill_failures + CASE WHEN $5 THEN 1 ELSE 0 END,
           next_run_at = CASE WHEN $5 THEN next_run_at ELSE now() + make_interval(secs => $6) END,
           backfill_at = CASE WHEN $5 THEN now() + make_interval(secs => $6) ELSE backfill_at END
          WHERE organization_id = $1 AND feed = $2`,
        [...row, consequence.state, error, ofBackfill, consequence.after],
      );
    });
  }

  /** Gives the feed back without a verdict, so that it goes on at once elsewhere: this server is stopping. */
  async giveBack(claim: Claim, counts: RunCounts): Promise<void> {
    await this.end(claim, { state: 'lost', counts, error: null }, async (manager, row) => {
      await manager.query(
        `UPDATE feeds SET state = ${STATE_BY_FAILURES} WHERE organization_id = $1 AND feed = $2`,
        row,
      );
    });
  }

  private async beginRun(
    manager: EntityManager,
    claim: { organizationId: number; feed: string; fence: bigint },
    queued: string | null,
    purpose: Purpose,
  ): Promise<string> {
    const { organizationId, feed, fence } = claim;
    // Still marked as running: its server was killed or lost its lease.
    await manager.query(`UPDATE runs SET ${LOST} WHERE organization_id = $1 AND feed = $2 AND state = 'running'`, [
      organizationId,
      feed,
    ]);
    if (queued !== null) {
      await manager.query(
        `UPDATE runs SET state = 'running', started_at = now(), fence = $3, purpose = $4
          WHERE organization_id = $1 AND id = $2`,
        [organizationId, queued, fence.toString(), purpose],
      );
      return queued;
    }
    const [run]: { id: string }[] = await manager.query(
      `INSERT INTO runs (organization_id, feed, fence, trigger, purpose, state, started_at)
       VALUES ($1, $2, $3, 'schedule', $4, 'running', now()) RETURNING id`,
      [organizationId, feed, fence.toString(), purpose],
    );
    if (run === undefined) throw new Error('Postgres inserted a run and returned no row.');
    return run.id;
  }

  /** Ends the run, gives the lease back and keeps what was learnt; `settle` writes what differs, in the same transaction. */
  private async end(
    claim: Claim,
    run: { state: 'succeeded' | 'failed' | 'lost'; counts: RunCounts; error: SyncError | null },
    settle: (manager: EntityManager, row: [number, string]) => Promise<void>,
  ): Promise<void> {
    const { organizationId, feed, runId, memory } = claim;
    await this.dataSource.transaction(async (manager) => {
      await lockFence(manager, claim);
      await manager.query(
        `UPDATE feeds SET lease_owner = NULL, lease_until = NULL, memory = $3 WHERE organization_id = $1 AND feed = $2`,
        [organizationId, feed, memory],
      );
      await settle(manager, [organizationId, feed]);
      const { requests, pages, rows } = run.counts;
      await manager.query(
        `UPDATE runs SET requests = $3, pages = $4, rows = $5, error = $6,
           ${run.state === 'lost' ? LOST : `state = '${run.state}', ended_at = now()`}
          WHERE organization_id = $1 AND id = $2 AND state = 'running'`,
        [organizationId, runId, requests, pages, rows, run.error],
      );
    });
  }
}
