/** When a key has a risk reason, as conditions on the rows `k` of inventory-statement.ts. */
import { KEY_RISK_REASONS, KEY_RISKS, type KeyRiskReason } from '@bursar/contract';

interface RiskSql {
  /** Of a key that is there and has not expired, unless it says otherwise. */
  has: string;
  /** When it began; null: unknown. */
  since: string;
  ofExpired?: true;
}

/** Whole days before now; null asks for nothing, for a comparison with it is not true. */
const daysAgo = (column: string): string => `k.now - make_interval(days => ${column})`;

/**
 * What is used leaves requests or costs as well, of which some are told where OpenAI tells no last use. A key that was
 * never used is not stale too.
 */
const WAS_USED_LATELY = '(coalesce(k.requests, 0) > 0 OR coalesce(k.cost, 0) > 0)';

/** A rotation takes its time: who has just made the new key is not told that the old one is not used. */
const AFTER_ROTATION = `k.now - interval '1 day'`;

const RISK_SQL: Readonly<Record<KeyRiskReason, RiskSql>> = {
  orphan: { has: 'k.owner_has_access = false', since: 'k.owner_lost_at' },
  owned_by_member: { has: `k.is_production AND k.owner_type = 'user'`, since: 'NULL::timestamptz' },
  older_than_policy: { has: `k.created_at <= ${daysAgo('k.max_age_days')}`, since: 'k.created_at' },
  stale: {
    has: `k.last_used_at <= ${daysAgo('k.stale_after_days')} AND NOT ${WAS_USED_LATELY}`,
    since: 'k.last_used_at',
  },
  never_used: {
    has: `k.last_used_at IS NULL AND k.created_at <= ${daysAgo('k.never_used_after_days')} AND NOT ${WAS_USED_LATELY}`,
    since: 'k.created_at',
  },
  unused_since_rotation: {
    has: `k.replaced_at <= ${AFTER_ROTATION} AND (k.last_used_at IS NULL OR k.last_used_at <= k.replaced_at)`,
    since: 'k.replaced_at',
  },
  unnamed: {
    has: `k.require_name AND coalesce(trim(k.name), '') = '' AND k.label IS NULL`,
    since: 'NULL::timestamptz',
  },
  no_expiry: { has: 'k.expires_at IS NULL', since: 'NULL::timestamptz' },
  expired: { has: 'k.expires_at <= k.now', since: 'k.expires_at', ofExpired: true },
};

/** A column for each reason: `has_orphan` and so on. Gone keys have none. */
export function riskColumns(): string {
  return KEY_RISK_REASONS.map((reason) => {
    const { has, ofExpired } = RISK_SQL[reason];
    const alive = ofExpired === undefined ? 'k.expires_at <= k.now IS NOT TRUE AND ' : '';
    return `coalesce(k.gone_at IS NULL AND ${alive}(${has}), false) AS has_${reason}`;
  }).join(',\n         ');
}

/** Whether a key with these columns asks for a decision; snoozed ones do not. */
export function needsDecision(): string {
  const asks = KEY_RISK_REASONS.flatMap((reason) => {
    const { decision } = KEY_RISKS[reason];
    if (decision === 'none') return [];
    return decision === 'asks' ? `k.has_${reason}` : `(k.has_${reason} AND k.require_expiry)`;
  });
  return `k.snoozed_until IS NULL AND (${asks.join(' OR ')})`;
}

/**
 * How bad it is, the reasons counted like digits: one bad reason outweighs all that are less bad. What is snoozed comes
 * behind all that is not, and before what has no reason. Of two that are equally bad the one that costs more is the worse.
 */
export function riskRank(): string {
  const reasons = KEY_RISK_REASONS.length;
  const digits = KEY_RISK_REASONS.map((reason, index) => `k.has_${reason}::integer * ${2 ** (reasons - 1 - index)}`);
  const weight = `CASE WHEN k.snoozed_until IS NULL THEN ${2 ** reasons} ELSE 1 END`;
  const cost = `least(greatest(coalesce(k.cost, 0), 0), ${COST_ROOM} - 1)`;
  return `((${digits.join(' + ')}) * ${weight})::numeric * ${COST_ROOM} + ${cost}`;
}

/** More than any key costs in 30 days. */
const COST_ROOM = '1000000000000';

/** The reasons of a row, the worst first, as JSON with their days. */
export function risksJson(): string {
  const reasons = KEY_RISK_REASONS.map(
    (reason, index) => `(${index}, '${reason}', k.has_${reason}, ${RISK_SQL[reason].since})`,
  );
  return `(SELECT coalesce(json_agg(json_build_object('reason', r.reason,
                  'since', to_char(r.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                  'days', floor(extract(epoch FROM k.now - r.since) / 86400)::integer) ORDER BY r.place), '[]')
             FROM (VALUES ${reasons.join(', ')}) AS r (place, reason, has, since) WHERE r.has)`;
}

/** How many keys have each reason, as JSON. */
export function reasonCounts(): string {
  const counts = KEY_RISK_REASONS.map((reason) => `'${reason}', count(*) FILTER (WHERE k.has_${reason})::integer`);
  return `json_build_object(${counts.join(', ')})`;
}
