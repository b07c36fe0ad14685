/** The statements of paces.store.ts. Times are the database's own: replicas agree on no other clock. */
import { MINUTE_MS, QUIET_MS } from '@bursar/openai-admin';

/** Start times that are remembered for one family: a rate above is told from how long they took. */
const MOST_STARTED = 120;
/** So long the slot that comes due is kept for the most urgent one who was told to come for it. */
const KEPT_MS = 2_000;
/** After so long whoever made room for another asks again. */
const YIELD_MS = 500;

/** The row of `RESERVE`. */
export interface SlotRow {
  granted: boolean;
  /** A bigint as text. */
  number: string;
  waitMs: number;
  perMinute: number | null;
  startedLastMinute: number;
}

const milliseconds = (ms: number | string): string => `(${ms}) * interval '1 millisecond'`;
const msBetween = (from: string, to: string): string => `extract(epoch FROM ${to} - ${from})::double precision * 1000`;

/** Start times within the last minute, the newest ones. */
const RECENT = `(SELECT coalesce(array_agg(t ORDER BY t), '{}') FROM (
      SELECT t FROM unnest(p.started) t WHERE t > now() - ${milliseconds(MINUTE_MS)}
       ORDER BY t DESC LIMIT ${MOST_STARTED - 1}) newest)`;

/**
 * Takes the slot that is due, or notes who waits for the next one. $1 organization, $2 family, $3 urgency.
 *
 * The row is locked before anything is decided from it: of two who ask at the same moment the second one sees what the
 * first one took. The rules are those of pace-rules.ts.
 */
export const RESERVE = `
  WITH page AS (
    SELECT p.*, p.next_at <= now() AS is_due,
           coalesce(p.wanted_until > now() AND p.wanted_urgency < $3, false) AS yields,
           p.wanted_until > now() AS is_wanted, ${RECENT} AS recent,
           CASE WHEN p.was_limiting AND now() - p.since >= ${milliseconds(QUIET_MS)}
                THEN p.per_minute + 1 ELSE p.per_minute END AS risen
      FROM paces p WHERE p.organization_id = $1 AND p.family = $2 FOR UPDATE),
  decided AS (
    SELECT page.*, is_due AND NOT yields AS is_granted, risen IS DISTINCT FROM per_minute AS rises FROM page)
  UPDATE paces SET
    granted = d.granted + CASE WHEN is_granted THEN 1 ELSE 0 END,
    started = CASE WHEN is_granted THEN d.recent || now() ELSE d.started END,
    next_at = CASE WHEN is_granted AND risen IS NOT NULL THEN now() + ${milliseconds(`${MINUTE_MS}.0 / risen`)}
                   ELSE d.next_at END,
    per_minute = CASE WHEN is_granted THEN risen ELSE d.per_minute END,
    held = CASE WHEN is_granted AND rises THEN d.per_minute ELSE d.held END,
    since = CASE WHEN is_granted AND rises THEN now() ELSE d.since END,
    was_limiting = CASE WHEN is_granted THEN d.was_limiting AND NOT rises ELSE d.was_limiting OR NOT is_due END,
    wanted_urgency = CASE WHEN is_granted THEN NULL WHEN yields THEN d.wanted_urgency ELSE $3 END,
    wanted_until = CASE WHEN is_granted THEN NULL WHEN yields THEN d.wanted_until
                        ELSE d.next_at + ${milliseconds(KEPT_MS)} END
    FROM decided d WHERE paces.organization_id = d.organization_id AND paces.family = d.family
  RETURNING is_granted AS granted, paces.granted AS number, paces.per_minute AS "perMinute",
    cardinality(d.recent) + 1 AS "startedLastMinute",
    greatest(0, ${msBetween('now()', 'd.next_at')}) + CASE WHEN yields THEN ${YIELD_MS} ELSE 0 END AS "waitMs"`;

/** The row that a family's first request finds. $1 organization, $2 family. */
export const OPEN_PAGE = `
  INSERT INTO paces (organization_id, family, since, next_at) VALUES ($1, $2, now(), now()) ON CONFLICT DO NOTHING`;

/** The row of `LOCK_PAGE`. */
export interface PageRow {
  perMinute: number | null;
  held: number | null;
  isNews: boolean;
  /** Requests that were started within the last minute; where only the newest are remembered, as many as at their rate. */
  startedLastMinute: number;
}

/** What a refusal is judged by, locked. $1 organization, $2 family, $3 the number of the slot that was refused. */
export const LOCK_PAGE = `
  SELECT per_minute AS "perMinute", held, $3::bigint > refused_through AS "isNews",
         (SELECT CASE WHEN count(*) < ${MOST_STARTED} THEN count(*)
                      ELSE count(*) * ${MINUTE_MS} / greatest(1, ${msBetween('min(t)', 'now()')}) END
            FROM unnest(started) t WHERE t > now() - ${milliseconds(MINUTE_MS)})::double precision
           AS "startedLastMinute"
    FROM paces WHERE organization_id = $1 AND family = $2 FOR UPDATE`;

/** $1 organization, $2 family, $3 milliseconds. */
export const REST = `
  UPDATE paces SET next_at = greatest(next_at, now() + ${milliseconds('$3::double precision')})
   WHERE organization_id = $1 AND family = $2`;

/** $1 organization, $2 family, $3 requests a minute, $4 the rate that held. */
export const SLOW_DOWN = `
  UPDATE paces SET per_minute = $3, held = $4, since = now(), was_limiting = false, refused_through = granted
   WHERE organization_id = $1 AND family = $2`;
