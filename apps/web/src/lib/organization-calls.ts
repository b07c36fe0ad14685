/** The calls about connected organizations: their addresses, beside those of `api.ts`. */
import type {
  DisconnectBody,
  KeyTest,
  KeyTestAnswer,
  KeyTestBody,
  KeyUse,
  Organization,
  OrganizationBody,
  OrganizationChange,
  OrganizationKeyBody,
  OrganizationRemoval,
  OrganizationsAnswer,
} from '@bursar/contract';
import type { Send } from './account-calls.js';

export interface OrganizationCalls {
  organizations(signal?: AbortSignal): Promise<OrganizationsAnswer>;
  /** Tries a key that was pasted; nothing of it is kept. */
  testKey(body: KeyTestBody): Promise<KeyTestAnswer>;
  connectOrganization(body: OrganizationBody): Promise<Organization>;
  changeOrganization(id: string, body: OrganizationChange): Promise<Organization>;
  setOrganizationKey(id: string, use: KeyUse, body: OrganizationKeyBody): Promise<Organization>;
  /** Tries a key that is kept. */
  testOrganizationKey(id: string, use: KeyUse): Promise<KeyTest>;
  forgetWriteKey(id: string): Promise<unknown>;
  disconnectOrganization(id: string, body: DisconnectBody): Promise<unknown>;
  /** Deletes what was collected, for ever. */
  removeOrganization(id: string, body: OrganizationRemoval): Promise<unknown>;
}

const ALL = '/api/v1/organizations';

/** @param send asks, and throws what is no answer as an `ApiError` */
export function organizationCalls(send: Send): OrganizationCalls {
  const at = (id: string): string => `${ALL}/${encodeURIComponent(id)}`;
  return {
    organizations: (signal) => send(ALL, { method: 'GET', signal }),
    testKey: (body) => send(`${ALL}/test`, { method: 'POST', body }),
    connectOrganization: (body) => send(ALL, { method: 'POST', body }),
    changeOrganization: (id, body) => send(at(id), { method: 'PATCH', body }),
    setOrganizationKey: (id, use, body) => send(`${at(id)}/keys/${use}`, { method: 'PUT', body }),
    testOrganizationKey: (id, use) => send(`${at(id)}/keys/${use}/test`, { method: 'POST', body: {} }),
    forgetWriteKey: (id) => send(`${at(id)}/keys/write`, { method: 'DELETE', body: {} }),
    disconnectOrganization: (id, body) => send(`${at(id)}/disconnect`, { method: 'POST', body }),
    removeOrganization: (id, body) => send(at(id), { method: 'DELETE', body }),
  };
}
