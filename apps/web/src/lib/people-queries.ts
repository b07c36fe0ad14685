/** Who may sign in to Bursar, and what is done to them. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ErasureBody, InvitationBody, Person, PersonChange } from '@bursar/contract';
import { useApi } from './queries.js';
import { useWrite } from './use-write.js';

const PEOPLE = ['people'] as const;

export function usePeople(): UseQueryResult<Person[]> {
  const api = useApi();
  return useQuery({ queryKey: PEOPLE, queryFn: async ({ signal }) => (await api.people(signal)).data });
}

export const useInvite = () => useWrite((api, body: InvitationBody) => api.invite(body), PEOPLE);

export const useChangePerson = () =>
  useWrite((api, { id, change }: { id: string; change: PersonChange }) => api.changePerson(id, change), PEOPLE);

export const useRenewLink = () => useWrite((api, id: string) => api.renewLink(id), PEOPLE);

export const useRemoveSecondFactorOf = () => useWrite((api, id: string) => api.removeSecondFactorOf(id), PEOPLE);

export const useErasePerson = () =>
  useWrite((api, { id, body }: { id: string; body: ErasureBody }) => api.erasePerson(id, body), PEOPLE);
