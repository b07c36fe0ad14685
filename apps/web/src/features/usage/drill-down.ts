import type { Capability } from '@bursar/contract/capabilities';
import type { Group } from '../explorer/answers.js';
import { ORGANIZATION } from '../explorer/view-parts.js';
import type { UsageView } from './usage-view.js';

/** Splits in the order in which they tell most of what a project or key does. */
const TELLING = ['model', 'api_key_id', 'project_id'];

/** The view that opens one entity: filtered to it and split by what is inside. */
export function drillInto(view: UsageView, group: Group, { dimensions }: Capability): Partial<UsageView> {
  const filters: Record<string, readonly string[]> = {};
  for (const [dimension, values] of Object.entries(view.filters)) filters[dimension] = values ?? [];
  const without = new Set(view.without);
  for (const [dimension, value] of Object.entries(group.key)) {
    if (dimension === ORGANIZATION) continue;
    if (value === null) without.add(dimension);
    else filters[dimension] = [value];
  }
  const isTaken = (dimension: string): boolean => (filters[dimension]?.length ?? 0) > 0 || without.has(dimension);
  const ordered = [...TELLING.filter((each) => dimensions.includes(each)), ...dimensions];
  const groupBy = ordered.find((dimension) => !isTaken(dimension)) ?? null;
  const organization = group.key[ORGANIZATION] ?? null;
  return { filters, without: [...without], groupBy, thenBy: null, sort: null, organization };
}
