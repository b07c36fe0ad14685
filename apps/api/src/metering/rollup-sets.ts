/** The rollups of a capability as SQL sees them: one place each in `series.rollup_ids`. */
import type { Capability } from '@bursar/contract';
import { rollupGroupings } from './rollup-groupings.js';

/** One rollup of the capability, as a set of GROUPING SETS. */
export interface RollupSet {
  /** In `series.rollup_ids`, from 1. */
  position: number;
  dimensions: readonly string[];
}

/** What a rollup's series is called in SQL. */
export const column = ({ position }: RollupSet): string => `r${position}`;

/** The rollups of each base series as columns; apart, so that the arrays are looked into once for each series. */
export function rollupsOfSeries(sets: readonly RollupSet[]): string {
  const columns = sets.map((set) => `, rollup_ids[${set.position}] AS ${column(set)}`).join('');
  return `SELECT id${columns} FROM series WHERE organization_id = $1 AND kind = 'base' OFFSET 0`;
}

/** All rollups, for all are kept by month; the coarsest, the total, first. */
export function monthly(capability: Capability): RollupSet[] {
  return rollupGroupings(capability).map(({ dimensions }, index) => ({ position: index + 1, dimensions }));
}

/** Those that are kept by day as well. */
export function daily(capability: Capability): RollupSet[] {
  const groupings = rollupGroupings(capability);
  return monthly(capability).filter((set) => groupings[set.position - 1]?.daily === true);
}
