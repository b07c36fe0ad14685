import type { ReactNode } from 'react';
import type { KeyInventoryItem } from '@bursar/contract';
import type { Danger } from '../../../components/action-form.js';
import type { Api } from '../../../lib/api.js';
import type { Outcome } from '../../../lib/management-calls.js';

/** Something that can be done with keys, whether with one or with many: what it says, asks and calls. */
export interface TaskSpec {
  title: (keys: readonly KeyInventoryItem[]) => string;
  /** What will happen, said before it is asked for. */
  says: ReactNode;
  /** What will happen to one of them. */
  happens: (item: KeyInventoryItem) => ReactNode;
  /** What is chosen besides the reason. */
  choose?: ReactNode;
  /** Whether what was chosen makes sense; tells it at the field otherwise. */
  check?: () => boolean;
  danger?: (keys: readonly KeyInventoryItem[]) => Danger;
  submit: (count: number) => string;
  busy: string;
  act: (api: Api, item: KeyInventoryItem, reason: string) => Promise<Outcome<unknown>>;
  /** Where an answer was lost: whether the key shows that it was done. Absent: nothing of the key tells. */
  shows?: (item: KeyInventoryItem) => boolean;
  /** Said when all of it was done. */
  done: (count: number) => string;
}
