/** The calls about API keys, what they have to be like, and what a member's leaving breaks. */
import type {
  KeyDetail,
  KeyInventoryAnswer,
  KeyInventoryItem,
  KeyLabelBody,
  KeyPoliciesAnswer,
  KeyPolicy,
  KeyPolicyBody,
  KeySnoozeBody,
  KeySnoozeEndQuery,
  Offboarding,
} from '@bursar/contract';
import type { Send } from './account-calls.js';

/** Which key, where its id is not enough. */
export interface WhichKey {
  id: string;
  project_id?: string;
  organization?: string[];
}

/** Filters, sort and place of the inventory, by the API's own names. */
export type KeyInventoryRequest = Readonly<Record<string, string | number | readonly string[] | undefined>>;

export interface KeyCalls {
  keyInventory(request: KeyInventoryRequest, signal?: AbortSignal): Promise<KeyInventoryAnswer>;
  keyDetail(which: WhichKey, signal?: AbortSignal): Promise<KeyDetail>;
  labelKey(id: string, body: KeyLabelBody): Promise<KeyInventoryItem>;
  snoozeKey(id: string, body: KeySnoozeBody): Promise<KeyInventoryItem>;
  endKeySnooze(id: string, query: KeySnoozeEndQuery): Promise<KeyInventoryItem>;
  /** Of each organization one. */
  keyPolicies(request: { organization?: string[] }, signal?: AbortSignal): Promise<KeyPoliciesAnswer>;
  setKeyPolicy(body: KeyPolicyBody): Promise<KeyPolicy>;
  offboarding(id: string, request: { organization?: string[] }, signal?: AbortSignal): Promise<Offboarding>;
}

const INVENTORY = '/api/v1/key-inventory';
const POLICIES = '/api/v1/key-policies';

/**
 * @param send asks, and throws what is no answer as an `ApiError`
 * @param queryString spells parameters, with their question mark
 */
export function keyCalls(send: Send, queryString: (parameters: KeyInventoryRequest) => string): KeyCalls {
  const read = <T>(address: string, signal?: AbortSignal) => send<T>(address, { method: 'GET', signal });
  const keyAt = (id: string): string => `/api/v1/api-keys/${encodeURIComponent(id)}`;
  return {
    keyInventory: (request, signal) => read(`${INVENTORY}${queryString(request)}`, signal),
    keyDetail: ({ id, ...which }, signal) =>
      read(`${INVENTORY}/${encodeURIComponent(id)}${queryString({ ...which })}`, signal),
    labelKey: (id, body) => send(`${keyAt(id)}/label`, { method: 'PUT', body }),
    snoozeKey: (id, body) => send(`${keyAt(id)}/snooze`, { method: 'POST', body }),
    endKeySnooze: (id, query) => send(`${keyAt(id)}/snooze${queryString({ ...query })}`, { method: 'DELETE' }),
    keyPolicies: (request, signal) => read(`${POLICIES}${queryString({ ...request })}`, signal),
    setKeyPolicy: (body) => send(POLICIES, { method: 'PUT', body }),
    offboarding: (id, request, signal) =>
      read(`/api/v1/members/${encodeURIComponent(id)}/offboarding${queryString({ ...request })}`, signal),
  };
}
