import type { Rotation, RotationBody, RotationsAnswer, RotationsQuery } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { ActivityReadsStore } from '../activity/activity-reads.store.js';
import { ActivityService } from '../activity/activity.service.js';
import type { Actor } from '../activity/actor.js';
import { type KnownKey, KnownKeysStore } from '../directory/known-keys.store.js';
import { notFound, ProblemError } from '../http/problem.js';
import { FULL_SCOPE, type Scope } from '../http/scope.js';
import { isOpenRotation, type RotationRow, watchedKeys } from './rotation-row.js';
import { itemOf, stepsOf, timelineOf } from './rotation-view.js';
import { RotationWatch } from './rotation-watch.service.js';
import { RotationsStore } from './rotations.store.js';

const OPENED = 'rotation.open';
const WORDS = [
  OPENED,
  'rotation.make_key',
  'rotation.place',
  'rotation.expire_key',
  'rotation.delete_key',
  'rotation.cancel',
  'rotation.finish',
] as const;
/** More than ever happens to one rotation. */
const MOST_EVENTS = 1000;

/** Opens rotations and tells of them. */
@Injectable()
export class RotationsService {
  constructor(
    @Inject(RotationsStore) private readonly rotations: RotationsStore,
    @Inject(RotationWatch) private readonly watch: RotationWatch,
    @Inject(KnownKeysStore) private readonly keys: KnownKeysStore,
    @Inject(ActivityService) private readonly activity: ActivityService,
    @Inject(ActivityReadsStore) private readonly trail: ActivityReadsStore,
  ) {}

  /** @throws ProblemError 404 for a key that the scope does not hold, 409 for one that is gone or is being rotated. */
  async open(body: RotationBody, { scope, actor }: { scope: Scope; actor: Actor }): Promise<Rotation> {
    const key = await this.keyOf(body, scope);
    if (key.goneAt !== null) {
      throw new ProblemError('invalid-request', 409, `The key ${key.id} is gone: there is nothing to rotate.`);
    }
    const id = await this.rotations.nextId();
    const target = { kind: 'rotation', id, name: key.name };
    const kind = key.ownerType === 'service_account' ? 'service_account' : 'member';
    const { organizationId, projectId, id: oldKeyId } = key;
    const after = { api_key_id: oldKeyId, project_id: projectId, kind };
    await this.activity.perform({ what: OPENED, target, reason: body.reason, after }, actor, () => {
      const at = this.watch.nowOf(organizationId);
      return this.rotations.add({ id, organizationId, projectId, oldKeyId, kind, at, personId: actor.personId });
    });
    await this.watch.begin(await this.find(id, FULL_SCOPE));
    return this.show(id, scope);
  }

  /** @throws ProblemError 404 where the scope holds none of that number. */
  async find(id: string, scope: Scope): Promise<RotationRow> {
    const row = await this.rotations.find(id, scope);
    if (row === null) throw notFound(`There is no rotation ${id}.`);
    return row;
  }

  async show(id: string, scope: Scope): Promise<Rotation> {
    const row = await this.find(id, scope);
    const { drain, minutes, keys } = await this.watch.look(row);
    const { data } = await this.trail.page({ what: [...WORDS], target: [id], limit: MOST_EVENTS });
    const reason = data.find(({ what }) => what === OPENED)?.reason ?? null;
    return {
      ...itemOf(row, keys, reason),
      steps: stepsOf(row, drain),
      is_creation_open: row.attempt !== null,
      replaced_keys: row.replacedKeyIds,
      needs_new_account: row.needsNewAccount && isOpenRotation(row),
      drain,
      minutes,
      timeline: timelineOf(row, data.toReversed(), { drain, minutes }),
    };
  }

  async list(query: RotationsQuery, scope: Scope): Promise<RotationsAnswer> {
    const { rows, nextCursor } = await this.rotations.page(query, scope);
    if (rows.length === 0) return { data: [], next_cursor: null };
    const ids = rows.flatMap((row) => [...watchedKeys(row), ...(row.newKeyId === null ? [] : [row.newKeyId])]);
    const organizationIds = rows.map(({ organizationId }) => organizationId);
    const keys = await this.keys.find({ organizationIds, ids }, FULL_SCOPE);
    const target = rows.map(({ id }) => id);
    const { data } = await this.trail.page({ what: [OPENED], target, limit: MOST_EVENTS });
    return {
      data: rows.map((row) => {
        const own = keys.filter(({ organizationId }) => organizationId === row.organizationId);
        return itemOf(row, own, data.find((item) => item.target?.id === row.id)?.reason ?? null);
      }),
      next_cursor: nextCursor,
    };
  }

  private async keyOf(body: RotationBody, scope: Scope): Promise<KnownKey> {
    const found = await this.keys.find({ ids: [body.api_key_id], projectIds: [body.project_id] }, scope);
    const named = found.filter(
      ({ organization }) => body.organization === undefined || organization === body.organization,
    );
    const [key, ...others] = named;
    if (key === undefined) {
      throw notFound(`OpenAI never listed a key ${body.api_key_id} in the project ${body.project_id}.`);
    }
    if (others.length === 0) return key;
    const detail = 'Several organizations have such a key. Say by "organization" which one is meant.';
    throw new ProblemError('several-organizations', 400, detail);
  }
}
