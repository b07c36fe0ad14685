import type { Drain, RotationDeleteBody, RotationExpireBody } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import {
  type AdminClient,
  deleteApiKey,
  deleteServiceAccount,
  OpenAIAdminError,
  readDirectoryList,
  updateApiKey,
} from '@bursar/openai-admin';
import type { Actor } from '../activity/actor.js';
import { ProblemError } from '../http/problem.js';
import { FULL_SCOPE } from '../http/scope.js';
import { ActedObjects } from '../management/acted-objects.service.js';
import { problemOf } from '../management/openai-problems.js';
import { WriteAccess } from '../management/write-access.service.js';
import { asked, doneOrUnknown } from './at-openai.js';
import { isOpenRotation, type RotationRow, watchedKeys } from './rotation-row.js';
import { RotationWatch } from './rotation-watch.service.js';
import { RotationsStore } from './rotations.store.js';
import { refuseWhileUsed } from './still-used.js';

/** How the old key ended; `unknown`: the answer was lost, and nobody can tell. */
export type DeleteResult = 'deleted' | 'gone' | 'account_deleted' | 'refused_by_openai' | 'unknown';

/** What was done, with what was known of the key's use before. */
export interface Retired<Result> {
  result: Result;
  drain: Drain;
}

/** Ends the old key of a rotation, and the rotation. */
@Injectable()
export class OldKeyService {
  constructor(
    @Inject(RotationsStore) private readonly rotations: RotationsStore,
    @Inject(RotationWatch) private readonly watch: RotationWatch,
    @Inject(WriteAccess) private readonly access: WriteAccess,
    @Inject(ActedObjects) private readonly objects: ActedObjects,
  ) {}

  /** Somebody says that the new key is in place: from now on it is watched how the old one falls silent. */
  async place(id: string, actor: Actor): Promise<void> {
    await this.step(id, async (row) => {
      if (row.newKeyId === null) throw conflict('There is no new key that could be in place. Make one first.');
      if (row.isSecretLost) throw conflict('Nobody has the secret of the new key: replace it before you go on.');
      if (row.state !== 'created') throw conflict('That the new key is in place was said already.');
      const change = { state: 'draining', placed_at: this.now(row), placed_by: actor.personId } as const;
      await this.rotations.change(row, change);
      await this.watch.begin(row);
    });
  }

  /** @throws ProblemError 409 while the key is used, or nobody knows whether it is, unless forced. */
  async expire(id: string, body: RotationExpireBody, actor: Actor): Promise<Retired<Date | null | 'unknown'>> {
    return this.step(id, async (row) => {
      refuseWithoutSuccessor(row);
      if (row.state === 'expiring') {
        const at = row.expiresAt?.toISOString() ?? 'a time that OpenAI did not tell';
        throw conflict(`The old key has an end already: ${at}. To change that, change the key itself.`);
      }
      const { client } = await this.access.of(row.organizationId);
      const { drain } = await asked(() => this.watch.look(row, client));
      refuseWhileUsed(drain, body);
      const { projectId, oldKeyId } = row;
      const wanted = { projectId, id: oldKeyId, expires_in_seconds: body.expires_in_seconds };
      const done = doneOrUnknown(await asked(() => updateApiKey(client, wanted)));
      if (done === null) return { result: 'unknown', drain };
      const { expires_at: seconds } = done.value;
      const seen = { kind: 'api_key', parentId: projectId, object: done.value } as const;
      await this.objects.seen(row.organizationId, seen, this.now(row));
      const expiresAt = typeof seconds === 'number' ? new Date(seconds * 1000) : null;
      await this.retire(row, { actor, drain }, { state: 'expiring', expires_at: expiresAt });
      return { result: expiresAt, drain };
    });
  }

  /**
   * Where OpenAI deletes no keys of service accounts, the rotation says so from then on: the account has to go, and
   * before that the new key to another one.
   *
   * @throws ProblemError 409 while the key is used, or nobody knows whether it is, unless forced.
   */
  async delete(id: string, body: RotationDeleteBody, actor: Actor): Promise<Retired<DeleteResult>> {
    return this.step(id, async (row) => {
      refuseWithoutSuccessor(row);
      const { client } = await this.access.of(row.organizationId);
      const { drain, keys } = await asked(() => this.watch.look(row, client));
      refuseWhileUsed(drain, body);
      const owner = keys.find(({ id: key }) => key === row.oldKeyId)?.ownerId ?? null;
      const result = body.with_account ? await this.deleteAccount(row, client, owner) : await deleteKey(row, client);
      if (result === 'refused_by_openai') await this.rotations.change(row, { needs_new_account: true });
      else if (result !== 'unknown') {
        const gone = { kind: 'api_key', parentId: row.projectId, id: row.oldKeyId } as const;
        await this.objects.gone(row.organizationId, gone, this.now(row));
        await this.retire(row, { actor, drain }, { state: 'deleted' });
      }
      return { result, drain };
    });
  }

  async cancel(id: string, actor: Actor): Promise<void> {
    await this.step(id, async (row) => {
      if (row.attempt !== null) {
        throw conflict('Nobody knows yet whether OpenAI made the new key. Let POST …/new-key find out, then cancel.');
      }
      await this.close(row, 'cancelled', actor);
    });
  }

  /** @throws ProblemError 409 while the old key works and is not known to be silent. */
  async finish(id: string, actor: Actor): Promise<Drain> {
    return this.step(id, async (row) => {
      const { drain, keys } = await this.watch.look(row);
      const old = keys.find(({ id: key }) => key === row.oldKeyId);
      const hasEnded =
        row.state === 'deleted' || (old?.goneAt ?? null) !== null || isPast(row.expiresAt, this.now(row));
      const isEnding = row.state === 'expiring' && drain.state === 'drained';
      if (!hasEnded && !isEnding) {
        throw conflict('The old key still works. Let it expire and wait until it is silent, or delete it.');
      }
      await this.close(row, 'done', actor, row.evidence ?? drain);
      return drain;
    });
  }

  private async step<T>(id: string, work: (row: RotationRow) => Promise<T>): Promise<T> {
    return this.rotations.alone({ id }, async () => {
      const row = await this.rotations.find(id, FULL_SCOPE);
      if (row === null) throw new ProblemError('not-found', 404, `There is no rotation ${id}.`);
      if (!isOpenRotation(row)) throw conflict(`This rotation is ${row.state} since ${row.closedAt?.toISOString()}.`);
      return work(row);
    });
  }

  private now(row: RotationRow): Date {
    return this.watch.nowOf(row.organizationId);
  }

  private async retire(
    row: RotationRow,
    { actor, drain }: { actor: Actor; drain: Drain },
    change: { state: 'expiring' | 'deleted'; expires_at?: Date | null },
  ): Promise<void> {
    const retired = { retired_at: this.now(row), retired_by: actor.personId, evidence: drain };
    await this.rotations.change(row, { ...change, ...retired });
    await this.watch.begin(row);
  }

  private async close(row: RotationRow, state: 'done' | 'cancelled', actor: Actor, evidence?: Drain): Promise<void> {
    const closed = { state, closed_at: this.now(row), closed_by: actor.personId };
    await this.rotations.change(row, { ...closed, ...(evidence && { evidence }) });
  }

  private async deleteAccount(row: RotationRow, client: AdminClient, accountId: string | null): Promise<DeleteResult> {
    if (!row.needsNewAccount || accountId === null) {
      throw conflict('The account is only deleted where OpenAI refuses to delete the key alone.');
    }
    if (row.serviceAccountId === accountId) {
      throw conflict('The new key is on the same account. Make one on another account first: POST …/new-key.');
    }
    const { projectId } = row;
    const { items, complete } = await asked(() =>
      readDirectoryList(client, 'api-keys', [projectId], { priority: 'person' }),
    );
    const allowed = watchedKeys(row);
    const others = items.filter((key) => ownerOf(key['owner']) === accountId && !allowed.includes(key.id));
    if (!complete) throw conflict('The list of keys broke off, so that nobody knows whose they are. Try again.');
    if (others.length > 0) {
      const names = others.map(({ id }) => id).join(', ');
      throw conflict(`Other keys are on the account and would go with it: ${names}. Move or delete them first.`);
    }
    const done = doneOrUnknown(await asked(() => deleteServiceAccount(client, { projectId, id: accountId })));
    return done === null ? 'unknown' : 'account_deleted';
  }
}

async function deleteKey(row: RotationRow, client: AdminClient): Promise<DeleteResult> {
  try {
    const outcome = await deleteApiKey(client, { projectId: row.projectId, id: row.oldKeyId });
    return doneOrUnknown(outcome) === null ? 'unknown' : 'deleted';
  } catch (error) {
    if (!(error instanceof OpenAIAdminError)) throw error;
    if (error.code === 'not_found') return 'gone';
    if (row.kind === 'service_account' && error.code === 'refused' && /service account/i.test(error.detail)) {
      return 'refused_by_openai';
    }
    throw problemOf(error) ?? error;
  }
}

function refuseWithoutSuccessor(row: RotationRow): void {
  if (row.newKeyId === null) throw conflict('There is no new key yet. Make one, and put it in place first.');
  if (row.state === 'deleted') throw conflict('The old key is gone already: close this rotation.');
}

function ownerOf(owner: unknown): string | null {
  if (typeof owner !== 'object' || owner === null || !('service_account' in owner)) return null;
  const { service_account: account } = owner;
  const isNamed = typeof account === 'object' && account !== null && 'id' in account;
  return isNamed && typeof account.id === 'string' ? account.id : null;
}

const isPast = (at: Date | null, now: Date): boolean => at !== null && at <= now;

function conflict(detail: string): ProblemError {
  return new ProblemError('invalid-request', 409, detail);
}
