/** Service accounts, and the keys that are made through them. */
import type { AdminClient } from './admin-client.js';
import {
  type ActionOptions,
  type ActionOutcome,
  type Attempt,
  byAnswer,
  change,
  type ChangeAnswer,
  create,
  insteadOf,
  isNotFound,
  type Made,
  person,
  remove,
} from './change.js';
import { directoryObject, type DirectoryObject } from './directory-objects.js';
import { InvalidAnswer } from './errors.js';
import { isRecord } from './json-reader.js';
import { ofOrganization } from './list-entry.js';
import { madeObject, readAgain } from './made-object.js';
import { PROJECT_LISTS } from './project-lists.js';
import { readDirectoryList, readDirectoryObject } from './read-directory.js';

const ACCOUNTS = '/organization/projects/{}/service_accounts';

export interface NewServiceAccount {
  name: string;
  create_service_account_only?: boolean | undefined;
  /** Of its key. */
  expires_in_seconds?: number | undefined;
}

/** A key and what opens it; `secret` is null where it was lost with OpenAI's answer. To be handed on once, never kept. */
export interface MadeKey {
  key: DirectoryObject;
  secret: string | null;
}

export interface MadeServiceAccount {
  account: DirectoryObject;
  /** null: it was made without one. */
  key: DirectoryObject | null;
  secret: string | null;
}

const accountsOf = (projectId: string) => ({ list: 'service-accounts', within: [projectId] }) as const;
const keysOf = (projectId: string) => ({ list: 'api-keys', within: [projectId] }) as const;

/** Makes a service account, with a key unless asked for none. */
export async function createServiceAccount(
  client: AdminClient,
  { projectId, ...account }: NewServiceAccount & { projectId: string },
  options: ActionOptions = {},
): Promise<ActionOutcome<MadeServiceAccount>> {
  const attempt = { client, options };
  const outcome = await create(attempt, {
    request: {
      family: `POST ${ACCOUNTS}`,
      call: (sdk, requestOptions) =>
        ofOrganization(sdk).projects.serviceAccounts.create(projectId, account, requestOptions),
    },
    ...accountsOf(projectId),
    isAsked: ({ name }) => name === account.name,
  });
  if (outcome.state !== 'done') return outcome;
  const { answer, object } = outcome.value;
  if (answer === null) {
    const key = account.create_service_account_only === true ? null : await keyOfAccount(attempt, projectId, object.id);
    return { ...outcome, value: { account: object, key, secret: null } };
  }
  const read = byAnswer(() => answeredAccount(answer, projectId), {
    family: `POST ${ACCOUNTS}`,
    requestId: outcome.requestId,
  });
  if (read.state !== 'done') return read;
  const { value } = read;
  const [again, key] = await Promise.all([
    readAgain(attempt, value.account, accountsOf(projectId)),
    value.key && readAgain(attempt, value.key, keysOf(projectId)),
  ]);
  return { ...read, value: { account: again, key, secret: value.secret } };
}

function answeredAccount(answer: ChangeAnswer, projectId: string): MadeServiceAccount {
  const account = madeObject(answer, accountsOf(projectId));
  const made = answer['api_key'] ?? null;
  if (made === null) return { account, key: null, secret: null };
  if (!isRecord(made)) throw new InvalidAnswer('the key of the account is no object');
  return { account, ...answeredKey(made, { projectId, owner: account }) };
}

/** The answer of a creation lacks what the list says of a key: what it is, and whose. */
function answeredKey(
  answer: ChangeAnswer,
  { projectId, owner }: { projectId: string; owner: DirectoryObject },
): MadeKey {
  const { value: secret } = answer;
  if (typeof secret !== 'string') throw new InvalidAnswer('the key that was made has no value');
  const key = {
    ...madeObject(answer, keysOf(projectId)),
    object: 'organization.project.api_key',
    owner: { type: 'service_account', service_account: owner },
  };
  return { key, secret };
}

/** The key that an account was made with, where the answer that told of it was lost; null where it cannot be read. */
async function keyOfAccount(attempt: Attempt, projectId: string, accountId: string): Promise<DirectoryObject | null> {
  const reading = readDirectoryList(attempt.client, 'api-keys', [projectId], person(attempt));
  const list = await reading.catch((error: unknown) => insteadOf(error, null));
  return list?.items.find((key) => isOwnedBy(key, accountId)) ?? null;
}

function isOwnedBy({ owner }: DirectoryObject, accountId: string): boolean {
  const account = isRecord(owner) ? owner['service_account'] : null;
  return isRecord(account) && account['id'] === accountId;
}

/** Changes the name or the role of a service account. */
export function updateServiceAccount(
  client: AdminClient,
  { projectId, id, ...wanted }: { projectId: string; id: string; name?: string; role?: 'member' | 'owner' },
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  const { name, role } = wanted;
  return change(attempt, {
    request: {
      family: `POST ${ACCOUNTS}/{}`,
      call: (sdk, requestOptions) =>
        ofOrganization(sdk).projects.serviceAccounts.update(id, { project_id: projectId, ...wanted }, requestOptions),
    },
    read: () => readDirectoryObject(client, 'service-accounts', [projectId, id], person(attempt)),
    isDone: (account) =>
      (name === undefined || account['name'] === name) && (role === undefined || account['role'] === role),
    answered: (answer) => directoryObject(answer, PROJECT_LISTS['service-accounts'].fields),
  });
}

/** Deletes a service account, and its keys with it. */
export function deleteServiceAccount(
  client: AdminClient,
  { projectId, id }: { projectId: string; id: string },
  options: ActionOptions = {},
): Promise<ActionOutcome<null>> {
  const attempt = { client, options };
  return remove(
    attempt,
    {
      family: `DELETE ${ACCOUNTS}/{}`,
      call: (sdk, requestOptions) =>
        ofOrganization(sdk).projects.serviceAccounts.delete(id, { project_id: projectId }, requestOptions),
    },
    () => isNotFound(() => readDirectoryObject(client, 'service-accounts', [projectId, id], person(attempt))),
  );
}

export interface NewKey {
  name?: string | undefined;
  /** OpenAI takes none, and an empty list, for every permission. */
  scopes?: string[] | undefined;
  expires_in_seconds?: number | undefined;
}

/** Makes one more key of a service account; a member's key can be made by nobody but them. */
export async function createAccountKey(
  client: AdminClient,
  { projectId, accountId, ...key }: NewKey & { projectId: string; accountId: string },
  options: ActionOptions = {},
): Promise<ActionOutcome<MadeKey>> {
  const attempt = { client, options };
  const family = `POST ${ACCOUNTS}/{}/api_keys`;
  const outcome = await create(attempt, {
    request: {
      family,
      call: (sdk, requestOptions) =>
        ofOrganization(sdk).projects.serviceAccounts.apiKeys.create(
          accountId,
          { project_id: projectId, ...key },
          requestOptions,
        ),
    },
    ...keysOf(projectId),
    isAsked: (made) => isOwnedBy(made, accountId) && (key.name === undefined || made['name'] === key.name),
  });
  return outcome.state === 'done' ? withSecret(attempt, outcome, { family, projectId, accountId }) : outcome;
}

async function withSecret(
  attempt: Attempt,
  outcome: Extract<ActionOutcome<Made>, { state: 'done' }>,
  { family, projectId, accountId }: { family: string; projectId: string; accountId: string },
): Promise<ActionOutcome<MadeKey>> {
  const { answer, object } = outcome.value;
  if (answer === null) return { ...outcome, value: { key: object, secret: null } };
  const owner = { id: accountId };
  const read = byAnswer(() => answeredKey(answer, { projectId, owner }), { family, requestId: outcome.requestId });
  if (read.state !== 'done') return read;
  const key = await readAgain(attempt, read.value.key, keysOf(projectId));
  return { ...read, value: { key, secret: read.value.secret } };
}
