/** One object of the directory: what is kept of OpenAI's raw object, and how it is answered. */
import type { FieldType, GoneReason, Place } from '@bursar/contract';
import { DIRECTORY_KINDS, type DirectoryKind, type KindName } from './kinds.js';
import { placeOf } from './parents.js';
import { otherLimits, thresholdInUnits, unlimitedLimits } from './limits.js';

/** OpenAI's object as it came: whatever is in it is OpenAI's word, so nothing but its `id` is relied on. */
export type RawObject = Readonly<Record<string, unknown>>;

/** The columns that are promoted from a raw object, as Postgres takes them from JSON. */
export interface PromotedObject {
  id: string;
  project_id: string | null;
  name: string | null;
  status: string | null;
  created_at: string | null;
  last_used_at: string | null;
  owner_id: string | null;
  object: RawObject;
}

/** A stored row as the list reads it; instants as our API writes them, see `instantSql`. */
export interface StoredObject {
  id: string;
  organization: string | null;
  parent_id: string;
  project_id: string | null;
  last_used_at: string | null;
  object: RawObject;
  first_seen_at: string;
  last_seen_at: string;
  gone_at: string | null;
  gone_reason: GoneReason | null;
  /** Where the list was asked for it. */
  spend?: SpendColumns;
}

/** What a row spent, as plain decimals, and when something of it was last used. */
export interface SpendColumns {
  last_30_days: string | null;
  month_to_date: string | null;
  currency: string | null;
  last_activity_at: string | null;
}

/** Longest name that is sorted and searched by: an index entry has a limit, a name has none. */
const LONGEST_NAME = 500;
const LONGEST_ID = 500;
/** 9999-12-31T23:59:59Z: what lies behind cannot be written as an instant. */
const LAST_SECOND = 253_402_300_799;

/**
 * The columns of each object of a list, each id once.
 *
 * A list that moves while it is read may hold an object twice; the later one is the newer. A use in the future is a
 * clock that goes wrong: the key was used before `at`, when it was read.
 *
 * @throws TypeError when an object has no id: it could never be found again.
 */
export function promoteAll(kind: KindName, items: readonly RawObject[], parentId: string, at: Date): PromotedObject[] {
  const { columns, owner = [] }: DirectoryKind = DIRECTORY_KINDS[kind];
  const { projectId } = placeOf(parentId);
  const instantOf = (raw: RawObject, field: string | undefined) => (field ? readInstant(raw[field]) : null);
  const promoted = items.map((raw) => {
    const id = idOf(kind, raw);
    const lastUsed = instantOf(raw, columns.last_used_at);
    return {
      id,
      project_id: kind === 'project' ? id : projectId,
      name:
        firstText(
          raw,
          (columns.name ?? []).map((field) => [field]),
        )?.slice(0, LONGEST_NAME) ?? null,
      status: columns.status === undefined ? null : readText(raw[columns.status]),
      created_at: instantOf(raw, columns.created_at),
      last_used_at: lastUsed && earlier(lastUsed, at),
      owner_id: firstText(raw, owner)?.slice(0, LONGEST_ID) ?? null,
      object: raw,
    };
  });
  return [...new Map(promoted.map((object) => [object.id, object])).values()];
}

/** JSON that Postgres takes: NUL and halves of surrogate pairs, which its text cannot hold, become U+FFFD. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'string' ? part.toWellFormed().replaceAll('\0', '\ufffd') : part,
  );
}

/** An object as our API answers it: OpenAI's fields by OpenAI's names, null where unknown, and when Bursar saw it. */
export function answerOf(kind: KindName, row: StoredObject): Record<string, unknown> {
  const { object, fields, place, columns }: DirectoryKind = DIRECTORY_KINDS[kind];
  const answered = Object.entries(fields).map(([name, type]) => [name, readField(type, row.object[name])]);
  const lastUsed = columns.last_used_at;
  return {
    id: row.id,
    object: readText(row.object['object']) ?? object,
    ...placeFields(place, row),
    ...Object.fromEntries(answered),
    ...(lastUsed !== undefined && { [lastUsed]: row.last_used_at }),
    ...workedOut(kind, row),
    organization_id: row.organization,
    first_seen_at: row.first_seen_at,
    last_seen_at: row.last_seen_at,
    gone_at: row.gone_at,
    gone_reason: row.gone_reason,
  };
}

function placeFields(place: Place, { parent_id, project_id }: StoredObject): Record<string, string | null> {
  if (place === 'organization') return {};
  if (place === 'project' || place === 'anywhere') return { project_id };
  const { userId, groupId } = placeOf(parent_id);
  return place === 'group' ? { group_id: groupId } : { project_id, user_id: userId, group_id: groupId };
}

function workedOut(kind: KindName, { object, spend }: StoredObject): Record<string, unknown> {
  const { worksOut, fields }: DirectoryKind = DIRECTORY_KINDS[kind];
  if (worksOut === 'limits') {
    return { unlimited: unlimitedLimits(object), other_limits: otherLimits(object, fields) };
  }
  if (worksOut === 'threshold') return { threshold: thresholdInUnits(object['threshold_amount']) };
  if (worksOut === 'nothing') return {};
  return {
    spend_last_30_days: spend?.last_30_days ?? null,
    spend_month_to_date: spend?.month_to_date ?? null,
    spend_currency: spend?.currency ?? null,
    last_activity_at: spend?.last_activity_at ?? null,
  };
}

function idOf(kind: KindName, raw: RawObject): string {
  const id = raw['id'];
  if (typeof id === 'string' && id !== '' && id.length <= LONGEST_ID) return id;
  throw new TypeError(
    `OpenAI listed a ${kind} whose id is ${JSON.stringify(id)?.slice(0, 100)}; an id has 1 to ${LONGEST_ID} characters. ` +
      'Nothing of this list was stored.',
  );
}

function readField(type: FieldType, value: unknown): unknown {
  switch (type) {
    case 'text':
      return readText(value);
    case 'instant':
      return readInstant(value);
    case 'number':
      return Number.isSafeInteger(value) ? value : null;
    case 'flag':
      return typeof value === 'boolean' ? value : null;
    case 'list':
      return Array.isArray(value) ? value : null;
    case 'object':
      return isRecord(value) ? withInstants(value) : null;
    case 'any':
      return value ?? null;
  }
}

/** What the first path that leads to something leads to. */
function firstText(raw: RawObject, paths: readonly (readonly string[])[]): string | null {
  for (const path of paths) {
    const found = path.reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), raw);
    const text = readText(found);
    if (text !== null && text !== '') return text;
  }
  return null;
}

/** Text as it is; another type, which OpenAI does not announce, as its JSON. */
function readText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Unix seconds as an instant; 0, which OpenAI sends for "never", and what is no time as null. */
function readInstant(value: unknown): string | null {
  if (typeof value !== 'number' || !(value >= 1) || value > LAST_SECOND) return null;
  return writeInstant(new Date(value * 1000));
}

/** The times inside, by OpenAI's way of naming them `…_at`, as instants. */
function withInstants(value: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(value).map(([name, part]) => {
    if (name.endsWith('_at')) return [name, readInstant(part)];
    return [name, isRecord(part) ? withInstants(part) : part];
  });
  return Object.fromEntries(entries);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function earlier(instant: string, at: Date): string {
  const seen = writeInstant(at);
  return instant > seen ? seen : instant;
}

/** An instant as our API writes it, to the second. */
export function writeInstant(date: Date): string {
  return `${date.toISOString().slice(0, -'.000Z'.length)}Z`;
}

/**
 * The same of a column, written by Postgres: making a `Date` of each of thousands of texts, to write it as a text again,
 * takes Node several times as long.
 */
export function instantSql(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
}

/** Unix seconds in JSON as a time; 0, which OpenAI sends for "never", and what is no time as null, as `readInstant`. */
export function unixTimeSql(json: string): string {
  return `CASE WHEN jsonb_typeof(${json}) = 'number' AND (${json})::numeric BETWEEN 1 AND ${LAST_SECOND}
       THEN to_timestamp((${json})::double precision) END`;
}
