import {
  ACTIVITY_WORDS,
  type ActivityItem,
  type AuditEvent,
  type DirectoryChange,
  type KeyEvent,
  type KeyInventoryItem,
} from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { ActivityReadsStore } from '../activity/activity-reads.store.js';
import { AuditEventsStore } from '../audit-log/audit-events.store.js';
import { DirectoryChangesStore } from '../directory/directory-changes.store.js';
import type { Audience } from './audience.js';
import { KeyRotationsStore } from './key-rotations.store.js';

const MOST = 200;
const OF_ROTATIONS = ACTIVITY_WORDS.filter((word) => word.startsWith('rotation.'));

/** Tells what happened to keys, from all that tells of it and that the caller may see. */
@Injectable()
export class KeyTimelineService {
  constructor(
    @Inject(AuditEventsStore) private readonly events: AuditEventsStore,
    @Inject(ActivityReadsStore) private readonly activity: ActivityReadsStore,
    @Inject(DirectoryChangesStore) private readonly changes: DirectoryChangesStore,
    @Inject(KeyRotationsStore) private readonly rotations: KeyRotationsStore,
  ) {}

  /** The newest first, at most 200. */
  async of(keys: readonly KeyInventoryItem[], audience: Audience): Promise<KeyEvent[]> {
    const ids = keys.map(({ id }) => id);
    const organizations = [...new Set(keys.flatMap(({ organization_id: id }) => (id === null ? [] : [id])))];
    const within = organizations.length === 0 ? {} : { organization: organizations };
    const [events, done, rotated, changed] = await Promise.all([
      audience.seesAuditLog
        ? this.events.page({ limit: MOST, resource_id: ids, ...within }, audience.scope).then(({ data }) => data)
        : [],
      audience.seesActivity ? this.activity.page({ limit: MOST, target: ids }).then(({ data }) => data) : [],
      audience.seesActivity ? this.rotated({ ids, organizations }, audience) : [],
      this.changes
        .page({ limit: MOST, kind: ['api_key', 'admin_api_key'], id: ids, ...within }, audience.scope)
        .then(({ data }) => data),
    ]);
    return [
      ...events.map((event) => ofAuditLog(event, ids)),
      ...done.map((item) => ofActivity(item)),
      ...rotated,
      ...changed.map((change) => ofDirectory(change)),
      ...keys.flatMap((key) => seen(key)),
    ]
      .toSorted(newestFirst)
      .slice(0, MOST);
  }

  /** The trail names the rotation, which has two keys: each entry is told of both. */
  private async rotated(
    keys: { ids: readonly string[]; organizations: readonly string[] },
    { scope }: Audience,
  ): Promise<KeyEvent[]> {
    const rotations = await this.rotations.of(keys, scope, MOST);
    if (rotations.length === 0) return [];
    const target = rotations.map(({ id }) => id);
    const { data } = await this.activity.page({ limit: MOST, what: OF_ROTATIONS, target });
    return data.map((item) => {
      const rotation = rotations.find(({ id }) => id === item.target?.id);
      const madeKey = item.what === 'rotation.make_key' ? (rotation?.newKeyId ?? null) : null;
      const event = ofActivity(item);
      // The evidence is a page of its own.
      const changes = event.changes.filter(({ field }) => field !== 'drain');
      return { ...event, changes, key_id: madeKey ?? rotation?.oldKeyId ?? '' };
    });
  }
}

const newestFirst = (a: KeyEvent, b: KeyEvent): number => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1);

function ofAuditLog(event: AuditEvent, ids: readonly string[]): KeyEvent {
  const { actor } = event;
  return {
    at: event.effective_at,
    source: 'audit_log',
    id: event.id,
    // It was found by one of them.
    key_id: event.resources.find(({ id }) => ids.includes(id))?.id ?? ids[0] ?? '',
    what: event.type,
    who: actor?.email ?? actor?.id ?? null,
    address: actor?.ip_address ?? null,
    reason: null,
    outcome: null,
    changes: event.changes,
  };
}

function ofActivity({ at, id, target, what, person, address, reason, outcome, before, after }: ActivityItem): KeyEvent {
  return {
    at,
    source: 'activity',
    id,
    key_id: target?.id ?? '',
    what,
    who: person?.name ?? person?.email ?? null,
    address,
    reason,
    outcome,
    changes: fieldsOf(before, after),
  };
}

/** What was there before and after, field by field. */
function fieldsOf(before: unknown, after: unknown): KeyEvent['changes'] {
  const [old, now] = [recordOf(before), recordOf(after)];
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return fields.map((field) => ({ field, before: old[field] ?? null, after: now[field] ?? null }));
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

const SEEN = { source: 'directory', id: null, who: null, address: null, outcome: null } as const;

function ofDirectory({ change_id, id, field, old_value, new_value, changed_at }: DirectoryChange): KeyEvent {
  const changes = [{ field, before: old_value, after: new_value }];
  return { ...SEEN, at: changed_at, id: change_id, key_id: id, what: field, reason: null, changes };
}

/** When a key came into the lists, and when it left them. */
function seen({ id, first_seen_at, gone_at, gone_reason }: KeyInventoryItem): KeyEvent[] {
  const event = { ...SEEN, key_id: id, changes: [] };
  return [
    { ...event, at: first_seen_at, what: 'first_seen', reason: null },
    ...(gone_at === null ? [] : [{ ...event, at: gone_at, what: 'gone', reason: gone_reason }]),
  ];
}
