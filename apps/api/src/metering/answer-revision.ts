/** By what it is known whether an answer would still be the same. */
import { type CapabilityTable, type Width } from '@bursar/contract';
import type { PoolClient } from 'pg';
import { AUDIT_FEEDS } from '../audit-log/audit-feeds.js';
import type { Scope } from '../http/scope.js';
import { factsFeedsOf } from '../sync/facts-feeds.js';

/** Whose numbers an answer tells; absent: those of all capabilities, of every width. */
export interface Numbers {
  capability?: string;
  width?: Width;
}

/** The feeds that an answer does not rest on: those of other numbers. Whatever is not known as such may give it names. */
export function feedsBeside(table: CapabilityTable, { capability, width }: Numbers): string[] {
  // How far back they read says nothing about which there are.
  const others = factsFeedsOf(table, 1).filter(
    (feed) =>
      (capability !== undefined && feed.capabilityName !== capability) ||
      (width !== undefined && feed.policy.width !== width),
  );
  return [...others.map(({ name }) => name), ...Object.values(AUDIT_FEEDS)];
}

/** What an answer tells of a feed that does not do well, in the words of `readOrganizations`; of the others, nothing. */
const STANDING = `
  jsonb_agg(jsonb_build_array(f.feed, CASE WHEN f.state IN ('stopped', 'disabled') THEN f.state END, f.paused_at IS NOT NULL,
                              f.failures > 0, f.memory -> 'isQuiet', f.last_error -> 'missing_scope') ORDER BY f.feed COLLATE "C")
    FILTER (WHERE f.state IN ('stopped', 'disabled') OR f.paused_at IS NOT NULL OR f.failures > 0
               OR f.memory -> 'isQuiet' = 'true' OR f.last_error IS NOT NULL)`;

/**
 * Of each organization its names and state, how its feeds stand, and how often they changed anything else: each
 * transaction that changes numbers, days that were read or names raises the revision of its own feed, so that writers
 * never wait for each other. Revisions never go back, so that their sum tells that one of them has risen.
 *
 * $1 feeds beside, $2 organizations, null for all.
 */
const REVISION = `
  SELECT encode(sha256(convert_to(coalesce(string_agg(o.told, ',' ORDER BY o.id), ''), 'UTF8')), 'hex') AS revision
    FROM (
      SELECT o.id, jsonb_build_array(o.id, o.openai_id, o.name, CASE WHEN o.state NOT IN ('connecting', 'active') THEN o.state END,
                                   f.revision, f.standing)::text AS told
        FROM organizations o
       CROSS JOIN LATERAL (
         SELECT sum(f.revision) AS revision, ${STANDING} AS standing
           FROM feeds f WHERE f.organization_id = o.id AND f.feed <> ALL($1)
       ) f
       WHERE $2::integer[] IS NULL OR o.id = ANY($2)
    ) o`;

/** A text that is another one as soon as an answer that rests on all but these feeds could be another one. */
export async function readRevision(
  client: PoolClient,
  beside: readonly string[],
  { organizationIds }: Pick<Scope, 'organizationIds'>,
): Promise<string> {
  const { rows } = await client.query<{ revision: string }>({
    // Prepared once on each connection: it is asked more often than anything else.
    name: 'answer-revision',
    text: REVISION,
    values: [beside, organizationIds === 'all' ? null : organizationIds],
  });
  const [row] = rows;
  if (row === undefined) throw new Error('Postgres answered a sum over all rows with no row.');
  return row.revision;
}
