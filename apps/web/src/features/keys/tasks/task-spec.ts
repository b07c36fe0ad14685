import type { ReactNode } from 'react';
import type { KeyInventoryItem } from '@bursar/contract';
import type { Danger } from '../../../components/action-form.js';
import type { ErrorOf } from '../../sign-in/entry-form.js';
import type { Api } from '../../../lib/api.js';
import type { Outcome } from '../../../lib/management-calls.js';

export type TaskValues = Record<string, string> & { reason: string };

/** Something that can be done with keys, whether with one or with many: what it says, asks and calls. */
export interface TaskSpec {
  title: (keys: readonly KeyInventoryItem[]) => string;
  /** What will happen, said before it is asked for. */
  says: ReactNode;
  /** What will happen to one of them. */
  happens: (item: KeyInventoryItem) => ReactNode;
  /** The fields besides the reason, with their names, and what draws them. */
  fields?: Readonly<Record<string, string>>;
  optional?: readonly string[];
  draw?: (errorOf: ErrorOf<string>) => ReactNode;
  /** Whether what was entered makes sense; tells it at the field otherwise. */
  check?: (values: TaskValues) => boolean;
  danger?: (keys: readonly KeyInventoryItem[]) => Danger;
  submit: (count: number) => string;
  busy: string;
  act: (api: Api, item: KeyInventoryItem, values: TaskValues) => Promise<Outcome<unknown>>;
  /** Where an answer was lost: whether the key shows that it was done. Absent: nothing of the key tells. */
  shows?: (item: KeyInventoryItem, values: TaskValues) => boolean;
  /** Said when all of it was done. */
  done: (count: number) => string;
}
