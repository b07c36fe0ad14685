import type { Drain, RotationMinute } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { type AdminClient, OpenAIAdminError, readApiKey } from '@bursar/openai-admin';
import { type KnownKey, KnownKeysStore } from '../directory/known-keys.store.js';
import { RereadsStore } from '../directory/rereads.store.js';
import { ActedObjects } from '../management/acted-objects.service.js';
import { FULL_SCOPE } from '../http/scope.js';
import { ConnectedOrganizations } from '../organizations/connected-organizations.service.js';
import { isWatching } from '../sync/activity.js';
import { FeedsStore } from '../sync/feeds.store.js';
import { SyncService } from '../sync/sync.service.js';
import { judgeDrain, type LastUse } from './drain.js';
import { KeyTrafficService } from './key-traffic.js';
import { NotOfferedService } from './not-offered.service.js';
import { type RotationRow, watchedKeys } from './rotation-row.js';
import { drainOf } from './rotation-view.js';
import { RotationsStore } from './rotations.store.js';

/** What is known of the use of the keys of a rotation. */
export interface Watched {
  drain: Drain;
  minutes: RotationMinute[];
  /** Those of the rotation, as last seen. */
  keys: KnownKey[];
}

/** Looks whether old keys fall silent, and sees to it that what tells of it is collected. */
@Injectable()
export class RotationWatch {
  constructor(
    @Inject(RotationsStore) private readonly rotations: RotationsStore,
    @Inject(KeyTrafficService) private readonly traffic: KeyTrafficService,
    @Inject(KnownKeysStore) private readonly keys: KnownKeysStore,
    @Inject(RereadsStore) private readonly rereads: RereadsStore,
    @Inject(ActedObjects) private readonly objects: ActedObjects,
    @Inject(ConnectedOrganizations) private readonly connected: ConnectedOrganizations,
    @Inject(FeedsStore) private readonly feeds: FeedsStore,
    @Inject(SyncService) private readonly sync: SyncService,
    @Inject(NotOfferedService) private readonly notOffered: NotOfferedService,
  ) {}

  /** OpenAI's time, as the organization of a rotation tells it. */
  nowOf(organizationId: number): Date {
    return this.connected.of(organizationId)?.clock.now() ?? this.connected.now();
  }

  /**
   * What minutes and `last_used_at` tell at this moment, or told when the rotation was closed.
   *
   * @param client asks OpenAI for `last_used_at` before anything is decided by it; absent: as last seen
   * @throws OpenAIAdminError where OpenAI does not tell
   */
  async look(row: RotationRow, client?: AdminClient): Promise<Watched> {
    const now = (row.closedAt ?? this.nowOf(row.organizationId)).getTime();
    const watched = watchedKeys(row);
    const ids = row.newKeyId === null ? watched : [...watched, row.newKeyId];
    const keys = await this.keys.find({ organizationIds: [row.organizationId], ids }, FULL_SCOPE);
    const known = keys.filter(({ id }) => watched.includes(id));
    const lastUse = client === undefined ? lastUseOf(known, now) : await this.readLastUse(client, known, row);
    const question = { organizationId: row.organizationId, watched, successor: row.newKeyId, now };
    const traffic = await this.traffic.read(question);
    const verdict = judgeDrain({ now, calls: traffic.calls, capabilities: traffic.capabilities, lastUse });
    const drain =
      row.closedAt !== null && row.evidence !== null
        ? asNow(row.evidence)
        : drainOf(verdict, traffic, { lastUse, now });
    return { drain, minutes: traffic.minutes, keys };
  }

  /**
   * When the new key was called last, as OpenAI tells at this moment or as the minutes show; null: neither knows of a call.
   *
   * Minutes that are not read yet may hold one: a key of a moment ago has such always, so that they cannot count.
   *
   * @throws OpenAIAdminError where OpenAI does not tell
   */
  async lastCallOfNewKey(row: RotationRow, client: AdminClient): Promise<Date | null> {
    const { organizationId, projectId, newKeyId } = row;
    if (newKeyId === null) return null;
    const keys = await this.keys.find({ organizationIds: [organizationId], ids: [newKeyId] }, FULL_SCOPE);
    const times = await Promise.all(keys.map((key) => this.lastUsedAt(client, projectId, key)));
    const now = this.nowOf(organizationId).getTime();
    const { calls } = await this.traffic.read({ organizationId, watched: [newKeyId], successor: null, now });
    const newest = calls.findLast(({ requests }) => requests > 0);
    return latest([...times, newest === undefined ? null : new Date(newest.start)]);
  }

  /** Has the minutes of everything that can name a key read from now on, and `last_used_at` of the keys. */
  async begin({ organizationId, projectId, oldKeyId, newKeyId }: RotationRow): Promise<void> {
    await this.feeds.wakeQuiet(
      organizationId,
      this.sync.feeds.filter(isWatching).map(({ name }) => name),
    );
    await this.notOffered.askAgain(organizationId, this.nowOf(organizationId));
    const ids = newKeyId === null ? [oldKeyId] : [oldKeyId, newKeyId];
    const requests = ids.map((id) => ({ kind: 'api_key' as const, parentId: projectId, id }));
    await this.rereads.request(organizationId, requests, 'own_action');
  }

  /** The same for every rotation that is open: a feed that was about to rest when it was opened is found here. */
  async beginAll(): Promise<void> {
    for (const rotation of await this.rotations.watched()) await this.begin(rotation);
  }

  private async readLastUse(client: AdminClient, known: readonly KnownKey[], row: RotationRow): Promise<LastUse> {
    const times: (Date | null)[] = [];
    let hasMoved = false;
    for (const key of known) {
      const at = await this.lastUsedAt(client, row.projectId, key);
      times.push(at);
      hasMoved ||= (at?.getTime() ?? 0) !== (key.lastUsedAt?.getTime() ?? 0);
    }
    return { at: latest(times), readAt: this.nowOf(row.organizationId), hasMoved };
  }

  /** As OpenAI tells at this moment; what it tells is stored. */
  private async lastUsedAt(client: AdminClient, projectId: string, key: KnownKey): Promise<Date | null> {
    if (key.goneAt !== null) return key.lastUsedAt;
    try {
      const object = await readApiKey(client, { projectId, id: key.id }, { priority: 'person' });
      const at = this.nowOf(key.organizationId);
      await this.objects.seen(key.organizationId, { kind: 'api_key', parentId: projectId, object }, at);
      const { last_used_at: seconds } = object;
      return typeof seconds === 'number' && seconds > 0 ? new Date(seconds * 1000) : null;
    } catch (error) {
      if (error instanceof OpenAIAdminError && error.code === 'not_found') return key.lastUsedAt;
      throw error;
    }
  }
}

/** What is gone is used by nobody, so that it needs not be read again. */
function lastUseOf(known: readonly KnownKey[], now: number): LastUse {
  const there = known.filter(({ goneAt }) => goneAt === null);
  const readAt = Math.min(now, ...there.map(({ lastSeenAt }) => lastSeenAt.getTime()));
  return {
    at: latest(known.map(({ lastUsedAt }) => lastUsedAt)),
    readAt: known.length === 0 ? null : new Date(readAt),
    hasMoved: false,
  };
}

function latest(times: readonly (Date | null)[]): Date | null {
  return times.reduce((newest, time) => (newest === null || (time !== null && time > newest) ? time : newest), null);
}

/** What evidence of the first version does not tell: it knew of nothing that OpenAI does not offer. */
const NOT_TOLD = { not_offered_at: null };

function asNow(evidence: Drain): Drain {
  return { ...evidence, coverage: evidence.coverage.map((one) => ({ ...NOT_TOLD, ...one })) };
}
