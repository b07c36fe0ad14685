/** When a key has a risk reason, as conditions on the rows `k` of inventory-rows.ts. */
import { KEY_RISK_REASONS, KEY_RISKS, type KeyRiskReason, NEVER_SNOOZED } from '@bursar/contract';

interface RiskSql {
  /** Of a key that is there and has not expired, unless it says otherwise. */
  has: string;
  /** When it began; null: unknown. */
  since: string;
  ofExpired?: true;
}

/**
 * What is used leaves requests or costs as well, of which some are told where OpenAI tells no last use. A key that was
 * never used is not stale too.
 */
export const WAS_USED_LATELY = '(coalesce(k.requests, 0) > 0 OR coalesce(k.cost, 0) > 0)';

/** A rotation takes its time: who has just made the new key is not told that the old one is not used. */
const AFTER_ROTATION = `k.now - interval '1 day'`;

const UNKNOWN = 'NULL::timestamptz';

const RISK_SQL: Readonly<Record<KeyRiskReason, RiskSql>> = {
  leaked: { has: 'k.leaked_since IS NOT NULL', since: 'k.leaked_since', ofExpired: true },
  orphan: { has: 'NOT k.owner_has_access', since: 'k.owner_lost_at' },
  owned_by_member: { has: `k.is_production AND k.owner_type = 'user'`, since: UNKNOWN },
  older_than_policy: { has: 'k.created_at <= k.old_from', since: 'k.created_at' },
  stale: {
    has: `k.last_used_at <= k.stale_from AND NOT ${WAS_USED_LATELY}`,
    since: 'k.last_used_at',
  },
  unnamed: { has: `k.require_name AND coalesce(trim(k.name), '') = '' AND k.label IS NULL`, since: UNKNOWN },
  never_used: {
    has: `k.last_used_at IS NULL AND k.created_at <= k.never_used_from AND NOT ${WAS_USED_LATELY}`,
    since: 'k.created_at',
  },
  unused_since_rotation: {
    has: `k.replaced_at <= ${AFTER_ROTATION} AND (k.last_used_at IS NULL OR k.last_used_at <= k.replaced_at)`,
    since: 'k.replaced_at',
  },
  no_expiry: { has: 'k.expires_at IS NULL', since: UNKNOWN },
  expired: { has: 'k.expires_at <= k.now', since: 'k.expires_at', ofExpired: true },
};

/** A reason as a bit of a number: any bad one outweighs all that are less bad. */
const bitOf = (reason: KeyRiskReason): number => 2 ** (KEY_RISK_REASONS.length - 1 - KEY_RISK_REASONS.indexOf(reason));
const bitsOf = (reasons: readonly KeyRiskReason[]): number => reasons.reduce((bits, reason) => bits + bitOf(reason), 0);

/** The reasons of a key in one number, for the column `k.reasons`. Gone keys have none. */
export function reasonBits(): string {
  const bits = KEY_RISK_REASONS.map((reason) => {
    const { has, ofExpired } = RISK_SQL[reason];
    const alive = ofExpired === undefined ? 'AND k.expires_at <= k.now IS NOT TRUE' : '';
    return `CASE WHEN k.gone_at IS NULL ${alive} AND (${has}) THEN ${bitOf(reason)} ELSE 0 END`;
  });
  return bits.join('\n         + ');
}

/** Whether a key has one of them. */
export function hasAnyOf(reasons: readonly KeyRiskReason[], k = 'k'): string {
  return `${k}.reasons & ${bitsOf(reasons)} <> 0`;
}

/** Whether no snooze puts it off: there is none, or it may have leaked. */
const isAwake = (k: string): string => `(${k}.snoozed_until IS NULL OR ${hasAnyOf(NEVER_SNOOZED, k)})`;

/** Whether a key asks for a decision; snoozed ones do not, except for a leak. */
export function needsDecision(): string {
  const asking = KEY_RISK_REASONS.filter((reason) => KEY_RISKS[reason].decision === 'asks');
  const byPolicy = KEY_RISK_REASONS.filter((reason) => KEY_RISKS[reason].decision === 'by_policy');
  return `(${isAwake('k')} AND (${hasAnyOf(asking)} OR (k.require_expiry AND ${hasAnyOf(byPolicy)})))`;
}

/** More than any key costs in 30 days. */
const COST_ROOM = '1000000000000';

/**
 * How bad it is. What is snoozed, and has not leaked, comes behind all that is not, and before what has no reason. Of two that are equally bad
 * the one that costs more is the worse.
 *
 * @param k the alias of the rows
 */
export function riskRank(k: string): string {
  const weight = `CASE WHEN ${isAwake(k)} THEN ${2 ** KEY_RISK_REASONS.length} ELSE 1 END`;
  const cost = `least(greatest(coalesce(${k}.cost, 0), 0), ${COST_ROOM} - 1)`;
  return `((${k}.reasons * ${weight})::numeric * ${COST_ROOM} + ${cost})`;
}

/** The reasons of a row, the worst first, as JSON with their days. */
export function risksJson(): string {
  const reasons = KEY_RISK_REASONS.map((reason) => `('${reason}', ${bitOf(reason)}, ${RISK_SQL[reason].since})`);
  return `(SELECT coalesce(json_agg(json_build_object('reason', r.reason,
                  'since', to_char(r.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                  'days', floor(extract(epoch FROM k.now - r.since) / 86400)::integer) ORDER BY r.bit DESC), '[]')
             FROM (VALUES ${reasons.join(', ')}) AS r (reason, bit, since) WHERE k.reasons & r.bit <> 0)`;
}

/** How many keys have each reason, as JSON. */
export function reasonCounts(): string {
  const counts = KEY_RISK_REASONS.map((reason) => `'${reason}', count(*) FILTER (WHERE ${hasAnyOf([reason])})`);
  return `json_build_object(${counts.join(', ')})`;
}
