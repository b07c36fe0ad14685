import type { SyncError, SyncRun } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Scope } from '../http/scope.js';
import { spansOf } from './feeds.store.js';
import type { Span } from './spans.js';

/** The row of one feed of one organization, read with the database's clock. */
export interface FeedRow {
  organizationId: number;
  openaiId: string | null;
  feed: string;
  state: 'waiting' | 'running' | 'retrying' | 'stopped' | 'disabled';
  coverage: Span[];
  nextRunAt: Date;
  lastSuccessAt: Date | null;
  lagSeconds: number | null;
  failures: number;
  lastError: SyncError | null;
  pausedAt: Date | null;
  pauseReason: string | null;
  memory: unknown;
  /** When the organization's oldest project was made; null where none is known. */
  beganAt: Date | null;
  calls24h: number;
}

export interface RunRow {
  id: string;
  feed: string;
  openaiId: string | null;
  state: SyncRun['state'];
  startedAt: Date | null;
  endedAt: Date | null;
  requests: number;
  pages: number;
  rows: string;
  error: SyncError | null;
}

/** How far the numbers of one feed are, from what is kept about each day's reading. */
export interface ReadingRow {
  organizationId: number;
  capability: string;
  width: string;
  rows: string;
  /** Start of the oldest day that may still change; null: none. */
  provisionalFrom: Date | null;
}

const VISIBLE = `($1::integer[] IS NULL OR o.id = ANY ($1::integer[]))`;

/** Reads what the sync page shows. */
@Injectable()
export class SyncStatusStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Feeds of every organization in scope that is collected from, in no order. A lease that ran out means that nobody works on the feed. */
  async feeds(scope: Scope): Promise<FeedRow[]> {
    return this.dataSource.query(
      `SELECT o.id AS "organizationId", o.openai_id AS "openaiId", f.feed,
              CASE WHEN f.state = 'running' AND (f.lease_until IS NULL OR f.lease_until <= now()) THEN 'waiting'
                   ELSE f.state END AS state,
              ${spansOf('f.coverage')} AS coverage, f.next_run_at AS "nextRunAt", f.last_success_at AS "lastSuccessAt",
              floor(extract(epoch FROM now() - f.last_success_at))::integer AS "lagSeconds",
              f.failures + f.backfill_failures AS failures, f.last_error AS "lastError",
              f.paused_at AS "pausedAt", f.pause_reason AS "pauseReason", f.memory,
              began.at AS "beganAt",
              (SELECT coalesce(sum(r.requests), 0)::integer FROM runs r
                WHERE r.organization_id = f.organization_id AND r.feed = f.feed
                  AND coalesce(r.ended_at, now()) > now() - interval '24 hours') AS "calls24h"
         FROM feeds f JOIN organizations o ON o.id = f.organization_id
         LEFT JOIN (SELECT organization_id, min(created_at) AS at FROM directory_objects WHERE kind = 'project' GROUP BY 1)
           began ON began.organization_id = o.id
        WHERE ${VISIBLE} AND o.state NOT IN ('disconnected', 'removing')`,
      [inScope(scope)],
    );
  }

  /** The runs that were begun or asked for last, newest first. */
  async newestRuns(scope: Scope, limit: number): Promise<RunRow[]> {
    return this.dataSource.query(
      `SELECT r.id, r.feed, o.openai_id AS "openaiId", r.state, r.started_at AS "startedAt", r.ended_at AS "endedAt",
              r.requests, r.pages, r.rows, r.error
         FROM runs r JOIN organizations o ON o.id = r.organization_id
        WHERE ${VISIBLE} ORDER BY coalesce(r.started_at, r.requested_at) DESC, r.id DESC LIMIT $2`,
      [inScope(scope), limit],
    );
  }

  /**
   * Rows and the oldest day that is not final, by capability and width. A day is final when it was read completely
   * three days or more after its end.
   */
  async readings(scope: Scope): Promise<ReadingRow[]> {
    return this.dataSource.query(
      // Hours, for a sum with days is one with a calendar and takes longer; in UTC they are the same.
      `SELECT r.organization_id AS "organizationId", r.capability, r.width, sum(r.row_count) AS rows,
              min(r.day) FILTER (WHERE r.read_at < r.day + interval '96 hours') AS "provisionalFrom"
         FROM readings r
        WHERE ($1::integer[] IS NULL OR r.organization_id = ANY ($1::integer[])) AND r.is_base
        GROUP BY r.organization_id, r.capability, r.width`,
      [inScope(scope)],
    );
  }
}

/** null: all. */
function inScope(scope: Scope): number[] | null {
  return scope.organizationIds === 'all' ? null : [...scope.organizationIds];
}
