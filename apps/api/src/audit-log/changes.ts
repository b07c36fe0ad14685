/** What an event changed, as far as OpenAI says. */
import type { AuditChange } from '@bursar/contract';
import { type Json, objectOf, payloadOf, textOf } from './payload.js';

const BEFORE = ['before', 'from', 'old', 'old_value', 'previous', 'previous_value'];
const AFTER = ['after', 'to', 'new', 'new_value', 'current', 'current_value'];

/**
 * The fields that an event changed.
 *
 * OpenAI gives what was asked for (`changes_requested`, or `data` for keys and for what is created) and not what was
 * there before, except where a payload holds both; then both are answered. Of roles it gives permissions that were
 * added and removed.
 */
export function changesOf(event: Json): AuditChange[] {
  const payload = payloadOf(event);
  const verb = textOf(event['type'])?.split('.').at(-1) ?? '';
  const [before, after] = [sideOf(payload, BEFORE), sideOf(payload, AFTER)];
  if (before !== null || after !== null) return both(before ?? {}, after ?? {});
  const requested = { ...objectOf(payload['data']), ...objectOf(payload['changes_requested']) };
  const stated = Object.keys(requested).length > 0 ? requested : statedBy(payload, verb);
  return Object.entries(stated).map(([field, value]) => changeOf(field, value));
}

/** Some events carry their fields without a wrapping. */
function statedBy(payload: Json, verb: string): Json {
  if (!['created', 'updated', 'registered'].includes(verb)) return {};
  const { id: _id, data: _data, changes_requested: _changes, ...fields } = payload;
  return fields;
}

function changeOf(field: string, value: unknown): AuditChange {
  const whole = objectOf(value);
  const [before, after] = [firstOf(whole, BEFORE), firstOf(whole, AFTER)];
  if (before !== undefined || after !== undefined) return { field, before: before ?? null, after: after ?? null };
  if (field.endsWith('_removed')) return { field, before: value ?? null, after: null };
  return { field, before: null, after: value ?? null };
}

function both(before: Json, after: Json): AuditChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
}

function sideOf(payload: Json, names: readonly string[]): Json | null {
  const side = firstOf(payload, names);
  return typeof side === 'object' && side !== null ? objectOf(side) : null;
}

function firstOf(json: Json, names: readonly string[]): unknown {
  const name = names.find((candidate) => candidate in json);
  return name === undefined ? undefined : json[name];
}
