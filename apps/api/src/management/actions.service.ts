import type { ActivityTarget } from '@bursar/contract';
import type { ActionOptions, ActionOutcome, DirectoryObject } from '@bursar/openai-admin';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ActivityService, type Done } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import type { KindName } from '../directory/kinds.js';
import { placeOf } from '../directory/parents.js';
import { callerOf } from '../http/caller.js';
import { notFound } from '../http/problem.js';
import { redact } from '../redaction.js';
import { ActedObjects, type Item, type Named, type Place, type Within } from './acted-objects.service.js';
import type { ActionResult, Asked, Changing, Making, Removing } from './action.js';
import { doneAndNotStored, notDone, problemOf, unknownAnswer } from './openai-problems.js';
import { targetOf, toldOf } from './trail.js';
import { type Reached, WriteAccess } from './write-access.service.js';

/** How long somebody waits for OpenAI to be read, and for the turn of what is sent. */
const WAIT_MS = 60_000;

/** What the trail is told before. */
interface Told {
  kind: KindName;
  target: ActivityTarget;
  before?: unknown;
  after?: object;
}

/** A step of an action that has begun. */
interface Begun {
  reached: Reached;
  within: Within;
}

/**
 * Does things at OpenAI for people, all in the same way.
 *
 * Whether the caller sees the project, in which organization and with which key, is settled first. Then it is written
 * down, sent once, read again, stored, and written down what came of it.
 */
@Injectable()
export class ActionsService {
  private readonly logger = new Logger('Actions');

  constructor(
    @Inject(WriteAccess) private readonly access: WriteAccess,
    @Inject(ActedObjects) private readonly objects: ActedObjects,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  /** Makes something. @throws ProblemError */
  async make<T>(making: Making<T>): Promise<ActionResult<T>> {
    const { kind, parentId, wanted, send, objects, rereads } = making;
    const begun = await this.begin(making, parentId);
    const act = { target: targetOf(kind, null, wanted), after: withProject(wanted, parentId) };
    return this.perform(making, { ...act, kind }, async () => {
      const outcome = await sent(send(begun.reached.client, patience()));
      if (outcome.state !== 'done') return this.unknown(outcome, { kind, parentId, id: '' }, begun);
      return this.kept(outcome, begun, async () => {
        const made = objects(outcome.value);
        const items: Item[] = [];
        for (const one of made) items.push(await this.store(one, begun));
        await this.objects.readAgain(begun.reached.id, rereads?.(made[0]?.object.id ?? '') ?? []);
        return items;
      });
    });
  }

  /** Changes something that there is, or sets what may not be set yet. @throws ProblemError */
  async change<W extends object>(changing: Changing<W>): Promise<ActionResult<DirectoryObject>> {
    const { kind, parentId, id, plan, send, rereads, mayBeAbsent = false } = changing;
    const begun = await this.begin(changing, parentId);
    const before = await this.before(changing, begun, mayBeAbsent);
    const wanted = await plan(before, begun.within);
    const act = { target: targetOf(kind, id, before), before: before && toldOf(kind, before), after: wanted };
    return this.perform(changing, { ...act, kind }, async () => {
      const outcome = await sent(send(begun.reached.client, wanted, patience()), () => this.lookAgain(changing, begun));
      if (outcome.state !== 'done') return this.unknown(outcome, changing, begun);
      return this.kept(outcome, begun, async () => {
        const item = await this.store({ kind, parentId, object: outcome.value }, begun);
        await this.objects.readAgain(begun.reached.id, rereads?.() ?? []);
        return [item];
      });
    });
  }

  /** Takes something away. @throws ProblemError */
  async remove(removing: Removing): Promise<ActionResult<null>> {
    const { kind, parentId, id, send, rereads } = removing;
    const begun = await this.begin(removing, parentId);
    const before = await this.before(removing, begun, false);
    // What belonged to it is found as long as it is there.
    const others = (await rereads?.(begun.within)) ?? [];
    const act = { target: targetOf(kind, id, before), before: before && toldOf(kind, before) };
    return this.perform(removing, { ...act, kind }, async () => {
      const outcome = await sent(send(begun.reached.client, patience()), () => this.lookAgain(removing, begun));
      if (outcome.state !== 'done') return this.unknown(outcome, removing, begun);
      return this.kept(outcome, begun, async () => {
        await this.objects.gone(begun.reached.id, { kind, parentId, id }, begun.reached.now());
        await this.objects.readAgain(begun.reached.id, others);
        return [await this.answered({ kind, parentId, id }, begun)];
      });
    });
  }

  private async begin({ request, about }: Asked, parentId: string): Promise<Begun> {
    const { scope } = callerOf(request);
    const reached = await this.access.to(about.organization, scope);
    const within = { organizationId: reached.id, projectIds: scope.projectIds };
    const { projectId } = placeOf(parentId);
    if (projectId !== null) await this.objects.requireProject(projectId, within);
    return { reached, within };
  }

  private async before(
    { kind, parentId, id }: Named,
    { reached, within }: Begun,
    mayBeAbsent: boolean,
  ): Promise<Item | null> {
    const object = { kind, parentId, id };
    if (mayBeAbsent) return this.objects.find(object, within);
    return this.objects.require(object, within, reached).catch((error: unknown) => {
      throw problemOf(error) ?? error;
    });
  }

  /** Written down before and after. */
  private async perform<T>(
    { request, about, what }: Asked,
    { kind, ...act }: Told,
    action: () => Promise<ActionResult<T>>,
  ): Promise<ActionResult<T>> {
    const done = (result: ActionResult<T>): Done => {
      if (result.state === 'unknown') return { isUnknown: true };
      const [item, ...others] = result.items;
      const also = others.map(({ object, id }) => ({ object, id }));
      // What was asked for as well: of some of it OpenAI does not tell how it is now.
      const after = {
        ...act.after,
        ...(item && item['gone_at'] === null && toldOf(kind, item)),
        ...(also.length > 0 && { also }),
        ...proofOf(result),
      };
      return { target: item === undefined ? act.target : targetOf(kind, String(item['id']), item), after };
    };
    return this.activity.perform({ what, reason: about.reason, ...act, done }, actorOf(request), action);
  }

  /** It is done, whether that can be stored or not: a failure here must not read as if it were not. */
  private async kept<T>(
    { value, wasLost, requestId }: Extract<ActionOutcome<T>, { state: 'done' }>,
    { reached }: Begun,
    keep: () => Promise<Item[]>,
  ): Promise<ActionResult<T>> {
    try {
      return { state: 'done', items: await keep(), value, isByList: wasLost, requestId };
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.logger.error('What was done at OpenAI could not be stored.', redact(reason));
      return { state: 'unknown', answer: doneAndNotStored(requestId, reached.now()) };
    }
  }

  private async store(one: Place & { object: DirectoryObject }, begun: Begun): Promise<Item> {
    await this.objects.seen(begun.reached.id, one, begun.reached.now());
    return this.answered({ ...one, id: one.object.id }, begun);
  }

  private async answered(object: Named, { within }: Begun): Promise<Item> {
    const item = await this.objects.find(object, within);
    if (item === null) throw notFound(`${object.id} was changed, and is not among what is shown to you.`);
    return item;
  }

  /** OpenAI did not find it: whether it or something else is gone, reading tells. */
  private lookAgain({ kind, parentId, id }: Named, { reached }: Begun): Promise<void> {
    return this.objects.readAgain(reached.id, [{ kind, parentId, id }]);
  }

  private async unknown(
    { state, problem }: Exclude<ActionOutcome<unknown>, { state: 'done' }>,
    { kind, parentId, id }: Named,
    { reached }: Begun,
  ): Promise<Extract<ActionResult<never>, { state: 'unknown' }>> {
    await this.objects.readAgain(reached.id, [{ kind, parentId, id }]);
    if (state === 'not_done') throw notDone(problem);
    return { state, answer: unknownAnswer(problem, reached.now()) };
  }
}

const patience = (): ActionOptions => ({ signal: AbortSignal.timeout(WAIT_MS) });

/** @param onNotFound for what OpenAI does not know */
async function sent<T>(
  outcome: Promise<ActionOutcome<T>>,
  onNotFound?: () => Promise<void>,
): Promise<ActionOutcome<T>> {
  try {
    return await outcome;
  } catch (error) {
    const problem = problemOf(error);
    if (problem?.code === 'not-found') await onNotFound?.();
    throw problem ?? error;
  }
}

function proofOf({ isByList, requestId }: Extract<ActionResult<unknown>, { state: 'done' }>): Item {
  return isByList ? { answer: 'lost; found by reading again' } : { openai_request_id: requestId };
}

function withProject(wanted: Item, parentId: string): Item {
  const { projectId, groupId } = placeOf(parentId);
  return {
    ...wanted,
    ...(projectId !== null && { project_id: projectId }),
    ...(groupId !== null && { group_id: groupId }),
  };
}
