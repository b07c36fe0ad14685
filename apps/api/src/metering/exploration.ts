/** One question about facts of days, made ready for Postgres. */
import type { Capability, CostBucket } from '@bursar/contract';
import type { Span } from '../sync/spans.js';
import type { BucketSpan } from './buckets.js';
import type { Key, Selection } from './facts-sql.js';
import { type Family, type FilledDays, type Piece, planSources } from './source-plan.js';

export interface Exploration {
  selection: Selection;
  range: Span;
  bucket: CostBucket;
  buckets: readonly BucketSpan[];
  groupBy: readonly Key[];
  limit: number;
  filledDays: FilledDays;
}

/** What to read for a grouping of the question. */
export function sourcesFor(
  { selection, range, filledDays }: Exploration,
  keys: readonly Key[],
  resolution: 'day' | 'month',
): Piece[] {
  const { capability, measure } = selection;
  const groupBy = keys.filter((key) => isDimension(capability, key));
  return planSources({ capability, measure, groupBy, filterBy: filtered(selection), range, resolution, filledDays });
}

/** Everything that a row's counting depends on. */
function filtered({ filters, without, projectIds }: Selection): string[] {
  return [...filters.keys(), ...without, ...(projectIds === 'all' ? [] : ['project_id'])];
}

/** The families of some pieces, each once. */
export function familiesOf(pieces: readonly Piece[]): Family[] {
  return [...new Set(pieces.map(({ family }) => family))];
}

function isDimension(capability: Capability, key: Key): boolean {
  return capability.dimensions.includes(key) || capability.derivedDimensions?.includes(key) === true;
}
