import type { ActivityTarget, ActivityWord } from '@bursar/contract';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ElsewhereError, ProblemError } from '../http/problem.js';
import { redact } from '../redaction.js';
import { ActivityStore, type NewRow } from './activity.store.js';
import type { Actor } from './actor.js';

/** What is done, as it is known before. Never with a password, a code, a token or a key. */
export interface Act {
  what: ActivityWord;
  target?: ActivityTarget | null;
  reason?: string | null;
  before?: unknown;
  /** What is asked for. */
  after?: unknown;
}

/** What is known only once it is done; what is absent stays as it was before. */
export interface Done {
  personId?: number;
  target?: ActivityTarget;
  after?: unknown;
  /** Nobody can tell what came of it: no row says that it succeeded, and so the trail shows. */
  isUnknown?: boolean;
}

/** Thrown by what ended early without anybody's mistake; its message is kept as the outcome. */
export class BrokenOffError extends Error {
  override readonly name = 'BrokenOffError';
}

/**
 * Writes down what people and programs do: before it is tried, and what came of it.
 *
 * Those are two rows. One that is completed later could be changed later; of two that are never changed, the chain of
 * hashes covers both, and one that has no other says that the server ended between.
 */
@Injectable()
export class ActivityService implements OnApplicationBootstrap {
  private readonly logger = new Logger('Activity');

  constructor(@Inject(ActivityStore) private readonly store: ActivityStore) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.tellEnd();
  }

  /**
   * Does something between the two rows that tell of it.
   *
   * @param act `done` tells from the result what was not known before
   * @param action is told the first row's id, by which `settle` tells later what nobody could tell at the time
   * @returns what the action returns
   * @throws what the action throws. Where the first row cannot be written, the action is not tried.
   */
  async perform<T>(
    { done, ...act }: Act & { done?: (result: T) => Done },
    actor: Actor,
    action: (trailId: string) => Promise<T>,
  ): Promise<T> {
    const row = rowOf(act, actor);
    const completes = await this.store.append(row);
    let result: T;
    try {
      result = await action(completes);
    } catch (error) {
      await this.complete({ ...row, completes, ...failureOf(error) });
      throw error;
    }
    const { personId = actor.personId, target = row.target, after, isUnknown = false } = done?.(result) ?? {};
    if (isUnknown) return result;
    await this.complete({
      ...row,
      completes,
      actor: { ...actor, personId },
      target,
      after: after ?? row.after,
      outcome: 'succeeded',
    });
    return result;
  }

  /**
   * Tells what came of something whose server ended, or whose answer was lost.
   *
   * @returns false: that was told already
   */
  async settle(
    trailId: string,
    end: { outcome: 'succeeded' | 'failed'; after: unknown; detail?: string },
  ): Promise<boolean> {
    return this.store.complete(trailId, { detail: null, ...end });
  }

  /** Writes down, in one row, what was refused before anything was tried. */
  async refused(act: Act, actor: Actor, detail: string): Promise<void> {
    await this.store.append({ ...rowOf(act, actor), outcome: 'refused', detail });
  }

  /**
   * Tells the log where the chain ends, which is out of reach of whoever changes the database: rows that are cut off
   * later, or a chain that is made anew, lack this hash.
   */
  async tellEnd(): Promise<void> {
    const end = await this.store.end();
    if (end === null) return;
    const hash = end.hash.toString('hex');
    this.logger.log(`The activity trail ends with row ${end.id}. To check later: npm run verify-activity -- ${hash}`);
  }

  /** It is done, or has failed, whether that can be written or not: without it, the trail says that it is unknown. */
  private async complete(row: NewRow): Promise<void> {
    try {
      await this.store.append(row);
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.logger.error(`The outcome of ${row.what} (row ${row.completes}) could not be written down.`, redact(reason));
    }
  }
}

function rowOf({ what, target = null, reason = null, before = null, after = null }: Act, actor: Actor): NewRow {
  return { actor, what, target, reason, before, after, completes: null, outcome: null, detail: null };
}

function failureOf(error: unknown): Pick<NewRow, 'outcome' | 'detail'> {
  if (error instanceof ElsewhereError) return { outcome: 'failed', detail: error.message };
  if (error instanceof ProblemError && error.status < 500) return { outcome: 'refused', detail: error.message };
  if (error instanceof BrokenOffError) return { outcome: 'failed', detail: error.message };
  return { outcome: 'failed', detail: 'It went wrong on our side; the log holds the reason, under the request id.' };
}
