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

/**
 * One row for each feed behind an answer; all that an answer says beside numbers and names is in it, in the words of
 * `readOrganizations`. `feeds.revision` stands for the rest: each transaction that changes numbers, days that were read or
 * names raises that of its own feed, so that writers never wait for each other.
 *
 * $1 feeds beside, $2 organizations, null for all.
 */
const REVISION = `
  SELECT encode(sha256(convert_to(coalesce(string_agg(told::text, '' ORDER BY told.id, told.feed), ''), 'UTF8')), 'hex') AS revision
    FROM (
      SELECT o.id, f.feed, f.revision, o.openai_id, o.name, o.state = 'stopped' AS is_stopped,
             CASE WHEN f.state IN ('stopped', 'disabled') THEN f.state END AS state, f.paused_at IS NOT NULL AS is_paused,
             f.failures > 0 AS is_failing, f.memory -> 'isQuiet' AS is_quiet, f.last_error -> 'missing_scope' AS missing_scope
        FROM organizations o LEFT JOIN feeds f ON f.organization_id = o.id AND f.feed <> ALL($1)
       WHERE $2::integer[] IS NULL OR o.id = ANY($2)
    ) told`;

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
