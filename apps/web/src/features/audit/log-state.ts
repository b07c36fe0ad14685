/** What the states of the logs mean for the page. */
import type { AuditFacetsAnswer, AuditLogStatus } from '@bursar/contract';

/**
 * The log that the page is about: of the organizations the one in the worst state. That of a tenant is beside the
 * point, because most organizations have none.
 */
export function mainLog({ logs }: AuditFacetsAnswer): AuditLogStatus | null {
  const own = logs.filter(({ tenant }) => !tenant);
  return own.toSorted((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state))[0] ?? null;
}

const WORST_FIRST = ['missing_scope', 'not_enabled', 'failing', 'connecting', 'quiet', 'active'] as const;

/** Logs that a person has to do something about. A tenant that has no log of its own lacks nothing. */
export const troubledLogs = ({ logs }: AuditFacetsAnswer): AuditLogStatus[] =>
  logs.filter(
    ({ state, tenant }) => state === 'missing_scope' || state === 'failing' || (state === 'not_enabled' && !tenant),
  );

/** How many events the filters leave. Each event has one type, and no organization has more types than are counted. */
export function eventTotal({ event_types }: AuditFacetsAnswer, types: readonly string[]): number {
  const counted = event_types.filter(({ event_type }) => types.length === 0 || types.includes(event_type));
  return counted.reduce((sum, { count }) => sum + count, 0);
}
