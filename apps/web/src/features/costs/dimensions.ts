import type { CostDimension, CostGrouping } from '@bursar/contract';
import { ORGANIZATION } from '../explorer/view-parts.js';

// Spelt out, because importing the contract's list would bring its schema library into the download. A dimension
// that is added there and not here fails to compile.
const KNOWN = {
  project_id: true,
  line_item: true,
  api_key_id: true,
  model: true,
  token_type: true,
} satisfies Record<CostDimension, true>;

/** What costs can be filtered by, in the order in which menus show it. */
export const DIMENSIONS: readonly CostDimension[] = [...keysOf(KNOWN)];

function keysOf<K extends string>(record: Record<K, unknown>): K[] {
  // Object.keys forgets the type of the keys of an object whose keys are all known.
  return Object.keys(record) as K[];
}

export const isDimension = (text: string): text is CostDimension => Object.hasOwn(KNOWN, text);

/** What a view of costs can be split by. */
export type ViewGrouping = CostDimension | Extract<CostGrouping, typeof ORGANIZATION>;

export const GROUPINGS: readonly ViewGrouping[] = [ORGANIZATION, ...DIMENSIONS];
