/** Which sums are kept beside the points: a table derived from each capability's dimensions. */
import { baseDimensions, type Capability } from '@bursar/contract';
import { collects } from './reading.js';

export interface RollupGrouping {
  dimensions: readonly string[];
  /** Kept by day as well; all are kept by month. */
  daily: boolean;
}

/**
 * Dimensions of which one value stands for many points of a day: summed by day they shrink the points at least fivefold,
 * which rollup-groupings.spec.ts measures. Their pairs do not.
 */
const BY_DAY = ['project_id', 'line_item', 'model'];
/**
 * So many values that their days shrink the points only where line items split each of them; without, their days are
 * read from the points, by index. By month they are worth it anywhere.
 */
const BY_CALLER = ['user_id', 'api_key_id'];

/** Whom or what a number belongs to. All other dimensions tell how it came about: few values each, and few together. */
const ENTITIES = ['project_id', 'line_item', ...BY_CALLER, 'vector_store_id'];

/**
 * The rollups of a capability, the coarsest first; `series.rollup_ids` has one entry for each, in this order.
 *
 * A change of this table needs a migration that fills `rollup_ids` and both rollup tables anew.
 */
export function rollupGroupings(capability: Capability): readonly RollupGrouping[] {
  const base = baseDimensions(capability);
  if (base.length === 0) return [];
  const total: RollupGrouping = { dimensions: [], daily: true };
  // By its only dimension, a rollup would be the points once more.
  if (base.length === 1) return [total];
  const single = (dimension: string, daily: boolean): RollupGrouping[] =>
    base.includes(dimension) ? [{ dimensions: [dimension], daily }] : [];
  const circumstances = base.filter((dimension) => !ENTITIES.includes(dimension));
  const isKept = circumstances.length === 1 && BY_DAY.some((dimension) => dimension === circumstances[0]);
  return [
    total,
    ...BY_DAY.flatMap((dimension) => single(dimension, true)),
    ...BY_CALLER.flatMap((dimension) => single(dimension, base.includes('line_item'))),
    // Without it, a year by tier or batch would read every point there is.
    ...(circumstances.length === 0 || isKept ? [] : [{ dimensions: circumstances, daily: true }]),
  ];
}

/** Whether a rollup has few series: none of its values is one of thousands of callers. */
export function isOfFew(dimensions: readonly string[]): boolean {
  return !dimensions.some((dimension) => BY_CALLER.includes(dimension));
}

/** Name of a rollup's reading for points of one base reading: what that one lacks is marked by a minus. */
export function rollupReading({ dimensions }: Pick<RollupGrouping, 'dimensions'>, baseReading: string): string {
  return dimensions.map((name) => (collects(baseReading, name) ? name : `-${name}`)).join('+');
}

/** Whether a sum of this measure means anything when only these dimensions are kept apart. */
export function mayBeSummed(capability: Capability, measure: string, kept: readonly string[]): boolean {
  return (capability.measures[measure]?.within ?? []).every((dimension) => kept.includes(dimension));
}
