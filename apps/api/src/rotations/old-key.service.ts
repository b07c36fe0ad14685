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
import { OpenSteps, type Settled } from './open-steps.service.js';
import { isOpenRotation, type OpenStep, type RotationRow, watchedKeys } from './rotation-row.js';
import { RotationWatch } from './rotation-watch.service.js';
import { RotationsStore } from './rotations.store.js';
import { refuseWhileUsed } from './still-used.js';

/** How the old key ended; `unknown`: the answer was lost, and nobody can tell. */
export type DeleteResult = 'deleted' | 'gone' | 'account_deleted' | 'refused_by_openai' | 'unknown';

/** What was done, with what was known of the key's use before. */
export interface Retired<Result> {
  result: Result;
  drain: Drain;
  /** It was done before, by a step that nobody had heard of: nothing was sent. */
  found?: true;
}

/** Who takes a step, and the row of the trail that says that it is tried. */
export interface Stepper {
  actor: Actor;
  trailId: string;
}

/** What is known of a step before it is taken. */
type NewStep = Pick<OpenStep, 'step' | 'asked'> & { drain: Drain | null };

/** Ends the old key of a rotation, and the rotation. */
@Injectable()
export class OldKeyService {
  constructor(
    @Inject(RotationsStore) private readonly rotations: RotationsStore,
    @Inject(RotationWatch) private readonly watch: RotationWatch,
    @Inject(WriteAccess) private readonly access: WriteAccess,
    @Inject(ActedObjects) private readonly objects: ActedObjects,
    @Inject(OpenSteps) private readonly steps: OpenSteps,
  ) {}

  /** Somebody says that the new key is in place: from now on it is watched how the old one falls silent. */
  async place(id: string, by: Stepper): Promise<{ found?: true }> {
    return this.step(id, async ({ row, unheard }) => {
      if (unheard === 'place') return { found: true };
      if (row.newKeyId === null) throw conflict('There is no new key that could be in place. Make one first.');
      if (row.isSecretLost) throw conflict('Nobody has the secret of the new key: replace it before you go on.');
      if (row.state !== 'created') throw conflict('That the new key is in place was said already.');
      const open = this.openStep(row, { ...by, step: 'place', asked: {}, drain: null });
      const change = { state: 'draining', placed_at: this.now(row), placed_by: by.actor.personId } as const;
      await this.rotations.change(row, { ...change, open_step: { ...open, done: {} } });
      await this.watch.begin(row);
      return {};
    });
  }

  /**
   * Lets the old key expire, or moves its end. Moved to later, nobody loses it earlier than was said.
   *
   * @throws ProblemError 409 while the key is used, or nobody knows whether it is, unless forced.
   */
  async expire(id: string, body: RotationExpireBody, by: Stepper): Promise<Retired<Date | null | 'unknown'>> {
    return this.step(id, async ({ row, unheard }) => {
      refuseWithoutSuccessor(row);
      if (unheard === 'expire' && row.evidence !== null) {
        return { result: row.expiresAt, drain: row.evidence, found: true };
      }
      if (row.state === 'expiring' && isPast(row.expiresAt, this.now(row))) {
        throw conflict(
          `The old key has expired ${row.expiresAt?.toISOString()}, which cannot be moved. Close this rotation.`,
        );
      }
      const { client } = await this.access.of(row.organizationId);
      const { drain, keys } = await asked(() => this.watch.look(row, client));
      const { reason: _reason, ...wanted } = body;
      if (!this.isLater(row, body)) refuseWhileUsed(drain, body);
      const { projectId, oldKeyId } = row;
      const expiresBefore = secondsOf(keys.find((key) => key.id === oldKeyId)?.expiresAt ?? null);
      const open = this.openStep(row, { ...by, step: 'expire', asked: wanted, drain, expiresBefore });
      const change = { projectId, id: oldKeyId, expires_in_seconds: body.expires_in_seconds };
      const done = await this.steps.send(row, open, async () =>
        doneOrUnknown(await asked(() => updateApiKey(client, change))),
      );
      if (done === null) return { result: 'unknown', drain };
      const { expires_at: seconds } = done.value;
      const seen = { kind: 'api_key', parentId: projectId, object: done.value } as const;
      await this.objects.seen(row.organizationId, seen, this.now(row));
      const expiresAt = typeof seconds === 'number' ? new Date(seconds * 1000) : null;
      const told = { ...open, done: { ...wanted, expires_at: expiresAt, drain } };
      await this.retire(row, told, { state: 'expiring', expires_at: expiresAt });
      return { result: expiresAt, drain };
    });
  }

  /**
   * Where OpenAI deletes no keys of service accounts, the rotation says so from then on: the account has to go, and
   * before that the new key to another one.
   *
   * @throws ProblemError 409 while the key is used, or nobody knows whether it is, unless forced.
   */
  async delete(id: string, body: RotationDeleteBody, by: Stepper): Promise<Retired<DeleteResult>> {
    return this.step(id, async ({ row, unheard }) => {
      if (unheard === 'delete' && row.evidence !== null) {
        return { result: 'deleted', drain: row.evidence, found: true };
      }
      refuseWithoutSuccessor(row);
      const { client } = await this.access.of(row.organizationId);
      const { drain, keys } = await asked(() => this.watch.look(row, client));
      refuseWhileUsed(drain, body);
      const { reason: _reason, ...wanted } = body;
      const owner = keys.find(({ id: key }) => key === row.oldKeyId)?.ownerId ?? null;
      const open = this.openStep(row, { ...by, step: 'delete', asked: wanted, drain });
      const result = await this.steps.send(row, open, () =>
        body.with_account ? this.deleteAccount(row, client, owner) : deleteKey(row, client),
      );
      if (result === 'refused_by_openai') {
        await this.rotations.change(row, { needs_new_account: true, open_step: null });
      } else if (result !== 'unknown') {
        const gone = { kind: 'api_key', parentId: row.projectId, id: row.oldKeyId } as const;
        await this.objects.gone(row.organizationId, gone, this.now(row));
        await this.retire(row, { ...open, done: { ...wanted, result, drain } }, { state: 'deleted' });
      }
      return { result, drain };
    });
  }

  async cancel(id: string, actor: Actor): Promise<void> {
    await this.step(id, async ({ row }) => {
      if (row.attempt !== null) {
        throw conflict('Nobody knows yet whether OpenAI made the new key. Let POST …/new-key find out, then cancel.');
      }
      await this.close(row, 'cancelled', actor);
    });
  }

  /** @throws ProblemError 409 while the old key works and is not known to be silent. */
  async finish(id: string, actor: Actor): Promise<Drain> {
    return this.step(id, async ({ row }) => {
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

  /** What came of the step before is found out first. */
  private async step<T>(id: string, work: (settled: Settled) => Promise<T>): Promise<T> {
    return this.rotations.alone({ id }, async () => {
      const row = await this.rotations.find(id, FULL_SCOPE);
      if (row === null) throw new ProblemError('not-found', 404, `There is no rotation ${id}.`);
      if (!isOpenRotation(row)) throw conflict(`This rotation is ${row.state} since ${row.closedAt?.toISOString()}.`);
      return work(await this.steps.settle(row));
    });
  }

  private now(row: RotationRow): Date {
    return this.watch.nowOf(row.organizationId);
  }

  /** Whether a key that is about to expire is to live longer. */
  private isLater(row: RotationRow, { expires_in_seconds: seconds }: RotationExpireBody): boolean {
    const at = this.now(row).getTime() + seconds * 1000;
    return row.state === 'expiring' && row.expiresAt !== null && at >= row.expiresAt.getTime();
  }

  private openStep(
    row: RotationRow,
    { actor, trailId, drain, expiresBefore = null, ...step }: Stepper & NewStep & { expiresBefore?: number | null },
  ): OpenStep {
    const at = this.now(row).toISOString();
    return { ...step, trailId, at, personId: actor.personId, expiresBefore, evidence: drain, done: null };
  }

  /** The step is told as done with the rotation, at once: whoever comes after a crash tells the trail. */
  private async retire(
    row: RotationRow,
    step: OpenStep,
    change: { state: 'expiring' | 'deleted'; expires_at?: Date | null },
  ): Promise<void> {
    const retired = { retired_at: this.now(row), retired_by: step.personId, evidence: step.evidence };
    await this.rotations.change(row, { ...change, ...retired, open_step: step });
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

const secondsOf = (at: Date | null): number | null => at && at.getTime() / 1000;

const isPast = (at: Date | null, now: Date): boolean => at !== null && at <= now;

function conflict(detail: string): ProblemError {
  return new ProblemError('invalid-request', 409, detail);
}
