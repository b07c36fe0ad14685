import { Inject, Injectable } from '@nestjs/common';
import type { AuditEventObject } from '@bursar/openai-admin';
import { DataSource } from 'typeorm';
import { storableJson } from '../directory/directory-object.js';
import type { Environment } from '../env.js';
import { keepErasuresOut, readErased } from '../personal-data/erased-members.js';
import { withoutErased } from '../personal-data/erased-text.js';
import { type Fence, lockFence } from '../sync/fence.js';
import type { Span } from '../sync/spans.js';
import { ENVIRONMENT } from '../tokens.js';
import { promoteEvent } from './audit-event.js';
import { AUDIT_FEEDS } from './audit-feeds.js';

/** Events that were read together, and by which claim of which feed. */
export interface ReadEvents extends Fence {
  isTenant: boolean;
  events: readonly AuditEventObject[];
  /** OpenAI's time when their reading began. */
  at: Date;
  /** What is completely read with them and may be relied on; null: nothing yet. */
  covered: Span | null;
}

const STORE_EVENTS = `
  INSERT INTO audit_events (organization_id, id, is_tenant, type, effective_at, project_id, project_name, actor_type,
    actor_id, actor_email, actor_key_id, ip_address, actor_names, resource_ids, words, event, first_seen_at)
  SELECT $1, e.id, $2, e.type, e.effective_at, e.project_id, e.project_name, e.actor_type,
    e.actor_id, e.actor_email, e.actor_key_id, e.ip_address, e.actor_names, e.resource_ids, e.words, e.event, $3
    FROM jsonb_to_recordset($4::jsonb) AS e (id text, type text, effective_at timestamptz, project_id text,
      project_name text, actor_type text, actor_id text, actor_email text, actor_key_id text, ip_address text,
      actor_names text[], resource_ids text[], words text, event jsonb)
   ORDER BY e.id
      ON CONFLICT DO NOTHING
  RETURNING id`;

const COVER = `
  UPDATE feeds SET coverage = coverage + tstzmultirange(tstzrange($3, $4)) WHERE organization_id = $1 AND feed = $2`;

/** Writes OpenAI's audit events. They stay for ever, for OpenAI does not say how long it keeps them, unless a setting ends it. */
@Injectable()
export class AuditLogStore {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ENVIRONMENT) private readonly environment: Pick<Environment, 'secret'>,
  ) {}

  /**
   * Adds the events that are not stored yet, and what is covered with them, in one transaction.
   *
   * @returns those that are new.
   * @throws FenceMovedError when the feed was claimed again.
   */
  async add(read: ReadEvents): Promise<AuditEventObject[]> {
    const { organizationId, feed, isTenant, events, at, covered } = read;
    return this.dataSource.transaction(async (manager) => {
      await lockFence(manager, read);
      const erased = await readErased(manager, this.environment.secret);
      const told = erased === null ? events : withoutErased(events, erased);
      const rows = storableJson(told.map(promoteEvent));
      const stored: { id: string }[] =
        events.length === 0 ? [] : await manager.query(STORE_EVENTS, [organizationId, isTenant, at, rows]);
      if (covered !== null && covered.start < covered.end) {
        await manager.query(COVER, [organizationId, feed, new Date(covered.start), new Date(covered.end)]);
      }
      const added = new Set(stored.map(({ id }) => id));
      return events.filter(({ id }) => added.has(id));
    });
  }

  /**
   * Deletes events from before an instant, oldest first, and what says that they were read.
   *
   * Of both logs, whichever feed asks: one that is paused or refused keeps nothing longer.
   *
   * @returns how many were deleted; as many as `most`: there may be others.
   * @throws FenceMovedError when the feed was claimed again.
   */
  async drop({ before, most, ...fence }: Fence & { before: Date; most: number }): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      // Both rows in one order: the other feed may be about the same at this moment.
      await manager.query(
        'SELECT 1 FROM feeds WHERE organization_id = $1 AND feed = ANY ($2) ORDER BY feed FOR UPDATE',
        [fence.organizationId, Object.values(AUDIT_FEEDS)],
      );
      await lockFence(manager, fence);
      await keepErasuresOut(manager);
      await manager.query(
        `UPDATE feeds SET coverage = coverage - tstzmultirange(tstzrange(NULL, $3))
          WHERE organization_id = $1 AND feed = ANY ($2) AND lower(coverage) < $3`,
        [fence.organizationId, Object.values(AUDIT_FEEDS), before],
      );
      const [rows]: [unknown[]] = await manager.query(
        `DELETE FROM audit_events WHERE organization_id = $1 AND id IN (
           SELECT id FROM audit_events WHERE organization_id = $1 AND effective_at < $2 ORDER BY effective_at, id LIMIT $3)
         RETURNING 1`,
        [fence.organizationId, before, most],
      );
      return rows.length;
    });
  }
}
