import type { SyncError } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Scope } from '../http/scope.js';
import { AUDIT_FEEDS } from './audit-feeds.js';

/** How the reading of one log of one organization stands. */
export interface LogRow {
  openaiId: string | null;
  isTenant: boolean;
  lastSuccessAt: Date | null;
  lastError: SyncError | null;
  /** Whether it was read back to where it begins or is kept from. */
  isWhole: boolean;
  newestAt: Date | null;
  /** Start of the newest stretch without a gap. */
  completeSince: Date | null;
}

/** Reads how far the audit logs are collected. */
@Injectable()
export class AuditStatusStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /**
   * Every log of every organization in scope, those of the organization before those of its tenant.
   *
   * @param from the first instant of which events are kept
   */
  async logs({ organizationIds }: Scope, from: Date): Promise<LogRow[]> {
    return this.dataSource.query(
      `SELECT o.openai_id AS "openaiId", f.feed = $3 AS "isTenant", f.last_success_at AS "lastSuccessAt",
              f.last_error AS "lastError", f.coverage @> $4::timestamptz AS "isWhole",
              (SELECT max(e.effective_at) FROM audit_events e
                WHERE e.organization_id = o.id AND e.is_tenant = (f.feed = $3)) AS "newestAt",
              (SELECT lower(s) FROM unnest(f.coverage) s ORDER BY s DESC LIMIT 1) AS "completeSince"
         FROM feeds f JOIN organizations o ON o.id = f.organization_id
        WHERE f.feed IN ($2, $3) AND ($1::integer[] IS NULL OR o.id = ANY ($1::integer[]))
        ORDER BY o.id, f.feed = $3`,
      [organizationIds === 'all' ? null : organizationIds, AUDIT_FEEDS.organization, AUDIT_FEEDS.tenant, from],
    );
  }
}
