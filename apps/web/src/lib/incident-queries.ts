/** What the leak desk and the pages of incidents read, and what is done to an incident. */
import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type {
  EvidencePack,
  Incident,
  IncidentItem,
  IncidentState,
  LeakImpact,
  LeakImpactQuery,
  RotationItem,
} from '@bursar/contract';
import type { Api } from './api.js';
import { useScoped } from './chosen-organization.js';
import { useApi } from './queries.js';
import { useReadOnList, type ReadOnList } from './read-on-list.js';

/** What a key does shows within minutes; an action of somebody else should be seen before it is done twice. */
const WATCH_MS = 60_000;

/** @param question null: no key is chosen yet */
export function useLeakImpact(question: LeakImpactQuery | null): UseQueryResult<LeakImpact> {
  const api = useApi();
  return useQuery({
    queryKey: ['leak-impact', question],
    queryFn: ({ signal }) => {
      if (question === null) throw new Error('A disabled question was asked.');
      return api.leakImpact(question, signal);
    },
    // Of the same key with another time the figures before stay until the new ones come; of another key nothing does.
    placeholderData: (before) => (before?.key.api_key_id === question?.api_key_id ? before : undefined),
    refetchInterval: WATCH_MS,
    enabled: question !== null,
  });
}

/** Which key is meant, where its id is not enough. */
export interface KeyInProject {
  keyId: string;
  projectId: string;
  /** null: the only one that is connected. */
  organizationId: string | null;
}

const ofKey = ({ keyId, projectId, organizationId }: KeyInProject) => ({
  api_key_id: [keyId],
  project_id: [projectId],
  ...(organizationId !== null && { organization: [organizationId] }),
});

/** The newest incident of a key; null: there was none. */
export function useIncidentOf(key: KeyInProject | null): UseQueryResult<IncidentItem | null> {
  const api = useApi();
  return useQuery({
    queryKey: ['incidents', 'of-key', key],
    queryFn: async ({ signal }) => {
      if (key === null) throw new Error('A disabled question was asked.');
      return (await api.incidents({ ...ofKey(key), limit: 1 }, signal)).data[0] ?? null;
    },
    enabled: key !== null,
  });
}

/** The newest rotation that a key is part of, as the old one or the new one; null: there was none. */
export function useRotationOf(key: KeyInProject | null): UseQueryResult<RotationItem | null> {
  const api = useApi();
  return useQuery({
    queryKey: ['rotations', 'of-key', key],
    queryFn: async ({ signal }) => {
      if (key === null) throw new Error('A disabled question was asked.');
      return (await api.rotations({ ...ofKey(key), limit: 1 }, signal)).data[0] ?? null;
    },
    enabled: key !== null,
  });
}

/** Of every state where none is named; the newest first, as far as they were scrolled to. */
export function useIncidents(state: IncidentState | null): ReadOnList<IncidentItem> {
  const api = useApi();
  const request = useScoped(state === null ? {} : { state: [state] });
  return useReadOnList({
    key: ['incident-list', request],
    isWanted: true,
    read: (page, signal) => api.incidents({ ...request, ...page }, signal),
  });
}

export function useIncident(id: string): UseQueryResult<Incident> {
  const api = useApi();
  return useQuery({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => api.incident(id, signal),
    refetchInterval: ({ state: { data } }) => (data?.state === 'open' ? WATCH_MS : false),
  });
}

/** Read once: a page that is printed does not change under the reader's eyes. */
export function useEvidence(id: string): UseQueryResult<EvidencePack> {
  const api = useApi();
  return useQuery({
    queryKey: ['evidence', id],
    queryFn: ({ signal }) => api.evidence(id, signal),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export const useAddIncidentNote = (id: string) =>
  useIncidentWrite((api, text: string) => api.addIncidentNote(id, { text }));

/** What was answered is shown at once, and what else it changed is read anew. */
function useIncidentWrite<Body>(write: (api: Api, body: Body) => Promise<Incident>) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => write(api, body),
    onSuccess: (incident) => client.setQueryData<Incident>(['incident', incident.id], incident),
    // Whatever refuses it, somebody else may have been faster.
    onSettled: () => Promise.all(OUTDATED.map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
}

const OUTDATED = ['incidents', 'incident-list', 'incident'] as const;
