/** What a person does to collecting, as hooks: start it, pause it, let it go on. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SyncAnswer, SyncPauseBody, SyncPausesAnswer, SyncResumeBody, SyncRunsBody } from '@bursar/contract';
import type { OfOrganizations, StartedRuns } from './api.js';
import { useChosenOrganization } from './chosen-organization.js';
import { useApi } from './queries.js';

/** Those of the chosen organization are meant; without a choice all that are connected. */
function useMeant(): OfOrganizations {
  const chosen = useChosenOrganization();
  return chosen === null ? {} : { organization: [chosen] };
}

/** Starts feeds now; without names all of them. */
export function useStartRuns(on: { success: (started: StartedRuns) => void; error: (error: Error) => void }) {
  const api = useApi();
  const meant = useMeant();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SyncRunsBody) => api.startRuns({ ...body, ...meant }),
    onMutate: async (body) => {
      await client.cancelQueries({ queryKey: ['sync'] });
      const before = client.getQueryData<SyncAnswer>(['sync']);
      // The button's effect shows at once; the next answer of the server corrects it if need be.
      if (before !== undefined) client.setQueryData(['sync'], asRunning(before, body.feeds, meant.organization));
      return { before };
    },
    onSuccess: on.success,
    onError: (error, _body, context) => {
      client.setQueryData(['sync'], context?.before);
      on.error(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['sync'] }),
  });
}

interface On<Answer> {
  success: (answer: Answer) => void;
  error: (error: Error) => void;
}

/** Keeps feeds from the schedule. */
export function usePauseSync(on: On<SyncPausesAnswer>) {
  const api = useApi();
  const meant = useMeant();
  return useSyncWrite((body: SyncPauseBody) => api.pauseSync({ ...body, ...meant }), on);
}

/** Lets feeds go on. */
export function useResumeSync(on: On<SyncPausesAnswer>) {
  const api = useApi();
  const meant = useMeant();
  return useSyncWrite((body: SyncResumeBody) => api.resumeSync({ ...body, ...meant }), on);
}

function useSyncWrite<Body>(write: (body: Body) => Promise<SyncPausesAnswer>, on: On<SyncPausesAnswer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: on.success,
    onError: on.error,
    onSettled: () => client.invalidateQueries({ queryKey: ['sync'] }),
  });
}

function asRunning(
  sync: SyncAnswer,
  names: readonly string[] | undefined,
  organizations: readonly string[] | undefined,
): SyncAnswer {
  const isMeant = (feed: string): boolean =>
    names === undefined || names.some((name) => name === feed || feed.startsWith(`${name}/`));
  const feeds = sync.feeds.map((feed) => {
    const startable = feed.state === 'waiting' || feed.state === 'retrying';
    const isOfMeant = organizations === undefined || organizations.includes(feed.organization_id ?? '');
    return startable && isOfMeant && isMeant(feed.feed) ? { ...feed, state: 'running' as const } : feed;
  });
  return { ...sync, feeds };
}
