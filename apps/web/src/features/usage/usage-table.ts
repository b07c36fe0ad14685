/** What OpenAI counts, from the one table that names it. */
// The table alone: the rest of the contract would bring its schema library into the download.
import { CAPABILITIES, usageCapabilities, type Capability } from '@bursar/contract/capabilities';

export const USAGE: ReadonlyMap<string, Capability> = new Map(usageCapabilities(CAPABILITIES));

/** Null for a name that no capability has. */
export const capabilityNamed = (name: string): Capability | null => USAGE.get(name) ?? null;

/** The measure of a view: the chosen one, else the headline. */
export function measureOf(
  capability: Capability,
  chosen: string | null,
): { name: string } & Capability['measures'][string] {
  const name = chosen ?? capability.headline;
  const measure = capability.measures[name];
  if (measure === undefined) throw new RangeError(`${capability.label} has no measure ${name}.`);
  return { name, ...measure };
}
