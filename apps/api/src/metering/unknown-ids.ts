/** Ids that numbers name and no list held: somebody made them after their list was read. */
import type { DataSource } from 'typeorm';

export interface UnknownId {
  kind: 'project' | 'api_key' | 'user';
  /** The project of a key; '' for what belongs to the organization. */
  parentId: string;
  id: string;
}

export interface SeriesSince {
  organizationId: number;
  capability: string;
  /** A series' id: later ones are looked at. */
  after: string;
}

const FRESH = `SELECT id, project_id, api_key_id, user_id FROM series
  WHERE organization_id = $1 AND id > $2::bigint AND capability = $3 AND kind <> 'rollup'`;

/**
 * The ids of series that are new, as far as the directory does not know them although it has read their list.
 *
 * What a list that was never read would hold is no news: the first round through the lists brings it.
 *
 * @returns the unknown ones and the newest series there is, from which the next look goes on.
 */
export async function findUnknownIds(
  dataSource: DataSource,
  { organizationId, capability, after }: SeriesSince,
): Promise<{ newest: string; unknown: UnknownId[] }> {
  const [last] = await dataSource.query<{ newest: string | null }[]>(`SELECT max(id) AS newest FROM (${FRESH}) fresh`, [
    organizationId,
    after,
    capability,
  ]);
  const newest = last?.newest ?? null;
  if (newest === null) return { newest: after, unknown: [] };
  const unknown = await dataSource.query<UnknownId[]>(
    `WITH fresh AS (${FRESH}), named (kind, parent_id, id) AS (
       SELECT 'project', '', project_id FROM fresh WHERE project_id IS NOT NULL
       UNION SELECT 'api_key', project_id, api_key_id FROM fresh WHERE api_key_id IS NOT NULL AND project_id IS NOT NULL
       UNION SELECT 'user', '', user_id FROM fresh WHERE user_id IS NOT NULL
     )
     SELECT named.kind, named.parent_id AS "parentId", named.id
       FROM named JOIN directory_lists list
         ON list.organization_id = $1 AND list.kind = named.kind AND list.parent_id = named.parent_id
      WHERE list.complete_at IS NOT NULL AND list.problem IS DISTINCT FROM 'project_archived' AND NOT EXISTS (
        SELECT FROM directory_objects known
         WHERE known.organization_id = $1 AND known.kind = named.kind AND known.id = named.id)`,
    [organizationId, after, capability],
  );
  return { newest, unknown };
}
