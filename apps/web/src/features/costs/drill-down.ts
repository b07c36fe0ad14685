import type { CostDimension } from '@bursar/contract';
import type { Group } from '../explorer/answers.js';
import { ORGANIZATION } from '../explorer/view-parts.js';
import type { CostsView } from './costs-view.js';
import { isDimension } from './dimensions.js';

/** The most telling split of one entity: of what a project or key spends, the line items; of the rest, the projects. */
const INSIDE: Readonly<Record<CostDimension, CostDimension>> = {
  project_id: 'line_item',
  api_key_id: 'line_item',
  line_item: 'project_id',
  model: 'project_id',
  token_type: 'model',
};

/** The view that opens one entity: filtered to it and split by what is inside. */
export function drillInto(view: CostsView, group: Group): Partial<CostsView> {
  const filters: Partial<Record<CostDimension, readonly string[]>> = { ...view.filters };
  const without = new Set(view.without);
  let inside: CostDimension | null = null;
  for (const [dimension, value] of Object.entries(group.key)) {
    if (!isDimension(dimension)) continue;
    inside ??= INSIDE[dimension];
    if (value === null) without.add(dimension);
    else filters[dimension] = [value];
  }
  const organization = group.key[ORGANIZATION] ?? null;
  // An organization consists of projects.
  if (organization !== null) inside ??= 'project_id';
  const taken = (dimension: CostDimension | null): boolean =>
    dimension === null || (filters[dimension]?.length ?? 0) > 0 || without.has(dimension);
  const groupBy = [inside, 'line_item', 'model', 'api_key_id', 'project_id', 'token_type'] as const;
  return {
    filters,
    without: [...without],
    groupBy: groupBy.find((each) => !taken(each)) ?? null,
    thenBy: null,
    sort: null,
    organization,
  };
}
