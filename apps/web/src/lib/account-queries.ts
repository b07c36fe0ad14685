/** What the page of one's own account reads and changes. */
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type {
  ApiToken,
  ApiTokenBody,
  CodeBody,
  ConfirmBody,
  LinkAnswer,
  PasswordBody,
  SessionItem,
} from '@bursar/contract';
import { useApi } from './queries.js';
import { askWhoIsIn } from './session.js';
import { useWrite } from './use-write.js';

const SESSIONS = ['account', 'sessions'] as const;
const TOKENS = ['account', 'tokens'] as const;

/** Where this person has signed in, last used first. */
export function useSessions(): UseQueryResult<SessionItem[]> {
  const api = useApi();
  return useQuery({ queryKey: SESSIONS, queryFn: async ({ signal }) => (await api.sessions(signal)).data });
}

export const useEndSession = () => useWrite((api, id: string) => api.endSession(id), SESSIONS);

export const useEndOtherSessions = () => useWrite((api) => api.endOtherSessions(), SESSIONS);

/** All other sessions are over afterwards. */
export const useChangePassword = () => useWrite((api, body: PasswordBody) => api.changePassword(body), SESSIONS);

export const useProposeSecondFactor = () => useWrite((api, body: ConfirmBody) => api.proposeSecondFactor(body));

export const useConfirmSecondFactor = () => useWrite((api, body: CodeBody) => api.confirmSecondFactor(body), SESSIONS);

/** Leaves for the identity provider, which leads back to the account. */
export const useTieIdentity = () =>
  useWrite(async (api, password: string) => {
    const { location } = await api.tieIdentity({ password });
    window.location.assign(location);
  });

/** Pending until the session says so too. */
export function useRemoveSecondFactor() {
  const client = useQueryClient();
  return useWrite(async (api, body: ConfirmBody) => {
    await api.removeSecondFactor(body);
    await askWhoIsIn(client);
  });
}

/** One's own tokens; those of everybody for who may see people. */
export function useTokens(): UseQueryResult<ApiToken[]> {
  const api = useApi();
  return useQuery({ queryKey: TOKENS, queryFn: async ({ signal }) => (await api.tokens(signal)).data });
}

export const useMakeToken = () => useWrite((api, body: ApiTokenBody) => api.makeToken(body), TOKENS);

export const useEndToken = () => useWrite((api, id: string) => api.endToken(id), TOKENS);

/** Whom a link is for. Asked once: the answer holds for as long as the page is open. */
export function useLink(token: string): UseQueryResult<LinkAnswer> {
  const api = useApi();
  return useQuery({
    queryKey: ['link', token],
    queryFn: ({ signal }) => api.lookAtLink({ token }, signal),
    enabled: token !== '',
    staleTime: Infinity,
  });
}
