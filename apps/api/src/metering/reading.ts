/** Readings: which grouping a row of numbers was read with. Null in a dimension means nothing without that. */
import type { Capability } from '@bursar/contract';

export interface Reading {
  /** Its dimensions joined by `+`, as the tables keep it; the empty text is a reading without grouping. */
  name: string;
  /** In the order of the capability table. */
  dimensions: readonly string[];
  /** Totals come from base readings alone; a side reading tells the same money once more, by something the base lacks. */
  kind: 'base' | 'side';
  /** Dimensions of side readings among them: a day has one reading by each. */
  sides: readonly string[];
}

/**
 * The reading that a grouping makes, in whatever order its dimensions are given.
 *
 * @throws RangeError if the capability has no such dimension.
 */
export function readingOf(capability: Capability, groupBy: readonly string[]): Reading {
  const unknown = groupBy.filter((dimension) => !capability.dimensions.includes(dimension));
  if (unknown.length > 0) {
    throw new RangeError(
      `${capability.label} cannot be read by ${unknown.join(', ')}: it has ${capability.dimensions.join(', ')}.`,
    );
  }
  const dimensions = capability.dimensions.filter((dimension) => groupBy.includes(dimension));
  const sides = dimensions.filter((dimension) => capability.sideDimensions?.includes(dimension));
  return { name: dimensions.join('+'), dimensions, kind: sides.length > 0 ? 'side' : 'base', sides };
}

/** Whether a row of this reading says anything about a dimension. Names of rollups mark what they lack by a minus. */
export function collects(readingName: string, dimension: string): boolean {
  return readingName.split('+').includes(dimension);
}

/** The dimension that a derived one is read from; OpenAI's own dimensions are read from themselves. */
export function sourceDimension(capability: Capability, dimension: string): string {
  return capability.derivedDimensions?.includes(dimension) ? DERIVED_FROM : dimension;
}

/** What the contract derives dimensions from. */
export const DERIVED_FROM = 'line_item';
