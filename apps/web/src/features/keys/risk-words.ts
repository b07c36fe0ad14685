/** Reasons of risk: how grave they are and what they are called. */
import type { TFunction } from 'i18next';
import type { KeyPolicy, KeyRisk, KeyRiskReason } from '@bursar/contract';
import type { Tone } from '../../components/severity.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { RISKS } from './key-risks.js';

/** Null: it is said, and nothing has to be done about it by itself. */
export function toneOf(reason: KeyRiskReason): Extract<Tone, 'critical' | 'warning' | 'notice'> | null {
  const { severity } = RISKS[reason];
  return severity === 'none' ? null : severity;
}

const THRESHOLDS = {
  older_than_policy: 'max_age_days',
  stale: 'stale_after_days',
  never_used: 'never_used_after_days',
} as const satisfies Partial<Record<KeyRiskReason, keyof KeyPolicy>>;

const hasThreshold = (reason: KeyRiskReason): reason is keyof typeof THRESHOLDS => reason in THRESHOLDS;

/** With the days of the policy, where all organizations shown have the same: "Older than policy (180 d)". */
export function reasonWithDays(reason: KeyRiskReason, policies: readonly KeyPolicy[] | undefined, t: TFunction) {
  if (!hasThreshold(reason)) return t(`keys.risk.${reason}`);
  const thresholds = new Set((policies ?? []).map((policy) => policy[THRESHOLDS[reason]]));
  const [days] = thresholds;
  return thresholds.size === 1 && typeof days === 'number'
    ? t(`keys.riskWithDays.${reason}`, { count: days })
    : t(`keys.risk.${reason}`);
}

/** Since when: "since 12 Nov 2026, 9 days"; null where nobody knows. */
export function sinceWords({ since, days }: KeyRisk, t: TFunction): string | null {
  if (since === null) return null;
  const values = { day: day.full(dayOf(since)) };
  return days === null ? t('keys.riskSince', values) : t('keys.riskSinceDays', { ...values, count: days });
}
