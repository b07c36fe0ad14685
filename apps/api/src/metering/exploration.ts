/** One question about facts of days, made ready for Postgres. */
import type { Capability } from '@bursar/contract';
import type { Span } from '../sync/spans.js';
import type { BucketSpan } from './buckets.js';
import type { Key, Selection } from './facts-sql.js';
import type { FilledDays } from './filled-days.js';
import { type ReportBucket, widthOf } from './report-shape.js';
import { type Piece, planSources } from './source-plan.js';

export interface Exploration {
  selection: Selection;
  range: Span;
  bucket: ReportBucket;
  buckets: readonly BucketSpan[];
  groupBy: readonly Key[];
  limit: number;
  filledDays: FilledDays;
  /** Of side readings that hold every asked dimension. */
  sideDays: FilledDays;
}

/** What to read for a grouping of the question. */
export function sourcesFor(
  { selection, range, bucket, filledDays, sideDays }: Exploration,
  keys: readonly Key[],
  resolution: 'day' | 'month',
): Piece[] {
  const { capability, measure } = selection;
  const groupBy = keys.filter((key) => isDimension(capability, key));
  const filterBy = filtered(selection);
  const width = widthOf(bucket);
  return planSources({ capability, measure, groupBy, filterBy, range, width, resolution, filledDays, sideDays });
}

/** Everything that a row's counting depends on. */
function filtered({ filters, without, projectIds }: Selection): string[] {
  return [...filters.keys(), ...without, ...(projectIds === 'all' ? [] : ['project_id'])];
}

function isDimension(capability: Capability, key: Key): boolean {
  return capability.dimensions.includes(key) || capability.derivedDimensions?.includes(key) === true;
}
