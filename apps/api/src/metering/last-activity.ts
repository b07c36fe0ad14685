import type { PoolClient } from 'pg';
import type { Scope } from '../http/scope.js';

/** $1 organizations by number and $2 by OpenAI's name, null for all. */
const LAST_ACTIVITY = `
SELECT r.capability, max(r.day) AS day FROM readings r JOIN organizations o ON o.id = r.organization_id
 WHERE r.is_base AND r.row_count > 0 AND o.state <> 'removing' AND ($1::integer[] IS NULL OR o.id = ANY($1))
   AND ($2::text[] IS NULL OR o.openai_id = ANY($2)) GROUP BY r.capability`;

/** The same of projects, $3: from the last month of theirs that has rows on. */
const LAST_ACTIVITY_OF_PROJECTS = `
WITH theirs AS (
  SELECT s.organization_id, s.id, s.capability FROM series s JOIN organizations o ON o.id = s.organization_id
   WHERE s.kind = 'base' AND s.project_id = ANY($3) AND o.state <> 'removing' AND ($1::integer[] IS NULL OR o.id = ANY($1))
     AND ($2::text[] IS NULL OR o.openai_id = ANY($2))
), last AS (
  SELECT t.capability, max(f.start) AS month
    FROM theirs t JOIN rollups_1mo f ON f.organization_id = t.organization_id AND f.series_id = t.id
   WHERE f.point_count > 0 GROUP BY t.capability
)
SELECT l.capability, max(p.start) AS day
  FROM last l JOIN theirs t ON t.capability = l.capability
  JOIN points_1d p ON p.organization_id = t.organization_id AND p.series_id = t.id AND p.start >= l.month
 GROUP BY l.capability`;

/**
 * The newest UTC day on which each capability has rows, as its midnight; those without rows are absent. Whoever is
 * limited to projects is told of theirs alone, and of days.
 */
export async function readLastActivity(
  client: PoolClient,
  { organizationIds, projectIds }: Scope,
  organizations: readonly string[] | undefined,
): Promise<ReadonlyMap<string, number>> {
  const within = [organizationIds === 'all' ? null : organizationIds, organizations ?? null];
  const { rows } = await client.query<{ capability: string; day: Date }>(
    projectIds === 'all' ? LAST_ACTIVITY : LAST_ACTIVITY_OF_PROJECTS,
    projectIds === 'all' ? within : [...within, projectIds],
  );
  return new Map(rows.map(({ capability, day }) => [capability, day.getTime()]));
}
