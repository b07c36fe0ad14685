/** A query of a list as SQL: what it sorts by, what it filters by, where its page begins. */
import type { Scope } from '../http/scope.js';
import type { Cursor, SortValueType } from './cursor.js';
import { DIRECTORY_KINDS, type DirectoryKind, type KindName } from './kinds.js';

/** A checked query of a list: the filters by their names, and what every list knows. */
export interface ListQuery {
  limit: number;
  cursor?: string | undefined;
  /** A field, with `-` before it for the other direction. */
  sort: string;
  q?: string | undefined;
  /** OpenAI's `org-…`. */
  organization?: readonly string[] | undefined;
  include_gone: boolean;
  last_used_before?: string | undefined;
  [filter: string]: unknown;
}

export interface Sort {
  value: string;
  type: SortValueType;
  /** It is worked out by the joins of spend-columns.ts. */
  ofSpend: boolean;
  descending: boolean;
}

/** Adds a value to a statement's parameters and answers its placeholder. */
export type Bind = (value: unknown) => string;

const NAME = { value: 'lower(o.name)', type: 'text' } as const;
const CREATED = { value: 'o.created_at', type: 'timestamptz' } as const;

/** What may be sorted by; which of them a list knows says the contract. `spend` and `activity` are the store's. */
const SORTS: Readonly<Record<string, Pick<Sort, 'value' | 'type'> & Partial<Sort>>> = {
  id: { value: 'o.id', type: 'text' },
  name: NAME,
  model: NAME,
  group_name: NAME,
  email: { value: `lower(o.object ->> 'email')`, type: 'text' },
  role: { value: `o.object ->> 'role'`, type: 'text' },
  status: { value: 'o.status', type: 'text' },
  created_at: CREATED,
  added_at: CREATED,
  last_used_at: { value: 'o.last_used_at', type: 'timestamptz' },
  spend_last_30_days: { value: 'spend.last_30_days', type: 'numeric', ofSpend: true },
  spend_month_to_date: { value: 'spend.month_to_date', type: 'numeric', ofSpend: true },
  last_activity_at: { value: 'activity.last_at', type: 'timestamptz', ofSpend: true },
};

/** What may be filtered by, as text. */
const FILTERS: Readonly<Record<string, string>> = {
  organization: 'organization.openai_id',
  id: 'o.id',
  project_id: 'o.project_id',
  status: 'o.status',
  owner_id: 'o.owner_id',
  role: `o.object ->> 'role'`,
  model: 'o.name',
  user_id: `substring(o.parent_id from '(?:^|/)users/(.+)$')`,
  group_id: `substring(o.parent_id from '(?:^|/)groups/(.+)$')`,
};

/** @throws Error for a sort that no list has: the contract lets none through. */
export function sortOf(written: string): Sort {
  const descending = written.startsWith('-');
  const field = descending ? written.slice(1) : written;
  const sort = SORTS[field];
  if (sort === undefined) throw new Error(`There is no way to sort a list by ${field}.`);
  return { ofSpend: false, ...sort, descending };
}

/** Rows that the caller may see: what belongs to no project is for those who see all of them. */
export function scopeConditions({ organizationIds, projectIds }: Scope, bind: Bind): string[] {
  return [
    ...(organizationIds === 'all' ? [] : [`o.organization_id = ANY (${bind(organizationIds)}::integer[])`]),
    ...(projectIds === 'all' ? [] : [`o.project_id = ANY (${bind(projectIds)}::text[])`]),
  ];
}

export function filterConditions(kind: KindName, query: ListQuery, bind: Bind): string[] {
  const { yieldsTo }: DirectoryKind = DIRECTORY_KINDS[kind];
  const lists = Object.entries(FILTERS).flatMap(([name, column]) => {
    const values = query[name];
    return values === undefined ? [] : [`${column} = ANY (${bind(values)}::text[])`];
  });
  return [
    ...lists,
    ...(query.include_gone ? [] : ['o.gone_at IS NULL']),
    ...(query.last_used_before === undefined ? [] : [`o.last_used_at < ${bind(query.last_used_before)}::timestamptz`]),
    ...(query.q === undefined || query.q === '' ? [] : [searchCondition(kind, query.q, bind)]),
    ...(yieldsTo === undefined ? [] : [isNoOther(yieldsTo)]),
  ];
}

/** The rows behind a cursor, in the order of the list. */
export function afterCondition({ value, type, descending }: Sort, cursor: Cursor, bind: Bind): string {
  const row = `(${bind(cursor.id)}, ${bind(cursor.parentId ?? '')}, ${bind(cursor.organizationId)}::integer)`;
  const behindRow = `(o.id, o.parent_id, o.organization_id) > ${row}`;
  if (cursor.value === null) return `(${value} IS NULL AND ${behindRow})`;
  const seen = `${bind(cursor.value)}::${type}`;
  const further = `${value} ${descending ? '<' : '>'} ${seen}`;
  return `(${further} OR (${value} = ${seen} AND ${behindRow}) OR ${value} IS NULL)`;
}

function searchCondition(kind: KindName, q: string, bind: Bind): string {
  const { searched }: DirectoryKind = DIRECTORY_KINDS[kind];
  const pattern = bind(`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`);
  const texts = ['o.name', 'o.id', ...searched.map((field) => `o.object ->> '${field}'`)];
  return `(${texts.map((text) => `${text} ILIKE ${pattern}`).join(' OR ')})`;
}

function isNoOther(kind: KindName): string {
  return `NOT EXISTS (SELECT FROM directory_objects other
     WHERE other.organization_id = o.organization_id AND other.kind = '${kind}' AND other.id = o.id)`;
}
