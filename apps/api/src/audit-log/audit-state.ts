/** What the silence or the stream of an audit log means. */
import type { AuditLogState, AuditLogStatus } from '@bursar/contract';
import { toInstant } from '../sync/problems.js';
import type { LogRow } from './audit-status.store.js';

const QUIET_AFTER_MS = 86_400_000;

const NEVER_AN_EVENT =
  'OpenAI has not given a single audit event, back to the first day. Audit logging is probably not switched on: an ' +
  'owner of the organization does it under Settings → Data controls, and cannot undo it. Events from before are not kept by OpenAI.';

/** @param keptSince the first instant that is kept by setting; null: everything is */
export function statusOf(row: LogRow, now: Date, keptSince: Date | null): AuditLogStatus {
  const state = stateOf(row, now);
  const neverAny = state === 'not_enabled' && row.lastError === null ? NEVER_AN_EVENT : null;
  return {
    organization_id: row.openaiId,
    tenant: row.isTenant,
    state,
    message: row.lastError?.message ?? neverAny,
    missing_scope: row.lastError?.missing_scope ?? null,
    newest_at: row.newestAt && toInstant(row.newestAt),
    complete_since: row.completeSince && toInstant(row.completeSince),
    kept_since: keptSince && toInstant(keptSince),
    synced_at: row.lastSuccessAt && toInstant(row.lastSuccessAt),
  };
}

/**
 * An error first, for behind it events may wait. Then the events: logging leaves its mark with the first sign-in, so an
 * organization without any has it switched off; most tenants never have an event of their own.
 */
function stateOf({ lastError, newestAt, lastSuccessAt, isWhole, isTenant }: LogRow, now: Date): AuditLogState {
  if (lastError?.code === 'missing_scope') return 'missing_scope';
  if (lastError?.code === 'not_found') return 'not_enabled';
  if (lastError !== null) return 'failing';
  if (newestAt !== null) return now.getTime() - newestAt.getTime() > QUIET_AFTER_MS ? 'quiet' : 'active';
  if (lastSuccessAt === null || !isWhole) return 'connecting';
  return isTenant ? 'quiet' : 'not_enabled';
}
