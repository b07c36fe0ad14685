/** What pages read, as hooks: one name per call of the API, with how long an answer is good. */
import { queryOptions, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef } from 'react';
import type {
  ApiKey,
  CostsAnswer,
  FeedStatus,
  Project,
  Restatement,
  SyncAnswer,
  UsageAnswer,
  UsageOverview,
} from '@bursar/contract';
import { ApiError, type Api, type CostsRequest, type UsageRequest } from './api.js';
import { nameOfOrganization, syncOf, useChosenOrganization, useScoped } from './chosen-organization.js';
import { instants, type DayRange } from './days.js';

const ApiContext = createContext<Api | null>(null);
export const ApiProvider = ApiContext.Provider;

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === null) throw new Error('useApi needs an ApiProvider above it.');
  return api;
}

const BUSY_MS = 3_000;
const QUIET_MS = 30_000;
const DIRECTORY_MS = 5 * 60_000;

/** A question that the API refuses is refused the second time too; what passes is asked again twice. */
export const shouldRetry = (failures: number, error: Error): boolean =>
  failures < 2 && !(error instanceof ApiError && error.status !== null && error.status < 500);

export const isBusy = (sync: SyncAnswer): boolean =>
  sync.feeds.some((feed) => feed.state === 'running' || feed.backfill !== null) ||
  sync.organizations.some(({ state }) => state === 'connecting') ||
  sync.runs.some(({ state }) => state === 'queued' || state === 'running');

/** What is asked of the state of collecting. */
export const syncQuestion = (api: Api) =>
  queryOptions({ queryKey: ['sync'], queryFn: ({ signal }) => api.sync(signal) });

/** State of collecting, of the chosen organization: often while something runs, else twice a minute. */
export function useSync(): UseQueryResult<SyncAnswer> {
  const chosen = useChosenOrganization();
  return useSyncQuestion(useCallback((sync: SyncAnswer) => syncOf(sync, chosen), [chosen]));
}

/** State of collecting, whichever organization is chosen. */
export const useSyncOfAll = (): UseQueryResult<SyncAnswer> => useSyncQuestion(whole);

const whole = (sync: SyncAnswer): SyncAnswer => syncOf(sync, null);

function useSyncQuestion(select: (sync: SyncAnswer) => SyncAnswer): UseQueryResult<SyncAnswer> {
  const api = useApi();
  return useQuery({
    ...syncQuestion(api),
    select,
    // A page whose parts ask once more as they appear would forget the failure, and take them away again, for ever.
    retryOnMount: false,
    refetchInterval: ({ state }) => (state.data !== undefined && isBusy(state.data) ? BUSY_MS : QUIET_MS),
  });
}

export type NameOrganization = (id: string | null) => string | null;

/**
 * Names organizations where several are shown together; null where one is, and to name it again and again is noise.
 *
 * One that is no longer connected is called by its id.
 */
export function useSeveralOrganizations(): NameOrganization | null {
  const { data: sync } = useSync();
  const organizations = sync?.organizations;
  return useMemo(() => {
    if (organizations === undefined || organizations.length < 2) return null;
    const names = new Map(organizations.map((each) => [each.organization_id, nameOfOrganization(each)]));
    return (id) => names.get(id) ?? id;
  }, [organizations]);
}

const FIGURES = ['costs', 'usage', 'usage-overview', 'restatements', 'leak-impact'] as const;
/** What is kept of OpenAI's lists: every key of theirs begins with one of these. */
export const LISTS = ['projects', 'api-keys', 'directory'] as const;
const EVENTS = ['audit'] as const;

/** Reads figures, lists and events anew when collecting has brought new ones; called once, by the shell. */
export function useFreshFigures(sync: SyncAnswer | undefined): void {
  useFresh(sync, 'facts', FIGURES);
  // Apart from the figures: a list that was read page by page is read again as a whole.
  useFresh(sync, 'directory', LISTS);
  useFresh(sync, 'audit', EVENTS);
}

/**
 * Asks everything that failed again: on request, and by itself once the server answers again.
 *
 * @param error of what is asked for all the time, which tells whether the server answers
 */
export function useRetry(error: Error | null): () => void {
  const client = useQueryClient();
  const retry = useCallback(
    () => void client.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' }),
    [client],
  );
  const failed = useRef(false);
  useEffect(() => {
    if (failed.current && error === null) retry();
    failed.current = error !== null;
  }, [error, retry]);
  return retry;
}

function useFresh(sync: SyncAnswer | undefined, kind: FeedStatus['kind'], names: readonly string[]): void {
  const client = useQueryClient();
  const stamp = sync?.feeds
    .filter((feed) => feed.kind === kind)
    .map((feed) => `${feed.last_success_at} ${feed.backfill?.days_done}`)
    .join();
  const seen = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (stamp === undefined) return;
    if (seen.current !== undefined && seen.current !== stamp) {
      for (const name of names) void client.invalidateQueries({ queryKey: [name] });
    }
    seen.current = stamp;
  }, [client, stamp, names]);
}

/** @param asked null: nothing to ask yet, or at all */
export function useCosts(asked: CostsRequest | null): UseQueryResult<CostsAnswer> {
  return useCostsOfAll(useScoped(asked));
}

/** The same, whichever organization is chosen. */
export function useCostsOfAll(request: CostsRequest | null): UseQueryResult<CostsAnswer> {
  return useQuery(costsQuestion(useApi(), request));
}

/** @param request null: nothing to ask yet, or at all */
export const costsQuestion = (api: Api, request: CostsRequest | null) =>
  queryOptions({
    queryKey: ['costs', request],
    queryFn: ({ signal }) => {
      if (request === null) throw new Error('A disabled question was asked.');
      return api.costs(request, signal);
    },
    enabled: request !== null,
  });

/** Every capability over a range of UTC days; null: not yet. */
export function useUsageOverview(range: DayRange | null): UseQueryResult<UsageOverview> {
  const api = useApi();
  const request = useScoped(range && instants(range));
  return useQuery({
    queryKey: ['usage-overview', request],
    queryFn: ({ signal }) => {
      if (request === null) throw new Error('A disabled question was asked.');
      return api.usageOverview(request, signal);
    },
    enabled: request !== null,
  });
}

/** @param asked null: nothing to ask yet, or at all */
export function useUsage(capability: string, asked: UsageRequest | null): UseQueryResult<UsageAnswer> {
  const api = useApi();
  const request = useScoped(asked);
  return useQuery({
    queryKey: ['usage', capability, request],
    queryFn: ({ signal }) => {
      if (request === null) throw new Error('A disabled question was asked.');
      return api.usage(capability, request, signal);
    },
    enabled: request !== null,
  });
}

/** Changes of already billed days within a range, at most a thousand. */
export function useRestatements(
  range: DayRange | null,
): UseQueryResult<{ data: Restatement[]; next_cursor: string | null }> {
  const api = useApi();
  const request = useScoped(range && { ...instants(range), limit: 1000 });
  return useQuery({
    queryKey: ['restatements', request],
    queryFn: ({ signal }) => {
      if (request === null) throw new Error('A disabled question was asked.');
      return api.restatements(request, signal);
    },
    enabled: request !== null,
  });
}

/** Every project ever seen, oldest first; of all organizations, for their order gives each its colour. */
export function useProjects(): UseQueryResult<Project[]> {
  return useQuery(projectsQuestion(useApi()));
}

export const projectsQuestion = (api: Api) =>
  queryOptions({
    queryKey: ['projects'],
    queryFn: async ({ signal }) => (await api.projects(signal)).data,
    staleTime: DIRECTORY_MS,
  });

export function useApiKeys(enabled: boolean): UseQueryResult<ApiKey[]> {
  return useQuery({ ...apiKeysQuestion(useApi()), enabled });
}

export const apiKeysQuestion = (api: Api) =>
  queryOptions({
    queryKey: ['api-keys'],
    queryFn: async ({ signal }) => (await api.apiKeys(signal)).data,
    staleTime: DIRECTORY_MS,
  });
