/** The contract's tables of keys, without the schema library that their module would bring into the download. */
import type {
  KEY_KINDS,
  KEY_OWNER_KINDS,
  KEY_RISKS,
  KeyInventoryItem,
  KeyRiskReason,
  NEVER_SNOOZED as CONTRACT_NEVER_SNOOZED,
} from '@bursar/contract';

type Risks = { readonly [Reason in KeyRiskReason]: Omit<(typeof KEY_RISKS)[Reason], 'meaning'> };

/** Why a key asks for attention, the worst first. Does not compile where the contract says something else. */
export const RISKS: Risks = {
  leaked: { severity: 'critical', decision: 'asks' },
  orphan: { severity: 'critical', decision: 'asks' },
  owned_by_member: { severity: 'warning', decision: 'asks' },
  older_than_policy: { severity: 'warning', decision: 'asks' },
  stale: { severity: 'warning', decision: 'asks' },
  unnamed: { severity: 'warning', decision: 'asks' },
  never_used: { severity: 'notice', decision: 'asks' },
  unused_since_rotation: { severity: 'notice', decision: 'asks' },
  no_expiry: { severity: 'none', decision: 'by_policy' },
  expired: { severity: 'none', decision: 'none' },
};

// The keys of the table are its reasons.
export const RISK_REASONS = Object.keys(RISKS) as KeyRiskReason[];
const NEVER_SNOOZED: typeof CONTRACT_NEVER_SNOOZED = ['leaked'];
export const OWNER_KINDS: typeof KEY_OWNER_KINDS = ['user', 'service_account'];
export const KINDS: typeof KEY_KINDS = ['project', 'admin'];

/** Whether a snooze does not put it off. */
export const isNeverSnoozed = (reason: KeyRiskReason): boolean => NEVER_SNOOZED.some((one) => one === reason);

/** Whether a key has a reason that no snooze puts off at the moment. */
export function isAwakeFor({ snoozed, risks }: Pick<KeyInventoryItem, 'snoozed' | 'risks'>, reason: KeyRiskReason) {
  return (snoozed === null || isNeverSnoozed(reason)) && risks.some((risk) => risk.reason === reason);
}
