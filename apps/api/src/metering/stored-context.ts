/** What has to be known beside the numbers to answer with them. All in the caller's snapshot. */
import type { FEED_STATES, Width } from '@bursar/contract';
import type { PoolClient } from 'pg';
import { invalidRequest } from '../http/problem.js';
import type { Scope } from '../http/scope.js';
import { spansOf } from '../sync/feeds.store.js';
import { DAY_MS, floorTo, type Span } from '../sync/spans.js';
import type { CollectedOrganization } from './completeness.js';
import type { ReadStretch } from './day-states.js';
import type { KeptReadings, Readings } from './kept-readings.js';

type FeedState = (typeof FEED_STATES)[number];

/** An organization with the name that it was given here, and how the feed of the asked numbers does. */
export type SeenOrganization = CollectedOrganization & {
  name: string | null;
  /** null: it was never due. */
  feedState: FeedState | null;
  missingScope: string | null;
};

/** Which numbers are asked about, and what of it an answer needs. */
export interface StoredQuestion {
  scope: Scope;
  /** OpenAI's `org-…`; absent: all that the scope holds. */
  organizations: readonly string[] | undefined;
  capability: string;
  width: Width;
  /** The feed that collects these numbers. */
  feed: string | null;
  range: Span;
  /** Whether days of side readings are needed. */
  withSides: boolean;
  /** Whether it is about money. */
  withCurrencies: boolean;
}

/** What is stored about the numbers of one question. */
export interface StoredContext {
  /** That the caller asks about, oldest first. */
  organizations: readonly SeenOrganization[];
  /** The days of the range that were read, by their base reading. */
  days: readonly ReadStretch[];
  /** The same by side readings. */
  sideDays: readonly ReadStretch[];
  /** Every currency that the organizations were ever billed in. */
  currencies: readonly string[];
}

interface OrganizationRow {
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
}

interface ContextRow extends OrganizationRow {
  revision: string;
  /** null, as are the currencies: what is kept at this revision. */
  days: [start: number, end: number, reading: string, readAt: number, hasRows: boolean, isBase: boolean][] | null;
  currencies: string[] | null;
}

/** $1 feed, $2 organizations, null for all. */
const ORGANIZATION_COLUMNS = `o.id, o.openai_id, o.name,
       o.state IN ('stopped', 'disconnected') OR coalesce(f.state IN ('stopped', 'disabled'), false) AS is_stopped,
       f.paused_at IS NOT NULL AS is_paused,
       coalesce(f.failures > 0, false) AS is_failing,
       coalesce((f.memory->>'isQuiet')::boolean, false) AS is_quiet,
       ${spansOf(`coalesce(f.coverage, '{}')`)} AS coverage, f.state, f.last_error->>'missing_scope' AS missing_scope`;
const SEEN_ORGANIZATIONS = `organizations o LEFT JOIN feeds f ON f.organization_id = o.id AND f.feed = $1`;
/** Of one that is being removed, what is not deleted yet would be a figure that nobody was ever billed. */
const IS_SEEN = `o.state <> 'removing' AND ($2::integer[] IS NULL OR o.id = ANY($2))`;

/** As a double, which is exact to the millisecond: a numeric takes several times as long. */
const milliseconds = (column: string): string => `floor(date_part('epoch', ${column}) * 1000)`;

/**
 * The total of each currency is a series of its own, so that this looks at few. Days come by stretches that were read at
 * once: a window is read for weeks or months of them, and one by one they take Postgres and Node longer than the numbers.
 *
 * From here on the transaction has `askPrepared` plan with the values. This statement does without: what it reads is found
 * by the same indexes whatever is asked, and planning it takes longer than half of its work.
 *
 * $3 OpenAI's names of organizations, null for all, $4 capability, $5 width, $6 and $7 range, $8 whether currencies are
 * needed, $9 by organization the revision at which days and currencies are kept: then they are not read.
 */
const contextSql = (isAsked: string): string => `
SELECT ${ORGANIZATION_COLUMNS}, now.revision, set_config('plan_cache_mode', 'force_custom_plan', true),
       CASE WHEN now.is_news THEN ARRAY(
         SELECT DISTINCT s.currency FROM series s
          WHERE $8::boolean AND s.organization_id = o.id AND s.capability = $4 AND s.kind = 'rollup'
            AND s.project_id IS NULL AND s.reading = '' AND s.currency IS NOT NULL) END AS currencies,
       CASE WHEN now.is_news THEN (
         SELECT coalesce(json_agg(json_build_array(${milliseconds('lower(days)')}, ${milliseconds('upper(days)')}, a.reading,
                                                   ${milliseconds('a.read_at')}, a.has_rows, a.is_base)
                                  ORDER BY days), '[]')
           FROM (
             SELECT r.reading, r.read_at, r.row_count > 0 AS has_rows, r.is_base,
                    range_agg(tstzrange(r.day, r.day + interval '24 hours')) AS stretches
               FROM readings r
              WHERE r.organization_id = o.id AND r.capability = $4 AND r.width = $5 AND r.day >= $6 AND r.day < $7
                AND ${isAsked} AND ($3::text[] IS NULL OR o.openai_id = ANY($3))
              GROUP BY 1, 2, 3, 4
           ) a CROSS JOIN unnest(a.stretches) days) END AS days
  FROM ${SEEN_ORGANIZATIONS}
 CROSS JOIN LATERAL (
   SELECT all_feeds.revision, all_feeds.revision IS DISTINCT FROM $9::jsonb ->> o.id::text AS is_news
     FROM (SELECT coalesce(sum(revision), 0)::text AS revision FROM feeds WHERE organization_id = o.id) all_feeds
 ) now
 WHERE ${IS_SEEN} ORDER BY o.id`;

/** Bases have an index of their own. */
const CONTEXT_OF_BASES = contextSql('r.is_base');
const CONTEXT_WITH_SIDES = contextSql('true');

/**
 * All in one statement: what is asked of Postgres one after the other takes Node longer than Postgres.
 *
 * @param kept of the same database
 * @throws ProblemError 400 naming the organizations that may be asked for.
 */
export async function readStoredContext(
  client: PoolClient,
  question: StoredQuestion,
  kept: KeptReadings,
): Promise<StoredContext> {
  const { scope, organizations: names, capability, width, feed, range, withSides, withCurrencies } = question;
  const name = JSON.stringify([capability, width, range.start, range.end, withSides, withCurrencies]);
  const known = kept.find(name);
  const { rows } = await client.query<ContextRow>({
    ...(withSides
      ? { name: 'stored-context-with-sides', text: CONTEXT_WITH_SIDES }
      : { name: 'stored-context', text: CONTEXT_OF_BASES }),
    values: [
      feed,
      scope.organizationIds === 'all' ? null : scope.organizationIds,
      names ?? null,
      capability,
      width,
      new Date(floorTo(range.start, DAY_MS)),
      new Date(range.end),
      withCurrencies,
      Object.fromEntries([...known].map(([id, { revision }]) => [id, revision])),
    ],
  });
  const seen = rows.map((row) => ({ row, organization: toOrganization(row) }));
  const organizations = askedOrganizations(
    seen.map(({ organization }) => organization),
    names,
  );
  const asked = seen.filter(({ organization }) => organizations.includes(organization)).map(({ row }) => row);
  const read = new Map(asked.map((row) => [row.id, toReadings(row, known.get(row.id))]));
  kept.keep(name, read);
  const readings = [...read.values()];
  const currencies = [...new Set(readings.flatMap((each) => each.currencies))].sort();
  return {
    organizations,
    days: readings.flatMap(({ days }) => days),
    sideDays: readings.flatMap(({ sideDays }) => sideDays),
    currencies,
  };
}

/** @param kept what Postgres was told of; it reads nothing where that still holds. */
function toReadings({ id, revision, days: read, currencies }: ContextRow, kept: Readings | undefined): Readings {
  if (read === null || currencies === null) {
    if (kept === undefined) throw new Error(`Postgres left out days of organization ${id} that nobody has.`);
    return kept;
  }
  const days: ReadStretch[] = [];
  const sideDays: ReadStretch[] = [];
  for (const [start, end, reading, readAt, hasRows, isBase] of read) {
    (isBase ? days : sideDays).push({ organizationId: id, start, end, reading, readAt, hasRows });
  }
  return { revision, days, sideDays, currencies };
}

/** The organizations that the caller may see, oldest first. */
export async function readOrganizations(client: PoolClient, scope: Scope): Promise<SeenOrganization[]> {
  const { rows } = await client.query<OrganizationRow>(
    `SELECT ${ORGANIZATION_COLUMNS} FROM ${SEEN_ORGANIZATIONS} WHERE ${IS_SEEN} ORDER BY o.id`,
    [null, scope.organizationIds === 'all' ? null : scope.organizationIds],
  );
  return rows.map(toOrganization);
}

function toOrganization(row: OrganizationRow): SeenOrganization {
  return {
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
  };
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
