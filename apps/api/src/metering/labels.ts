/** Names for the keys of groups, as last seen; deleted entities keep theirs. */
import type { PoolClient } from 'pg';
import type { Exploration } from './exploration.js';
import { type Key, ORGANIZATION } from './facts-sql.js';
import type { RankedGroup } from './ranking.js';
import type { SeenOrganization } from './stored-context.js';

/** For each key of the grouping, the names of its values. */
export async function readLabels(
  client: PoolClient,
  { groupBy, selection: { organizationIds } }: Exploration,
  groups: readonly RankedGroup[],
  organizations: readonly SeenOrganization[],
): Promise<readonly ReadonlyMap<string, string>[]> {
  const labels: ReadonlyMap<string, string>[] = [];
  for (const [index, key] of groupBy.entries()) {
    const values = groups.map(({ keys }) => keys[index]?.value ?? null).filter((value) => value !== null);
    labels.push(await readLabelsOf(client, { key, values }, { organizationIds, organizations }));
  }
  return labels;
}

/** The names of values of one key. */
export async function readLabelsOf(
  client: PoolClient,
  { key, values }: { key: Key; values: readonly string[] },
  {
    organizationIds,
    organizations,
  }: { organizationIds: readonly number[]; organizations: readonly SeenOrganization[] },
): Promise<ReadonlyMap<string, string>> {
  if (key === ORGANIZATION)
    return new Map(organizations.map(({ openaiId, name }) => [openaiId ?? '', name ?? openaiId ?? '']));
  // A line item is its own name.
  if (!key.endsWith('_id')) return new Map(values.map((value) => [value, value]));
  return readNames(client, { organizationIds, kinds: kindsOf(key), ids: values });
}

/**
 * The kinds of the directory that an id may name: `project_id` a `project`.
 *
 * OpenAI gives service accounts ids like those of members, and books what their keys use on them.
 */
const kindsOf = (key: string): string[] =>
  key === 'user_id' ? ['user', 'service_account'] : [key.slice(0, -'_id'.length)];

/**
 * As a table, for Postgres looks up how frequent each value of a list is before it begins.
 *
 * $1 organizations, $2 kinds, $3 ids.
 */
const NAMES = `
SELECT o.id, coalesce(o.name, o.object ->> 'redacted_value') AS name
  FROM unnest($3::text[]) AS given(id) JOIN directory_objects o ON o.id = given.id
 WHERE o.organization_id = ANY($1) AND o.kind = ANY($2) AND coalesce(o.name, o.object ->> 'redacted_value') IS NOT NULL
 ORDER BY array_position($2::text[], o.kind) DESC`;

/** Names of directory objects as last seen, by id, of the first of the kinds that has one; deleted ones keep theirs. */
async function readNames(
  client: PoolClient,
  {
    organizationIds,
    kinds,
    ids,
  }: { organizationIds: readonly number[]; kinds: readonly string[]; ids: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<{ id: string; name: string }>({
    name: 'names-of-ids',
    text: NAMES,
    values: [organizationIds, kinds, ids],
  });
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** The names of what is named, in the order of the grouping; null where nothing has a name. */
export function labelOf({ keys }: RankedGroup, names: readonly ReadonlyMap<string, string>[]): string | null {
  const parts = keys.map(({ value }, index) => (value === null ? null : (names[index]?.get(value) ?? null)));
  if (parts.every((part) => part === null)) return null;
  return parts
    .map((part, index) => part ?? keys[index]?.value ?? null)
    .filter((part) => part !== null)
    .join(' · ');
}
