/** What the Audit log page reads: events page by page, what there is to filter by, and one event by its id. */
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { AuditEvent, AuditFacetsAnswer } from '@bursar/contract';
import type { AuditRequest, Page } from './api.js';
import { useScoped } from './chosen-organization.js';
import { useApi } from './queries.js';
import { useReadOnList, type ReadOnList } from './read-on-list.js';

export type EventList = ReadOnList<AuditEvent>;

/** @param asked null: not asked yet */
export function useAuditEvents(asked: AuditRequest | null): EventList {
  const api = useApi();
  const filters = useScoped(asked);
  return useReadOnList({
    key: ['audit-list', filters],
    isWanted: filters !== null,
    read: (page, signal) => api.auditEvents({ ...filters, ...page }, signal),
  });
}

/** What the filters leave, by type and actor, and how the log itself is doing; read anew after each run of its feed. */
export function useAuditFacets(asked: AuditRequest | null): UseQueryResult<AuditFacetsAnswer> {
  const api = useApi();
  const filters = useScoped(asked);
  return useQuery({
    queryKey: ['audit', 'facets', filters],
    queryFn: ({ signal }) => api.auditFacets(filters ?? {}, signal),
    placeholderData: keepPreviousData,
    enabled: filters !== null,
  });
}

/** The newest event that the filters leave; null where there is none. */
export function useNewestEvent(asked: AuditRequest | null): UseQueryResult<AuditEvent | null> {
  const api = useApi();
  const filters = useScoped(asked);
  return useQuery({
    queryKey: ['audit', 'newest', filters],
    queryFn: async ({ signal }) => (await api.auditEvents({ ...filters, limit: 1 }, signal)).data[0] ?? null,
    enabled: filters !== null,
  });
}

/** The newest events of the time that a chart shows, one page of them. */
export function useChartEvents(asked: AuditRequest): UseQueryResult<Page<AuditEvent>> {
  const api = useApi();
  const filters = useScoped(asked);
  return useQuery({
    queryKey: ['audit', 'chart', filters],
    queryFn: ({ signal }) => api.auditEvents(filters, signal),
    placeholderData: keepPreviousData,
  });
}

/** One event, whether a list holds it or not. @param known where the list has it already */
export function useAuditEvent(id: string | null, known: AuditEvent | undefined): UseQueryResult<AuditEvent> {
  const api = useApi();
  return useQuery({
    queryKey: ['audit-event', id],
    queryFn: ({ signal }) => api.auditEvent(id ?? '', signal),
    // An event never changes.
    staleTime: Infinity,
    enabled: id !== null,
    ...(known !== undefined && { initialData: known }),
  });
}
