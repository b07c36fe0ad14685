/** What can be done with keys, and with which of them. */
import type { KeyInventoryItem } from '@bursar/contract';

/** In the order in which they are offered. Labels and scopes are of one key at a time. */
export const KEY_TASKS = ['rotate', 'expiry', 'scopes', 'label', 'snooze', 'wake', 'delete'] as const;
export type KeyTaskKind = (typeof KEY_TASKS)[number];

export interface KeyTask {
  kind: KeyTaskKind;
  keys: readonly KeyInventoryItem[];
}

/** What happens in Bursar alone. */
const OURS: readonly KeyTaskKind[] = ['label', 'snooze', 'wake'];

export type LeftOut = 'admin' | 'gone' | 'expired' | 'notSnoozed';

/** Why nothing can be done with a key; null: something can. */
export function leftOut(kind: KeyTaskKind, item: KeyInventoryItem): LeftOut | null {
  if (kind === 'wake') return item.snoozed === null ? 'notSnoozed' : null;
  if (item.gone_at !== null && kind !== 'label') return 'gone';
  if (OURS.includes(kind)) return null;
  if (item.kind === 'admin') return 'admin';
  const isExpired = item.risks.some(({ reason }) => reason === 'expired');
  return isExpired && kind !== 'delete' ? 'expired' : null;
}

/** In the organization and project of the key. */
export const whereOf = ({ organization_id, project_id }: KeyInventoryItem) => ({
  project_id,
  ...(organization_id !== null && { organization: organization_id }),
});
