import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Scope } from '../http/scope.js';
import { type Cursor, readCursor, type SortValueType, writeCursor } from './cursor.js';
import { answerOf, type StoredObject } from './directory-object.js';
import { DIRECTORY_KINDS, type DirectoryKind, type KindName } from './kinds.js';

/** What may be sorted by; every kind has an `id`, and the others where it has the field. */
const SORTS = {
  id: { value: 'o.id', type: 'text' },
  name: { value: 'lower(o.name)', type: 'text' },
  created_at: { value: 'o.created_at', type: 'timestamptz' },
  last_used_at: { value: 'o.last_used_at', type: 'timestamptz' },
} as const satisfies Record<string, { value: string; type: SortValueType }>;

type SortField = keyof typeof SORTS;

/** A checked query of a list. */
export interface ListQuery {
  limit: number;
  cursor?: string | undefined;
  sort: SortField | `-${SortField}`;
  q?: string | undefined;
  /** OpenAI's `org-…`. */
  organization?: readonly string[] | undefined;
  id?: readonly string[] | undefined;
  project_id?: readonly string[] | undefined;
  status?: readonly string[] | undefined;
  last_used_before?: string | undefined;
  include_gone: boolean;
}

export interface ListPage<T> {
  data: T[];
  next_cursor: string | null;
}

interface Sort {
  value: string;
  type: SortValueType;
  descending: boolean;
}

interface ListRow extends StoredObject {
  organization_number: number;
  sort_value: string | Date | null;
}

/** Reads pages of the directory. */
@Injectable()
export class DirectoryListStore {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * One page in one statement, at most `limit` rows.
   *
   * Pages follow the last row's sort value and id instead of an offset, so that what comes or goes in between neither
   * repeats nor hides another row. Rows without a sort value come last in either direction.
   *
   * @throws ProblemError 400 when the cursor is not one of this list in this sort.
   */
  async page(kind: KindName, query: ListQuery, scope: Scope): Promise<ListPage<Record<string, unknown>>> {
    const sort = sortOf(query.sort);
    const parameters: unknown[] = [];
    const bind = (value: unknown): string => `$${parameters.push(value)}`;
    const conditions = [
      `o.kind = ${bind(kind)}`,
      ...scopeConditions(scope, bind),
      ...filterConditions(kind, query, bind),
      ...(query.cursor === undefined
        ? []
        : [afterCondition(sort, readCursor(query.cursor, query.sort, sort.type), bind)]),
    ];
    const rows = await this.dataSource.query<ListRow[]>(
      `SELECT o.id, organization.openai_id AS organization, o.organization_id AS organization_number, o.project_id,
              o.last_used_at, o.object, o.first_seen_at, o.last_seen_at, o.gone_at, o.gone_reason,
              ${sort.value} AS sort_value
         FROM directory_objects o JOIN organizations organization ON organization.id = o.organization_id
        WHERE ${conditions.join('\n          AND ')}
        ORDER BY ${sort.value} ${sort.descending ? 'DESC' : 'ASC'} NULLS LAST, o.id, o.organization_id
        LIMIT ${bind(query.limit + 1)}`,
      parameters,
    );
    const shown = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? shown.at(-1) : undefined;
    return {
      data: shown.map((row) => answerOf(kind, row)),
      next_cursor: last === undefined ? null : cursorBehind(last, query.sort),
    };
  }
}

/** Adds a value to a statement's parameters and answers its placeholder. */
type Bind = (value: unknown) => string;

function sortOf(written: ListQuery['sort']): Sort {
  const descending = written.startsWith('-');
  // The type of `written` leaves nothing else behind the sign.
  const field = (descending ? written.slice(1) : written) as SortField;
  return { ...SORTS[field], descending };
}

function scopeConditions({ organizationIds, projectIds }: Scope, bind: Bind): string[] {
  return [
    ...(organizationIds === 'all' ? [] : [`o.organization_id = ANY (${bind(organizationIds)}::integer[])`]),
    ...(projectIds === 'all' ? [] : [`o.project_id = ANY (${bind(projectIds)}::text[])`]),
  ];
}

function filterConditions(kind: KindName, query: ListQuery, bind: Bind): string[] {
  const anyOf = { 'organization.openai_id': query.organization, 'o.id': query.id, 'o.status': query.status };
  const lists = Object.entries({ ...anyOf, 'o.project_id': query.project_id });
  return [
    ...lists.flatMap(([column, values]) => (values ? [`${column} = ANY (${bind(values)}::text[])`] : [])),
    ...(query.include_gone ? [] : ['o.gone_at IS NULL']),
    ...(query.last_used_before === undefined ? [] : [`o.last_used_at < ${bind(query.last_used_before)}::timestamptz`]),
    ...(query.q === undefined || query.q === '' ? [] : [searchCondition(kind, query.q, bind)]),
  ];
}

function searchCondition(kind: KindName, q: string, bind: Bind): string {
  const { searched }: DirectoryKind = DIRECTORY_KINDS[kind];
  const pattern = bind(`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`);
  const texts = ['o.name', 'o.id', ...searched.map((field) => `o.object ->> '${field}'`)];
  return `(${texts.map((text) => `${text} ILIKE ${pattern}`).join(' OR ')})`;
}

/** The rows behind a cursor, in the order of the list. */
function afterCondition({ value, type, descending }: Sort, cursor: Cursor, bind: Bind): string {
  const behindRow = `(o.id, o.organization_id) > (${bind(cursor.id)}, ${bind(cursor.organizationId)}::integer)`;
  if (cursor.value === null) return `(${value} IS NULL AND ${behindRow})`;
  const seen = `${bind(cursor.value)}::${type}`;
  const further = `${value} ${descending ? '<' : '>'} ${seen}`;
  return `(${further} OR (${value} = ${seen} AND ${behindRow}) OR ${value} IS NULL)`;
}

function cursorBehind({ sort_value, id, organization_number }: ListRow, sort: string): string {
  const value = sort_value instanceof Date ? sort_value.toISOString() : sort_value;
  return writeCursor({ sort, value, id, organizationId: organization_number });
}
