import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Api } from './api.js';
import { useApi } from './queries.js';

/**
 * A change on the server, and the answers that it makes old.
 *
 * @param stale the key of those answers; absent: none
 */
export function useWrite<Body, Answer>(write: (api: Api, body: Body) => Promise<Answer>, stale?: readonly string[]) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => write(api, body),
    onSettled: () => (stale === undefined ? undefined : client.invalidateQueries({ queryKey: stale })),
  });
}
