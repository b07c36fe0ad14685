import { Inject, Injectable, Logger } from '@nestjs/common';
import { type AdminClient, type DirectoryObject, OpenAIAdminError, readApiKey } from '@bursar/openai-admin';
import { ActivityService } from '../activity/activity.service.js';
import { ProblemError } from '../http/problem.js';
import { FULL_SCOPE } from '../http/scope.js';
import { ActedObjects } from '../management/acted-objects.service.js';
import { WriteAccess } from '../management/write-access.service.js';
import { redact } from '../redaction.js';
import { asked } from './at-openai.js';
import type { OpenStep, RotationRow } from './rotation-row.js';
import { RotationWatch } from './rotation-watch.service.js';
import { type RotationChange, RotationsStore } from './rotations.store.js';

/** A rotation of which everything is known, and which step of it nobody had heard of until now. */
export interface Settled {
  row: RotationRow;
  unheard: OpenStep['step'] | null;
}

/** Whoever has just taken a step tells of it themselves. */
const LEFT_ALONE_MS = 5_000;

/**
 * Finds out what came of steps whose server ended, or whose answer was lost: a step is written down before OpenAI is asked,
 * and what the old key is like afterwards tells whether it was done. It is never sent again.
 */
@Injectable()
export class OpenSteps {
  private readonly logger = new Logger('Rotations');

  constructor(
    @Inject(RotationsStore) private readonly rotations: RotationsStore,
    @Inject(RotationWatch) private readonly watch: RotationWatch,
    @Inject(ActivityService) private readonly activity: ActivityService,
    @Inject(WriteAccess) private readonly access: WriteAccess,
    @Inject(ActedObjects) private readonly objects: ActedObjects,
  ) {}

  /**
   * For who has the rotation alone.
   *
   * @throws ProblemError where OpenAI does not tell what came of it
   */
  async settle(row: RotationRow): Promise<Settled> {
    const { openStep: open } = row;
    if (open === null) return { row, unheard: null };
    const { after, change, outcome } = open.done === null ? await this.find(row, open) : reached(open.done);
    if (change !== null) await this.rotations.change(row, change);
    // What is told of is forgotten last: a server that ends here is followed by one that tells it.
    const isNews = await this.activity.settle(open.trailId, {
      ...{ outcome, after },
      ...(outcome === 'failed' && { detail: 'The answer was lost, and reading shows that it was not done.' }),
    });
    await this.rotations.change(row, { open_step: null });
    const fresh = (await this.rotations.find(row.id, FULL_SCOPE)) ?? row;
    return { row: fresh, unheard: isNews && outcome === 'succeeded' ? open.step : null };
  }

  /**
   * Asks OpenAI for what a step is to do, with the step written down before.
   *
   * @returns what `work` returns, done or unknown: what was written down stays
   * @throws what `work` throws: OpenAI refused it, or reading showed that it was not done
   */
  async send<T>(row: RotationRow, step: OpenStep, work: () => Promise<T>): Promise<T> {
    await this.rotations.change(row, { open_step: step });
    try {
      return await work();
    } catch (error) {
      await this.rotations.change(row, { open_step: null });
      throw error;
    }
  }

  /** Of every open rotation; what cannot be found out now waits for the next time. */
  async settleAll(): Promise<void> {
    for (const { id, openStep, organizationId } of await this.rotations.watched()) {
      if (openStep === null) continue;
      if (Date.parse(openStep.at) > this.watch.nowOf(organizationId).getTime() - LEFT_ALONE_MS) continue;
      try {
        await this.rotations.alone({ id }, async () => {
          const row = await this.rotations.find(id, FULL_SCOPE);
          if (row !== null) await this.settle(row);
        });
      } catch (error) {
        // Somebody else is at it, or OpenAI cannot be asked now: the others do not wait for that.
        const why = error instanceof ProblemError ? error.message : String(error);
        this.logger.warn(`What came of a step of rotation ${id} is not known yet: ${redact(why)}`);
      }
    }
  }

  private async find(row: RotationRow, open: OpenStep): Promise<Found> {
    const { organizationId, projectId, oldKeyId } = row;
    const { client } = await this.access.of(organizationId);
    const key = await asked(() => keyOrNull(client, { projectId, id: oldKeyId }));
    const now = this.watch.nowOf(organizationId);
    const retired = { retired_at: now, retired_by: open.personId, evidence: open.evidence };
    if (key === null) {
      await this.objects.gone(organizationId, { kind: 'api_key', parentId: projectId, id: oldKeyId }, now);
      const after = { ...open.asked, result: 'deleted', drain: open.evidence };
      return { outcome: 'succeeded', after, change: { state: 'deleted', ...retired } };
    }
    await this.objects.seen(organizationId, { kind: 'api_key', parentId: projectId, object: key }, now);
    const { expires_at: seconds } = key;
    if (open.step !== 'expire' || seconds === open.expiresBefore || typeof seconds !== 'number') {
      return { outcome: 'failed', after: open.asked, change: null };
    }
    const expiresAt = new Date(seconds * 1000);
    const after = { ...open.asked, expires_at: expiresAt, drain: open.evidence };
    return { outcome: 'succeeded', after, change: { state: 'expiring', expires_at: expiresAt, ...retired } };
  }
}

interface Found {
  outcome: 'succeeded' | 'failed';
  after: Record<string, unknown>;
  /** null: nothing is known that the rotation does not say. */
  change: RotationChange | null;
}

/** The rotation says already that it was done. */
const reached = (done: Record<string, unknown>): Found => ({ outcome: 'succeeded', after: done, change: null });

async function keyOrNull(client: AdminClient, key: { projectId: string; id: string }): Promise<DirectoryObject | null> {
  try {
    return await readApiKey(client, key, { priority: 'person' });
  } catch (error) {
    if (error instanceof OpenAIAdminError && error.code === 'not_found') return null;
    throw error;
  }
}
