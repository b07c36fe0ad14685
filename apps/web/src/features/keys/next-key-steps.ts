/** What is worth doing next about keys, from those that need a decision. */
import type { KeyInventoryItem, KeyRiskReason } from '@bursar/contract';
import type { Tone } from '../../components/severity.js';
import { amount, byLargest, sum, ZERO, type Amount } from '../../lib/decimal.js';
import { secondsBetween } from '../../lib/format/times.js';
import { isAwakeFor } from './key-risks.js';

export type KeyStepKind =
  | 'leaked'
  | 'moving'
  | 'silent'
  | 'unclear'
  | 'people'
  | 'old'
  | 'replaced'
  | 'stale'
  | 'unused'
  | 'unnamed'
  | 'endless';

export interface KeyStep {
  kind: KeyStepKind;
  tone: Tone;
  keys: readonly KeyInventoryItem[];
  /** What they cost in 30 days, as far as it is known. */
  cost: Amount;
  /** The reason that lists them. */
  reason: KeyRiskReason;
  /** What does it; null: each key for itself. */
  act: 'rotate' | 'delete' | null;
}

interface Rule {
  kind: KeyStepKind;
  tone: Tone;
  reason: KeyRiskReason;
  act: KeyStep['act'];
  /** Which of the keys with the reason; absent: all. */
  carries?: Traffic;
}

const RULES: readonly Rule[] = [
  { kind: 'leaked', tone: 'critical', reason: 'leaked', act: null },
  { kind: 'moving', tone: 'critical', reason: 'orphan', act: 'rotate', carries: 'some' },
  { kind: 'unclear', tone: 'critical', reason: 'orphan', act: null, carries: 'unknown' },
  { kind: 'silent', tone: 'warning', reason: 'orphan', act: 'delete', carries: 'none' },
  { kind: 'people', tone: 'warning', reason: 'owned_by_member', act: 'rotate' },
  { kind: 'old', tone: 'warning', reason: 'older_than_policy', act: 'rotate' },
  { kind: 'stale', tone: 'warning', reason: 'stale', act: 'delete' },
  { kind: 'replaced', tone: 'notice', reason: 'unused_since_rotation', act: 'delete' },
  { kind: 'unused', tone: 'notice', reason: 'never_used', act: 'delete' },
  { kind: 'endless', tone: 'notice', reason: 'no_expiry', act: null },
  { kind: 'unnamed', tone: 'notice', reason: 'unnamed', act: null },
];

const SHOWN = 5;
const GRAVITY: Readonly<Record<string, number>> = { critical: 0, warning: 1, notice: 2 };
const gravity = ({ kind, tone }: KeyStep): number => (kind === 'leaked' ? -1 : (GRAVITY[tone] ?? 0));

/**
 * At most five, the gravest first and of these what costs most; leaks before all, each by itself. A key may stand in
 * several.
 *
 * @param demandsExpiry whether a policy asks for one: without it that a key never ends asks for nothing
 */
export function nextKeySteps(undecided: readonly KeyInventoryItem[], now: string, demandsExpiry: boolean): KeyStep[] {
  const steps = RULES.filter(({ reason }) => reason !== 'no_expiry' || demandsExpiry).flatMap((rule): KeyStep[] => {
    const keys = undecided.filter(
      (key) => isAwakeFor(key, rule.reason) && (rule.carries === undefined || trafficOf(key, now) === rule.carries),
    );
    const stepOf = (some: readonly KeyInventoryItem[]): KeyStep => ({ ...rule, keys: some, cost: costOf(some) });
    return rule.kind === 'leaked' ? keys.map((key) => stepOf([key])) : [stepOf(keys.toSorted(byCost))];
  });
  return steps
    .filter(({ keys }) => keys.length > 0)
    .toSorted((a, b) => gravity(a) - gravity(b) || byLargest(a.cost, b.cost))
    .slice(0, SHOWN);
}

type Traffic = 'some' | 'none' | 'unknown';
const MONTH_SECONDS = 30 * 86_400;

/** Whether anything called with a key in the last 30 days. */
export function trafficOf(
  key: Pick<KeyInventoryItem, 'requests_last_30_days' | 'cost_last_30_days' | 'last_used_at'>,
  now: string,
): Traffic {
  const { requests_last_30_days: requests, last_used_at: used } = key;
  const isRecent = used !== null && secondsBetween(used, now) < MONTH_SECONDS;
  if ((requests ?? 0) > 0 || isRecent || amountOf(key) > ZERO) return 'some';
  return requests === null ? 'unknown' : 'none';
}

export const amountOf = ({ cost_last_30_days: cost }: Pick<KeyInventoryItem, 'cost_last_30_days'>): Amount =>
  cost === null ? ZERO : amount(cost);

export const costOf = (keys: readonly KeyInventoryItem[]): Amount => sum(keys.map(amountOf));

const byCost = (a: KeyInventoryItem, b: KeyInventoryItem): number => byLargest(amountOf(a), amountOf(b));

/** The fewest keys that make four fifths of a cost; null where it is spread over most of them. */
export function concentration({ keys, cost }: KeyStep): number | null {
  if (cost <= ZERO) return null;
  let counted = ZERO;
  const index = keys.findIndex((key) => (counted += amountOf(key)) * 5n >= cost * 4n);
  return index >= 0 && (index + 1) * 2 <= keys.length ? index + 1 : null;
}

/** For how many whole days none of them was called, where OpenAI told of a last call of each. */
export function silentDays(keys: readonly KeyInventoryItem[], now: string): number | null {
  const seconds = keys.flatMap(({ last_used_at: used }) => (used === null ? [] : [secondsBetween(used, now)]));
  return seconds.length === 0 ? null : Math.floor(Math.min(...seconds) / 86_400);
}
