/** Who is signed in: one answer that all others hang on, and the ways in and out. */
import {
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type {
  AuthState,
  CodeBody,
  DemoSignInBody,
  ForgottenBody,
  LinkUseBody,
  SetUpBody,
  SignInAnswer,
  SignInBody,
} from '@bursar/contract';
import type { Permission } from '@bursar/contract/permissions';
import { ApiError, type Api } from './api.js';
import { useApi } from './queries.js';

export type SignedInPerson = NonNullable<AuthState['person']>;

export interface Session extends AuthState {
  /** Why nobody is signed in any more: they left, or the server ended it. Null: somebody is, or nobody was. */
  ended: 'left' | 'over' | null;
}

const KEY = ['session'] as const;
const UNREACHED_MS = 5_000;
const NOBODY = { person: null, needs_second_factor: false, awaits_code: false } as const;

/**
 * Asked once, and again when the window gets the focus: another tab may have signed in somebody else meanwhile.
 *
 * Where somebody else answers than before, or with another role, every answer that was kept is thrown away first.
 */
export const sessionQuestion = (api: Api, client: QueryClient) =>
  queryOptions({
    queryKey: KEY,
    queryFn: async ({ signal }) => follow(client, await api.authState(signal)),
    staleTime: Infinity,
    gcTime: Infinity,
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state }) => (state.data === undefined && state.error !== null ? UNREACHED_MS : false),
  });

/** For the gate alone; everybody else is given what it answered, by `useSession`. */
export function useSessionAnswer(): UseQueryResult<Session> {
  return useQuery(sessionQuestion(useApi(), useQueryClient()));
}

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession needs a SessionProvider above it.');
  return session;
}

/** Who looks at this page; only for what is shown behind the gate. */
export function usePerson(): SignedInPerson {
  const { person } = useSession();
  if (person === null) throw new Error('usePerson needs somebody who is signed in.');
  return person;
}

/** Whether to offer something at all; the server refuses it by itself. */
export function useMay(permission: Permission): boolean {
  return usePerson().permissions.includes(permission);
}

/** The same as long as the same may be seen. */
export const identityOf = ({ person }: AuthState): string =>
  person === null ? '' : JSON.stringify([person.id, person.role, person.project_ids, person.permissions]);

export const useSignIn = () => useEntry((api, body: SignInBody) => api.signIn(body));

export const useSetUp = () => useEntry((api, body: SetUpBody) => api.setUp(body));

export const useDemoSignIn = () => useEntry((api, body: DemoSignInBody) => api.demoSignIn(body));

export const useEnterCode = () => useEntry((api, body: CodeBody) => api.enterCode(body));

export const useFollowLink = () => useEntry((api, body: LinkUseBody) => api.followLink(body));

/** Asks for a link by mail; nobody is in by that. */
export function useForgotten() {
  const api = useApi();
  return useMutation({ mutationFn: (body: ForgottenBody) => api.forgotten(body) });
}

/** Pending until the session is known, so that nobody presses a button twice. */
function useEntry<Body>(enter: (api: Api, body: Body) => Promise<SignInAnswer>) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => enter(api, body),
    onSuccess: () => client.refetchQueries({ queryKey: KEY }, { throwOnError: true }),
  });
}

/** Asks the server once more; the gate leads to where its answer belongs. */
export const askWhoIsIn = (client: QueryClient): Promise<void> => client.refetchQueries({ queryKey: KEY });

/** @param onError told why the session goes on */
export function useSignOut(onError: (error: Error) => void) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.signOut(),
    onSuccess: () => {
      forgetAnswers(client);
      client.setQueryData<Session>(KEY, (before) => before && { ...before, ...NOBODY, ended: 'left' });
    },
    onError,
  });
}

/** A refused call may tell that the session is over, or that the role has changed: the server knows. */
export function heedRefusal(client: QueryClient, error: Error): void {
  const isRefusal = error instanceof ApiError && (error.code === 'sign-in-needed' || error.code === 'not-allowed');
  const wasSignedIn = (client.getQueryData<Session>(KEY)?.person ?? null) !== null;
  // Calls are refused several at a time, and one answer serves them all.
  if (isRefusal && wasSignedIn) void client.refetchQueries({ queryKey: KEY }, { cancelRefetch: false });
}

function follow(client: QueryClient, state: AuthState): Session {
  const before = client.getQueryData<Session>(KEY);
  // The first answer finds others that were asked for at the same time, by the same person.
  if (before === undefined) return { ...state, ended: null };
  if (identityOf(before) !== identityOf(state)) forgetAnswers(client);
  if (state.person !== null) return { ...state, ended: null };
  return { ...state, ended: before.person === null ? before.ended : 'over' };
}

function forgetAnswers(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
}
