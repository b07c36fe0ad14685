/** A rotation as the API tells it. */
import {
  type ActivityItem,
  type Drain,
  type Rotation,
  ROTATION_QUIET_MINUTES,
  ROTATION_STEPS,
  type RotationEvent,
  type RotationItem,
  type RotationMinute,
  type RotationNewKey,
  type RotationStep,
} from '@bursar/contract';
import { writeInstant } from '../directory/directory-object.js';
import type { KnownKey } from '../directory/known-keys.store.js';
import { isNotOffered, type LastUse, lookedAt, MINUTE_MS, type Verdict } from './drain.js';
import type { KeyTraffic } from './key-traffic.js';
import type { Person, RotationRow } from './rotation-row.js';

type TimelineItem = Rotation['timeline'][number];

const instantOf = (at: Date | null): string | null => at && writeInstant(at);

function factsOf(id: string, key: KnownKey | undefined) {
  return {
    api_key_id: id,
    name: key?.name ?? null,
    redacted_value: key?.redactedValue ?? null,
    created_at: instantOf(key?.createdAt ?? null),
    last_used_at: instantOf(key?.lastUsedAt ?? null),
    expires_at: instantOf(key?.expiresAt ?? null),
    gone_at: instantOf(key?.goneAt ?? null),
  };
}

/** @param keys of the organization, those of the rotation among them as far as they were listed */
export function itemOf(row: RotationRow, keys: readonly KnownKey[], reason: string | null): RotationItem {
  const old = keys.find(({ id }) => id === row.oldKeyId);
  return {
    id: row.id,
    organization_id: row.organization,
    project_id: row.projectId,
    project_name: row.projectName,
    kind: row.kind,
    state: row.state,
    reason,
    opened_at: writeInstant(row.openedAt),
    opened_by: row.openedBy,
    closed_at: instantOf(row.closedAt),
    old_key: {
      ...factsOf(row.oldKeyId, old),
      owner_type: old?.ownerType ?? null,
      owner_id: old?.ownerId ?? null,
      owner_name: old?.ownerName ?? null,
    },
    new_key: newKeyOf(row, keys),
  };
}

function newKeyOf(row: RotationRow, keys: readonly KnownKey[]): RotationNewKey | null {
  const { newKeyId, serviceAccountId, isSecretLost, createdBy } = row;
  if (newKeyId === null || serviceAccountId === null) return null;
  const key = keys.find(({ id }) => id === newKeyId);
  return {
    ...factsOf(newKeyId, key),
    service_account_id: serviceAccountId,
    service_account_name: key?.ownerName ?? null,
    is_secret_lost: isSecretLost,
    made_by: createdBy,
  };
}

/** Which steps are done, by whom, and which one is next. */
export function stepsOf(row: RotationRow, drain: Drain): RotationStep[] {
  const isDrained = drain.state === 'drained' || row.retiredAt !== null || row.state === 'done';
  const done: Record<(typeof ROTATION_STEPS)[number], { at: Date | null; by: Person } | null> = {
    create: row.newKeyId === null || row.isSecretLost ? null : { at: row.createdAt, by: row.createdBy },
    place: row.placedAt && { at: row.placedAt, by: row.placedBy },
    drain: row.placedAt !== null && isDrained ? { at: row.retiredAt, by: null } : null,
    retire: row.retiredAt && { at: row.retiredAt, by: row.retiredBy },
    finish: row.state === 'done' ? { at: row.closedAt, by: row.closedBy } : null,
  };
  const current = row.closedAt === null ? ROTATION_STEPS.find((step) => done[step] === null) : undefined;
  return ROTATION_STEPS.map((step) => {
    const what = done[step];
    const open = row.state === 'cancelled' ? 'skipped' : 'waiting';
    const state = what !== null ? 'done' : step === current ? 'current' : open;
    return { step, state, at: instantOf(what?.at ?? null), by: what?.by ?? null };
  });
}

export function drainOf(
  verdict: Verdict,
  traffic: KeyTraffic,
  { lastUse, now }: { lastUse: LastUse; now: number },
): Drain {
  const look = lookedAt(now);
  return {
    state: verdict.state,
    reasons: verdict.reasons,
    quiet_since: verdict.quietSince === null ? null : writeInstant(new Date(verdict.quietSince)),
    last_call_at: verdict.lastCallAt === null ? null : writeInstant(new Date(verdict.lastCallAt)),
    required_minutes: ROTATION_QUIET_MINUTES,
    requests_in_required: verdict.requestsInRequired,
    looked_from: writeInstant(new Date(look.start)),
    looked_to: writeInstant(new Date(look.end)),
    coverage: traffic.capabilities.map(({ capability, gaps, namesKeys, requests, notFoundAt }) => ({
      capability,
      is_complete: namesKeys && gaps.length === 0,
      names_keys: namesKeys,
      gaps: gaps.map(({ start, end }) => ({
        start: writeInstant(new Date(start)),
        end: writeInstant(new Date(end)),
      })),
      requests,
      not_offered_at:
        notFoundAt !== null && isNotOffered({ gaps, notFoundAt }, now) ? writeInstant(new Date(notFoundAt)) : null,
    })),
    last_used_at: instantOf(lastUse.at),
    last_used_read_at: instantOf(lastUse.readAt),
  };
}

/** What the trail tells of a rotation, and what the minutes show, oldest first. */
export function timelineOf(
  row: RotationRow,
  trail: readonly ActivityItem[],
  { drain, minutes }: { drain: Drain; minutes: readonly RotationMinute[] },
): TimelineItem[] {
  const told = trail.flatMap((item) => {
    const event = eventOf(item);
    return event === null ? [] : [toldItem(event, item)];
  });
  const seen = (event: RotationEvent, at: string | null): TimelineItem[] =>
    at === null ? [] : [{ at, event, by: null, reason: null, request_id: null, was_forced: false }];
  const quietAt =
    drain.quiet_since === null ? null : Date.parse(drain.quiet_since) + ROTATION_QUIET_MINUTES * MINUTE_MS;
  const isQuiet = drain.state === 'quiet' || drain.state === 'drained';
  const since = row.createdAt === null ? null : writeInstant(row.createdAt);
  const first = minutes[0];
  const isWholeStory = since !== null && first !== undefined && first.start <= since;
  const firstOfNew = isWholeStory ? (minutes.find((minute) => minute.new > 0)?.start ?? null) : null;
  return [
    ...told,
    ...seen('first_call_of_new_key', firstOfNew),
    ...(isQuiet && row.newKeyId !== null
      ? [
          ...seen('last_call_of_old_key', drain.last_call_at),
          ...seen('quiet', quietAt === null ? null : writeInstant(new Date(quietAt))),
        ]
      : []),
  ].toSorted((a, b) => a.at.localeCompare(b.at));
}

function toldItem(event: RotationEvent, item: ActivityItem): TimelineItem {
  return {
    at: item.completed_at ?? item.at,
    event,
    by: item.person && { person_id: item.person.id, name: item.person.name },
    reason: item.reason,
    request_id: item.request_id,
    was_forced: fieldOf(item.after, 'force') === true,
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : null;
}

/** null: it came to nothing. */
function eventOf({ what, outcome, before, after }: ActivityItem): RotationEvent | null {
  const result = fieldOf(after, 'result');
  // What was found to be done already is told by the step that did it.
  if (outcome !== 'succeeded' || fieldOf(after, 'found') === true) return null;
  switch (what) {
    case 'rotation.open':
      return 'opened';
    case 'rotation.make_key':
      if (result === 'unknown') return null;
      if (result === 'found') return 'new_key_found';
      return fieldOf(after, 'replaces') === null ? 'new_key_created' : 'new_key_replaced';
    case 'rotation.place':
      return 'placed';
    case 'rotation.expire_key':
      return fieldOf(before, 'state') === 'expiring' ? 'expiry_moved' : 'expiry_set';
    case 'rotation.delete_key':
      if (result === 'refused_by_openai') return 'delete_refused_by_openai';
      if (result === 'gone') return 'old_key_gone';
      return result === 'account_deleted' ? 'old_account_deleted' : 'old_key_deleted';
    case 'rotation.cancel':
      return 'cancelled';
    case 'rotation.finish':
      return 'done';
    default:
      return null;
  }
}
