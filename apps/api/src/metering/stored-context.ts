/** What has to be known beside the numbers to answer with them. All in the caller's snapshot. */
import type { FEED_STATES, Width } from '@bursar/contract';
import type { PoolClient } from 'pg';
import { invalidRequest } from '../http/problem.js';
import type { Scope } from '../http/scope.js';
import { spansOf } from '../sync/feeds.store.js';
import { DAY_MS, floorTo, type Span } from '../sync/spans.js';
import type { CollectedOrganization } from './completeness.js';
import type { ReadDay } from './day-states.js';

type FeedState = (typeof FEED_STATES)[number];

/** An organization with the name that it was given here, and how the feed of the asked numbers does. */
export type SeenOrganization = CollectedOrganization & {
  name: string | null;
  /** null: it was never due. */
  feedState: FeedState | null;
  missingScope: string | null;
};

/** The organizations that the caller may see, oldest first, with the state of the feed that collects these numbers. */
export async function readOrganizations(
  client: PoolClient,
  scope: Scope,
  feed: string | null,
): Promise<SeenOrganization[]> {
  const { rows } = await client.query<{
    id: number;
    openai_id: string | null;
    name: string | null;
    is_stopped: boolean;
    is_paused: boolean;
    is_failing: boolean;
    is_quiet: boolean;
    coverage: Span[];
    state: FeedState | null;
    missing_scope: string | null;
  }>(
    `SELECT o.id, o.openai_id, o.name,
            o.state = 'stopped' OR coalesce(f.state IN ('stopped', 'disabled'), false) AS is_stopped,
            f.paused_at IS NOT NULL AS is_paused,
            coalesce(f.failures > 0, false) AS is_failing,
            coalesce((f.memory->>'isQuiet')::boolean, false) AS is_quiet,
            ${spansOf(`coalesce(f.coverage, '{}')`)} AS coverage, f.state, f.last_error->>'missing_scope' AS missing_scope
       FROM organizations o LEFT JOIN feeds f ON f.organization_id = o.id AND f.feed = $1
      WHERE $2::integer[] IS NULL OR o.id = ANY($2) ORDER BY o.id`,
    [feed, scope.organizationIds === 'all' ? null : scope.organizationIds],
  );
  return rows.map((row) => ({
    id: row.id,
    openaiId: row.openai_id,
    name: row.name,
    isStopped: row.is_stopped,
    isPaused: row.is_paused,
    isFailing: row.is_failing,
    isQuiet: row.is_quiet,
    coverage: row.coverage,
    feedState: row.state,
    missingScope: row.missing_scope,
  }));
}

/**
 * Those that the caller names, or all.
 *
 * @throws ProblemError 400 naming those that may be asked for.
 */
export function askedOrganizations(
  seen: readonly SeenOrganization[],
  names: readonly string[] | undefined,
): readonly SeenOrganization[] {
  if (names === undefined) return seen;
  const allowed = seen.map(({ openaiId }) => openaiId).filter((id) => id !== null);
  const unknown = names.filter((name) => !allowed.includes(name));
  if (unknown.length > 0) {
    throw invalidRequest({ parameter: 'organization', message: `${unknown.join(', ')} is not connected`, allowed });
  }
  return seen.filter(({ openaiId }) => openaiId !== null && names.includes(openaiId));
}

/** The days of a range that were read, by their base reading or by side readings. */
export async function readReadDays(
  client: PoolClient,
  {
    organizationIds,
    capability,
    width,
    kind,
    range,
  }: { organizationIds: readonly number[]; capability: string; width: Width; kind: 'base' | 'side'; range: Span },
): Promise<ReadDay[]> {
  const { rows } = await client.query<{
    organization_id: number;
    day: number;
    reading: string;
    read_at: number;
    has_rows: boolean;
  }>(
    // As numbers, which is how they are compared: there may be a thousand of them.
    `SELECT organization_id, ${milliseconds('day')} AS day, reading, ${milliseconds('read_at')} AS read_at,
            row_count > 0 AS has_rows FROM readings
      WHERE organization_id = ANY($1) AND capability = $2 AND width = $3 AND is_base = $4 AND day >= $5 AND day < $6`,
    [organizationIds, capability, width, kind === 'base', new Date(floorTo(range.start, DAY_MS)), new Date(range.end)],
  );
  return rows.map((row) => ({
    organizationId: row.organization_id,
    day: row.day,
    reading: row.reading,
    readAt: row.read_at,
    hasRows: row.has_rows,
  }));
}

const milliseconds = (column: string): string => `floor(extract(epoch FROM ${column}) * 1000)::float8`;

/** The newest UTC day on which each capability has rows of any width, as its midnight; those without rows are absent. */
export async function readLastActivity(
  client: PoolClient,
  scope: Scope,
  organizations: readonly string[] | undefined,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ capability: string; day: Date }>(
    `SELECT r.capability, max(r.day) AS day FROM readings r JOIN organizations o ON o.id = r.organization_id
      WHERE r.is_base AND r.row_count > 0 AND ($1::integer[] IS NULL OR o.id = ANY($1))
        AND ($2::text[] IS NULL OR o.openai_id = ANY($2)) GROUP BY r.capability`,
    [scope.organizationIds === 'all' ? null : scope.organizationIds, organizations ?? null],
  );
  return new Map(rows.map(({ capability, day }) => [capability, day.getTime()]));
}

/** Every currency that the organizations were ever billed in. */
export async function readCurrencies(
  client: PoolClient,
  organizationIds: readonly number[],
  capability: string,
): Promise<string[]> {
  // The total of each currency is a series of its own, so that this looks at few.
  const { rows } = await client.query<{ currency: string }>(
    `SELECT DISTINCT currency FROM series
      WHERE organization_id = ANY($1) AND capability = $2 AND kind = 'rollup' AND project_id IS NULL AND reading = ''
        AND currency IS NOT NULL ORDER BY currency`,
    [organizationIds, capability],
  );
  return rows.map((row) => row.currency);
}

/** Names of directory objects as last seen, by id, of the first of the kinds that has one; deleted ones keep theirs. */
export async function readNames(
  client: PoolClient,
  {
    organizationIds,
    kinds,
    ids,
  }: { organizationIds: readonly number[]; kinds: readonly string[]; ids: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<{ id: string; name: string }>(
    `SELECT id, coalesce(name, object ->> 'redacted_value') AS name FROM directory_objects
      WHERE organization_id = ANY($1) AND kind = ANY($2) AND id = ANY($3)
        AND coalesce(name, object ->> 'redacted_value') IS NOT NULL
      ORDER BY array_position($2::text[], kind) DESC`,
    [organizationIds, kinds, ids],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
