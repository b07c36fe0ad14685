import type { KeyDetail, KeyInventoryItem, LineageKey } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { writeInstant } from '../directory/directory-object.js';
import { type Clock, CLOCK } from '../tokens.js';
import type { Audience } from './audience.js';
import { type AskedKey, type FoundKey, KeyInventoryStore } from './key-inventory.store.js';
import { KeySuccessionsStore, type StoredSuccession } from './key-successions.store.js';
import { KeyTimelineService } from './key-timeline.service.js';

/** More rotations than any credential has lived through. */
const MOST_KEYS = 1000;

/** Puts together what is known of one key and of those that it replaced or that replaced it. */
@Injectable()
export class KeyDetailService {
  constructor(
    @Inject(KeyInventoryStore) private readonly inventory: KeyInventoryStore,
    @Inject(KeySuccessionsStore) private readonly successions: KeySuccessionsStore,
    @Inject(KeyTimelineService) private readonly timelines: KeyTimelineService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ProblemError as `KeyInventoryStore.one` does. */
  async detail(asked: AskedKey, audience: Audience): Promise<KeyDetail> {
    const { place, item } = await this.inventory.one(asked, audience);
    const keys = await this.keysOf({ place, item }, audience);
    const successions = await this.successions.ofCredential(place.organizationNumber, item.credential_id);
    const now = writeInstant(this.clock.now());
    const lineage = keys.map((key) => lineageOf(key, successions, now)).toSorted(byAge);
    return { ...item, lineage, timeline: await this.timelines.of(keys, audience) };
  }

  /** All keys of the credential that the caller may see, gone ones too. */
  private async keysOf({ item }: FoundKey, audience: Audience): Promise<KeyInventoryItem[]> {
    const { credential_id: credential, organization_id: organization } = item;
    const question = {
      limit: MOST_KEYS,
      sort: 'created_at',
      include_gone: true,
      credential_id: [credential],
      ...(organization !== null && { organization: [organization] }),
    };
    return (await this.inventory.page(question, audience)).data;
  }
}

function lineageOf(key: KeyInventoryItem, successions: readonly StoredSuccession[], now: string): LineageKey {
  const made = successions.find(({ newKeyId }) => newKeyId === key.id);
  const replaced = successions.find(({ oldKeyId }) => oldKeyId === key.id);
  const expired = key.expires_at !== null && key.expires_at <= now ? key.expires_at : null;
  const ends = [replaced?.madeAt ?? null, expired, key.gone_at].filter((end) => end !== null);
  return {
    id: key.id,
    name: key.name,
    redacted_value: key.redacted_value,
    from: made?.madeAt ?? key.created_at,
    to: ends.toSorted()[0] ?? null,
    state: stateOf({ isGone: key.gone_at !== null, isExpired: expired !== null, isReplaced: replaced !== undefined }),
    rotation_id: replaced?.rotationId ?? null,
    cost_last_30_days: key.cost_last_30_days,
    last_used_at: key.last_used_at,
  };
}

function stateOf(key: { isGone: boolean; isExpired: boolean; isReplaced: boolean }): LineageKey['state'] {
  if (key.isGone) return 'gone';
  if (key.isExpired) return 'expired';
  return key.isReplaced ? 'replaced' : 'current';
}

/** The oldest first; those of which nothing is known before all others. Instants sort as text. */
const byAge = (a: LineageKey, b: LineageKey): number => {
  const [first, second] = [a.from ?? '', b.from ?? ''];
  return first === second ? 0 : first < second ? -1 : 1;
};
