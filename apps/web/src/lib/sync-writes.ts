/** What a person does to collecting, as hooks: start it, pause it, let it go on. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SyncAnswer, SyncPauseBody, SyncPausesAnswer, SyncResumeBody, SyncRunsBody } from '@bursar/contract';
import type { StartedRuns } from './api.js';
import { useApi } from './queries.js';

/** Starts feeds now; without names all of them. */
export function useStartRuns(on: { success: (started: StartedRuns) => void; error: (error: Error) => void }) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SyncRunsBody) => api.startRuns(body),
    onMutate: async (body) => {
      await client.cancelQueries({ queryKey: ['sync'] });
      const before = client.getQueryData<SyncAnswer>(['sync']);
      // The button's effect shows at once; the next answer of the server corrects it if need be.
      if (before !== undefined) client.setQueryData(['sync'], asRunning(before, body.feeds));
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
  return useSyncWrite((body: SyncPauseBody) => api.pauseSync(body), on);
}

/** Lets feeds go on. */
export function useResumeSync(on: On<SyncPausesAnswer>) {
  const api = useApi();
  return useSyncWrite((body: SyncResumeBody) => api.resumeSync(body), on);
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

function asRunning(sync: SyncAnswer, names: readonly string[] | undefined): SyncAnswer {
  const isMeant = (feed: string): boolean =>
    names === undefined || names.some((name) => name === feed || feed.startsWith(`${name}/`));
  const feeds = sync.feeds.map((feed) => {
    const startable = feed.state === 'waiting' || feed.state === 'retrying';
    return startable && isMeant(feed.feed) ? { ...feed, state: 'running' as const } : feed;
  });
  return { ...sync, feeds };
}
