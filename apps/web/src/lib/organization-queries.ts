/** Which organizations are connected, and what is done to them. */
import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';
import type {
  DisconnectBody,
  KeyTestBody,
  KeyUse,
  Organization,
  OrganizationBody,
  OrganizationKeyBody,
  OrganizationRemoval,
} from '@bursar/contract';
import type { Api } from './api.js';
import { useApi } from './queries.js';
import { useWrite } from './use-write.js';

const ORGANIZATIONS = ['organizations'] as const;
const UNDER_WAY_MS = 5_000;
/** Keys expire by days, and what happens to them meanwhile is told by the state of collecting. */
const GOOD_MS = 10 * 60_000;

/** Only for those who may see them. While one is being connected or deleted, asked again and again. */
export function useOrganizations(): UseQueryResult<Organization[]> {
  const api = useApi();
  return useQuery({
    queryKey: ORGANIZATIONS,
    queryFn: async ({ signal }) => (await api.organizations(signal)).data,
    staleTime: GOOD_MS,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) === true ? UNDER_WAY_MS : false),
  });
}

const isUnderWay = ({ state }: Organization): boolean => state === 'connecting' || state === 'removing';

/** Changes nothing, so that nothing has to be read anew. */
export const useTestKey = () => usePasted((api, body: KeyTestBody) => api.testKey(body));

export const useConnectOrganization = () => useKeyWrite((api, body: OrganizationBody) => api.connectOrganization(body));

export const useSetOrganizationKey = (id: string, use: KeyUse) =>
  useKeyWrite((api, body: OrganizationKeyBody) => api.setOrganizationKey(id, use, body));

export const useTestOrganizationKey = () =>
  useWrite((api, { id, use }: { id: string; use: KeyUse }) => api.testOrganizationKey(id, use), ORGANIZATIONS);

export const useRenameOrganization = () =>
  useOrganizationWrite((api, { id, name }: { id: string; name: string }) => api.changeOrganization(id, { name }));

export const useForgetWriteKey = () => useOrganizationWrite((api, id: string) => api.forgetWriteKey(id));

export const useDisconnectOrganization = () =>
  useOrganizationWrite((api, { id, ...body }: { id: string } & DisconnectBody) => api.disconnectOrganization(id, body));

export const useRemoveOrganization = () =>
  useOrganizationWrite((api, { id, ...body }: { id: string } & OrganizationRemoval) =>
    api.removeOrganization(id, body),
  );

/** What changes an organization changes what the top bar and the pages say of collecting, too. */
function useOrganizationWrite<Body, Answer>(write: (api: Api, body: Body) => Promise<Answer>) {
  const api = useApi();
  const refresh = useRefresh();
  return useMutation({ mutationFn: (body: Body) => write(api, body), onSettled: refresh });
}

function useRefresh() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ORGANIZATIONS }),
      client.invalidateQueries({ queryKey: ['sync'] }),
    ]);
}

function useKeyWrite<Body, Answer>(write: (api: Api, body: Body) => Promise<Answer>) {
  return usePasted(write, useRefresh());
}

/**
 * Sends what holds a key of OpenAI's.
 *
 * A mutation keeps what it was called with among its other answers, where a key has no business: so it is called with
 * nothing, and takes the body out of here, once.
 */
function usePasted<Body, Answer>(write: (api: Api, body: Body) => Promise<Answer>, onSettled?: () => unknown) {
  const api = useApi();
  const pasted = useRef<Body | null>(null);
  const { mutate, isPending, error, data, reset } = useMutation({
    mutationFn: () => {
      const body = pasted.current;
      pasted.current = null;
      if (body === null) throw new Error('Nothing was pasted.');
      return write(api, body);
    },
    ...(onSettled !== undefined && { onSettled }),
  });
  const send = (body: Body, onSuccess?: (answer: Answer) => void) => {
    pasted.current = body;
    mutate(undefined, { ...(onSuccess !== undefined && { onSuccess }) });
  };
  return { send, isPending, error, data, reset };
}
