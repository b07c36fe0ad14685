import type { RotationKeyAnswer, RotationKeyBody } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import {
  type ActionOutcome,
  type AdminClient,
  createAccountKey,
  createServiceAccount,
  deleteApiKey,
  type DirectoryObject,
  OpenAIAdminError,
  readDirectoryList,
} from '@bursar/openai-admin';
import type { Actor } from '../activity/actor.js';
import { KnownKeysStore } from '../directory/known-keys.store.js';
import { ProblemError } from '../http/problem.js';
import { FULL_SCOPE } from '../http/scope.js';
import { KeySuccessionsStore } from '../keys/key-successions.store.js';
import { ActedObjects } from '../management/acted-objects.service.js';
import { WriteAccess } from '../management/write-access.service.js';
import { problemOf } from '../management/openai-problems.js';
import { asked, doneOrUnknown } from './at-openai.js';
import { findLostKey } from './lost-key.js';
import { isLost, needsAccount, refuseNewKey } from './new-key-refusals.js';
import { newKeyName } from './new-key-name.js';
import type { CreationAttempt, RotationRow } from './rotation-row.js';
import { RotationWatch } from './rotation-watch.service.js';
import { RotationsStore } from './rotations.store.js';
import { refuseIfCalled } from './still-used.js';

/** What became of a new key; the secret is handed on once and kept nowhere. */
export interface KeyResult {
  state: RotationKeyAnswer['state'];
  keyId: string | null;
  secret: string | null;
  replaces: string | null;
}

/** What OpenAI made. */
interface Made {
  key: DirectoryObject;
  serviceAccountId: string;
  secret: string | null;
}

/** Makes the new key of a rotation: exactly one, whatever becomes of answers and servers. */
@Injectable()
export class NewKeyService {
  constructor(
    @Inject(RotationsStore) private readonly rotations: RotationsStore,
    @Inject(RotationWatch) private readonly watch: RotationWatch,
    @Inject(KnownKeysStore) private readonly keys: KnownKeysStore,
    @Inject(KeySuccessionsStore) private readonly successions: KeySuccessionsStore,
    @Inject(WriteAccess) private readonly access: WriteAccess,
    @Inject(ActedObjects) private readonly objects: ActedObjects,
  ) {}

  /**
   * What is to be made is written down before OpenAI is asked. Where that is found later, by whoever asks next, OpenAI's
   * list tells whether it was made: then it is this rotation's key, and nobody has its secret.
   *
   * @throws ProblemError 409 where the rotation has its key, or cannot have it this way.
   */
  async make(id: string, body: RotationKeyBody, actor: Actor): Promise<KeyResult> {
    return this.rotations.alone({ id }, async () => {
      const row = await this.fresh(id);
      const { client } = await this.access.of(row.organizationId);
      const found = await this.settleAttempt(row, client, actor);
      if (found === 'unknown') return { state: 'unknown', keyId: null, secret: null, replaces: null };
      const present = await this.fresh(id);
      if (found !== null && !body.replace_lost) {
        return { state: 'found', keyId: found, secret: null, replaces: null };
      }
      refuseNewKey(present, body);
      const replaces = await this.replace(present, body, client);
      return { ...(await this.create(await this.fresh(id), { body, client, actor })), replaces };
    });
  }

  private async fresh(id: string): Promise<RotationRow> {
    const row = await this.rotations.find(id, FULL_SCOPE);
    if (row === null) throw new ProblemError('not-found', 404, `There is no rotation ${id}.`);
    return row;
  }

  /** @returns the key that an attempt without an end has made; null: none is open, or it made none. */
  private async settleAttempt(row: RotationRow, client: AdminClient, actor: Actor): Promise<string | 'unknown' | null> {
    const { attempt, projectId } = row;
    if (attempt === null) return null;
    const found = await asked(() => findLostKey(client, projectId, attempt));
    if (found === 'unknown') return found;
    if (found === null) {
      await this.rotations.change(row, { attempt: null });
      return null;
    }
    await this.keep(row, { ...found, secret: null }, actor);
    return found.key.id;
  }

  private async replace(row: RotationRow, body: RotationKeyBody, client: AdminClient): Promise<string | null> {
    const { newKeyId, replacedKeyIds } = row;
    if (newKeyId === null) return null;
    if (isLost(row, body)) await this.deleteLost({ ...row, newKeyId }, client);
    await this.rotations.change(row, { replaced_key_ids: [...new Set([...replacedKeyIds, newKeyId])] });
    return newKeyId;
  }

  /** That nobody has the secret is written down first: where all else fails, nobody says that a deleted key is in place. */
  private async deleteLost(row: RotationRow & { newKeyId: string }, client: AdminClient): Promise<void> {
    const { organizationId, projectId, newKeyId: id } = row;
    refuseIfCalled(id, await asked(() => this.watch.lastCallOfNewKey(row, client)));
    await this.rotations.change(row, { is_secret_lost: true });
    if (!(await isDeleted(client, { projectId, id }))) return;
    await this.objects.gone(
      organizationId,
      { kind: 'api_key', parentId: projectId, id },
      this.watch.nowOf(organizationId),
    );
  }

  private async create(
    row: RotationRow,
    { body, client, actor }: { body: RotationKeyBody; client: AdminClient; actor: Actor },
  ): Promise<Omit<KeyResult, 'replaces'>> {
    const attempt = await this.attemptOf(row, body, client);
    await this.rotations.change(row, { attempt });
    let outcome: ActionOutcome<Made>;
    try {
      outcome = await asked(() => send(client, row.projectId, { attempt, body }));
    } catch (error) {
      // OpenAI said no, or was not asked: there is nothing to be looked for.
      await this.rotations.change(row, { attempt: null });
      throw error;
    }
    // Not seen yet is not the same as not made: the next one to ask looks again before anything is made.
    const done = doneOrUnknown(outcome);
    if (done === null) return { state: 'unknown', keyId: null, secret: null };
    const { key, secret } = done.value;
    await this.keep(row, done.value, actor);
    return { state: secret === null ? 'found' : 'created', keyId: key.id, secret };
  }

  private async keep(row: RotationRow, { key, serviceAccountId, secret }: Made, actor: Actor): Promise<void> {
    const { organizationId, projectId, oldKeyId, id } = row;
    const at = this.watch.nowOf(organizationId);
    // Before the attempt is closed: where this fails, the key is found again, and its secret is known to be lost.
    await this.objects.seen(organizationId, { kind: 'api_key', parentId: projectId, object: key }, at);
    const keyId = key.id;
    await this.rotations.inTransaction(async (manager) => {
      const change = {
        attempt: null,
        state: 'created',
        new_key_id: keyId,
        service_account_id: serviceAccountId,
        created_at: at,
        created_by: actor.personId,
        is_secret_lost: secret === null,
        // One that takes the place of another one has to be put in place itself.
        placed_at: null,
      } as const;
      await this.rotations.change(row, change, manager);
      await this.successions.record(
        { organizationId, projectId, oldKeyId, newKeyId: keyId, madeAt: at, rotationId: id },
        manager,
      );
    });
    await this.watch.begin({ ...row, newKeyId: keyId });
  }

  /** What is there before is read at OpenAI, for what was made a moment ago may be in no list of ours. */
  private async attemptOf(row: RotationRow, body: RotationKeyBody, client: AdminClient): Promise<CreationAttempt> {
    const { organizationId, projectId, oldKeyId } = row;
    const keys = await this.keys.find({ organizationIds: [organizationId], projectIds: [projectId] }, FULL_SCOPE);
    const old = keys.find(({ id }) => id === oldKeyId);
    const at = this.watch.nowOf(organizationId).toISOString();
    const listed = await asked(() => readDirectoryList(client, 'api-keys', [projectId], { priority: 'person' }));
    const known = [...new Set([...keys, ...listed.items].map(({ id }) => id))];
    if (body.new_service_account_name !== undefined) {
      return { at, name: body.new_service_account_name, serviceAccountId: null, known };
    }
    // One that takes the place of another one stays on its account.
    const accountId =
      body.service_account_id ??
      row.serviceAccountId ??
      (row.kind === 'service_account' ? (old?.ownerId ?? null) : null);
    if (accountId === null) throw needsAccount();
    const name = body.name ?? newKeyName(old?.name ?? null, at);
    return { at, name, serviceAccountId: accountId, known };
  }
}

function send(
  client: AdminClient,
  projectId: string,
  { attempt, body }: { attempt: CreationAttempt; body: RotationKeyBody },
): Promise<ActionOutcome<Made>> {
  const { scopes, expires_in_seconds } = body;
  return attempt.serviceAccountId === null
    ? sendAccount(client, { projectId, name: attempt.name, expires_in_seconds })
    : sendKey(client, {
        projectId,
        accountId: attempt.serviceAccountId,
        name: attempt.name,
        scopes,
        expires_in_seconds,
      });
}

async function sendKey(client: AdminClient, key: Parameters<typeof createAccountKey>[1]): Promise<ActionOutcome<Made>> {
  const outcome = await createAccountKey(client, key);
  if (outcome.state !== 'done') return outcome;
  return { ...outcome, value: { ...outcome.value, serviceAccountId: key.accountId } };
}

async function sendAccount(
  client: AdminClient,
  account: Parameters<typeof createServiceAccount>[1],
): Promise<ActionOutcome<Made>> {
  const outcome = await createServiceAccount(client, account);
  if (outcome.state !== 'done') return outcome;
  const { account: made, key, secret } = outcome.value;
  if (key !== null) return { ...outcome, value: { key, serviceAccountId: made.id, secret } };
  const detail = `the account ${made.id} is there, and its key could not be read`;
  return {
    state: 'unknown',
    problem: new OpenAIAdminError('invalid_answer', { family: 'POST service_accounts', detail }),
  };
}

/**
 * Nobody can use it, so that nothing hangs on it: where OpenAI deletes no keys of accounts, or its answer is lost, it
 * stays in the list of keys that have to be silent.
 */
async function isDeleted(client: AdminClient, key: { projectId: string; id: string }): Promise<boolean> {
  try {
    const { state } = await deleteApiKey(client, key);
    return state === 'done';
  } catch (error) {
    if (!(error instanceof OpenAIAdminError)) throw error;
    if (error.code === 'not_found') return true;
    if (error.code === 'refused') return false;
    throw problemOf(error) ?? error;
  }
}
