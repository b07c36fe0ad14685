/** Rows that may name a member, table by table: how they are found, and how they are written without. */
import type { AuditEventObject } from '@bursar/openai-admin';
import type { EntityManager } from 'typeorm';
import { promoteEvent } from '../audit-log/audit-event.js';
import { promoteAll, type RawObject, storableJson } from '../directory/directory-object.js';
import type { KindName } from '../directory/kinds.js';

/** What is looked for. */
export interface Mentions {
  id: string;
  /** Of names and mail addresses, as `LIKE` takes them in the text of JSON. */
  patterns: readonly string[];
}

/** A row as it is looked at: what of it may name somebody. */
export interface NamingRow {
  key: string;
  kind: string;
  parentId: string;
  at: Date;
  value: unknown;
}

interface NamingTable {
  /** $1 id, $2 patterns. */
  where: string;
  /** Of a row: `kind`, `parentId`, `at`, `value`. */
  columns: string;
  /** $1 key. */
  set: string;
  parametersOf: (row: NamingRow) => unknown[];
}

export const NAMING_TABLES = {
  directory_objects: {
    where: 'id = $1 OR owner_id = $1 OR object::text ILIKE ANY ($2::text[])',
    columns: 'kind, parent_id AS "parentId", last_seen_at AS at, object AS value',
    set: 'object = $2, name = $3',
    parametersOf: ({ kind, parentId, at, value }) => {
      // The kinds of the table are those that are kept, and what was stored is OpenAI's object.
      const [promoted] = promoteAll(kind as KindName, [value as RawObject], parentId, at);
      return [storableJson(value), promoted?.name ?? null];
    },
  },
  directory_history: {
    where: `(kind IN ('user', 'project_user', 'group_user') AND object_id = $1)
      OR old_value::text ILIKE ANY ($2::text[]) OR new_value::text ILIKE ANY ($2::text[])`,
    // As the object had them: what a field called "name" means is told by the id beside it.
    columns: `kind, parent_id AS "parentId", changed_at AS at, jsonb_build_array(
        jsonb_build_object('id', object_id) || jsonb_build_object(field, old_value),
        jsonb_build_object('id', object_id) || jsonb_build_object(field, new_value), field) AS value`,
    set: 'old_value = $2, new_value = $3',
    parametersOf: ({ value }) => {
      // As `columns` builds it.
      const [old, now, field] = value as [Record<string, unknown>, Record<string, unknown>, string];
      return [old[field], now[field]].map((part) => (part === null ? null : storableJson(part)));
    },
  },
  audit_events: {
    where: 'actor_id = $1 OR resource_ids @> ARRAY[$1] OR event::text ILIKE ANY ($2::text[])',
    columns: `type AS kind, '' AS "parentId", effective_at AS at, event AS value`,
    set: 'event = $2, actor_email = $3, actor_names = $4, words = $5, project_name = $6',
    parametersOf: ({ value }) => {
      // What was stored is OpenAI's event.
      const { actor_email, actor_names, words, project_name } = promoteEvent(value as AuditEventObject);
      return [storableJson(value), actor_email, actor_names, words, project_name];
    },
  },
} as const satisfies Record<string, NamingTable>;

export type NamingTableName = keyof typeof NAMING_TABLES;
export const NAMING_TABLE_NAMES = Object.keys(NAMING_TABLES) as NamingTableName[];

const ROWS_AT_ONCE = 500;

/** Rows that may name somebody, so many at a time, locked until the transaction ends. */
export async function* namingRows(
  manager: EntityManager,
  table: NamingTableName,
  { id, patterns }: Mentions,
): AsyncGenerator<NamingRow[]> {
  const { where, columns } = NAMING_TABLES[table];
  const found: { key: string }[] = await manager.query(
    `SELECT ctid::text AS key FROM ${table} WHERE ${where} FOR UPDATE`,
    [id, patterns],
  );
  const keys = found.map(({ key }) => key);
  for (let start = 0; start < keys.length; start += ROWS_AT_ONCE) {
    const batch = keys.slice(start, start + ROWS_AT_ONCE);
    yield await manager.query(`SELECT ctid::text AS key, ${columns} FROM ${table} WHERE ctid = ANY ($1::tid[])`, [
      batch,
    ]);
  }
}

/** Writes a row that `namingRows` gave, with another value. */
export async function writeNamingRow(manager: EntityManager, table: NamingTableName, row: NamingRow): Promise<void> {
  const { set, parametersOf } = NAMING_TABLES[table];
  await manager.query(`UPDATE ${table} SET ${set} WHERE ctid = $1::tid`, [row.key, ...parametersOf(row)]);
}
