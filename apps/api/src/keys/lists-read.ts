import type { KeyInventorySummary } from '@bursar/contract';
import type { PoolClient } from 'pg';
import { instantSql } from '../directory/directory-object.js';
import type { InventorySources } from './inventory-rows.js';

/** Which lists of keys there are, and how many of them were ever read completely: what was not read may hold others. */
export async function readListsRead(
  client: PoolClient,
  { scope: { projectIds }, policies }: Pick<InventorySources, 'scope' | 'policies'>,
): Promise<KeyInventorySummary['lists']> {
  const { rows } = await client.query<KeyInventorySummary['lists']>(
    `SELECT count(*)::integer AS total, count(list.complete_at)::integer AS read,
            ${instantSql('min(list.complete_at)')} AS oldest_read_at
       FROM (SELECT organization_id, 'api_key' AS kind, id AS parent_id FROM directory_objects
              WHERE kind = 'project' AND gone_at IS NULL AND status IS DISTINCT FROM 'archived'
                AND organization_id = ANY ($1) AND ($2::text[] IS NULL OR id = ANY ($2))
             UNION ALL SELECT id, 'admin_api_key', '' FROM organizations WHERE id = ANY ($1) AND $2::text[] IS NULL) wanted
       LEFT JOIN directory_lists list ON list.organization_id = wanted.organization_id AND list.kind = wanted.kind
            AND list.parent_id = wanted.parent_id`,
    [policies.map(({ organizationNumber }) => organizationNumber), projectIds === 'all' ? null : projectIds],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('Postgres answered a count with no row.');
  return row;
}
