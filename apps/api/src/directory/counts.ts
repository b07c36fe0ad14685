/** How many of what the rows of a list hold. */
import type { DataSource } from 'typeorm';
import type { Scope } from '../http/scope.js';
import type { KindName } from './kinds.js';
import { type Bind, scopeConditions } from './list-query.js';

/** What is counted for a kind, and the column that names whose it is; other kinds hold nothing. */
const HELD: Readonly<Partial<Record<KindName, readonly { column: string; kinds: readonly KindName[] }[]>>> = {
  project: [{ column: 'o.parent_id', kinds: ['api_key', 'project_user', 'service_account'] }],
  user: [
    // A membership has the id of the member.
    { column: 'o.id', kinds: ['project_user', 'group_user'] },
    { column: 'o.owner_id', kinds: ['api_key'] },
  ],
};

interface Holder {
  organization_number: number;
  id: string;
}

/** By holder, see `holderOf`; null for a kind that holds nothing. */
export type Holdings = ReadonlyMap<string, Readonly<Record<string, number>>> | null;

interface HoldersQuery {
  kind: KindName;
  of: readonly Holder[];
  scope: Scope;
}

/** Counts for a page of a list in one statement, so that no page asks once for each of its rows. Gone ones are left out. */
export async function countHoldings(dataSource: DataSource, { kind, of, scope }: HoldersQuery): Promise<Holdings> {
  const held = HELD[kind];
  if (held === undefined) return null;
  const counted = new Map<string, Record<string, number>>();
  const none = Object.fromEntries(held.flatMap(({ kinds }) => kinds).map((name) => [name, 0]));
  for (const holder of of) counted.set(holderOf(holder), { ...none });
  if (of.length === 0) return counted;
  const parameters: unknown[] = [];
  const bind: Bind = (value) => `$${parameters.push(value)}`;
  const organizations = bind([...new Set(of.map(({ organization_number }) => organization_number))]);
  const ids = bind([...new Set(of.map(({ id }) => id))]);
  const parts = held.map(({ column, kinds }) => {
    const conditions = [
      `o.organization_id = ANY (${organizations}::integer[])`,
      `o.kind = ANY (${bind(kinds)}::text[])`,
      `${column} = ANY (${ids}::text[])`,
      'o.gone_at IS NULL',
      ...scopeConditions(scope, bind),
    ];
    return `SELECT o.organization_id AS organization_number, ${column} AS id, o.kind, count(*)::integer AS count
              FROM directory_objects o WHERE ${conditions.join(' AND ')} GROUP BY 1, 2, 3`;
  });
  const rows = await dataSource.query<(Holder & { kind: string; count: number })[]>(
    parts.join('\n UNION ALL '),
    parameters,
  );
  for (const row of rows) {
    // Two organizations may be on one page, and an id of the one is none of the other's.
    const found = counted.get(holderOf(row));
    if (found !== undefined) found[row.kind] = row.count;
  }
  return counted;
}

/** The field of an answer that says how much a row holds; none for a kind that holds nothing. */
export function holdingsOf(counts: Holdings, holder: Holder): { counts?: Readonly<Record<string, number>> } {
  if (counts === null) return {};
  return { counts: counts.get(holderOf(holder)) ?? {} };
}

const holderOf = ({ organization_number, id }: Holder): string => `${organization_number} ${id}`;
