/** Reading and writing of what the links of all explorers have in common. */
import { LinkReader } from '../../lib/link-reader.js';
import type { SearchParams } from '../../lib/search-params.js';
import type { Grouping } from './group-menus.js';
import type { TableSort } from './view-parts.js';

export class ExplorerLink extends LinkReader {
  /** `none` means: not grouped. */
  grouping<T extends string>(allowed: readonly T[], usual: T): Grouping & { groupBy: T | null; thenBy: T | null } {
    const values = this.values('group_by');
    if (values.length === 0) return { groupBy: usual, thenBy: null };
    if (values.length === 1 && values[0] === 'none') return { groupBy: null, thenBy: null };
    const [first, second, ...rest] = this.allAmong('group_by', allowed);
    if (rest.length > 0) this.refuse('group_by', rest.join(', '));
    return { groupBy: first ?? usual, thenBy: second ?? null };
  }

  filters<T extends string>(dimensions: readonly T[]): Partial<Record<T, readonly string[]>> {
    const filters: Partial<Record<T, readonly string[]>> = {};
    for (const dimension of dimensions) {
      const values = this.open(dimension);
      if (values.length > 0) filters[dimension] = values;
    }
    return filters;
  }
}

interface SharedView extends Grouping {
  filters: Readonly<Partial<Record<string, readonly string[]>>>;
  without: readonly string[];
  sort: TableSort | null;
}

/** The parts of a link that all explorers spell alike; what is usual is left out. */
export function writeShared({ groupBy, thenBy, filters, without, sort }: SharedView, usual: string): SearchParams {
  const search: SearchParams = {};
  if (groupBy === null) search['group_by'] = 'none';
  else if (thenBy !== null) search['group_by'] = [groupBy, thenBy];
  else if (groupBy !== usual) search['group_by'] = groupBy;
  for (const [dimension, values = []] of Object.entries(filters)) {
    if (values.length > 0) search[dimension] = [...values];
  }
  if (without.length > 0) search['without'] = [...without];
  if (sort !== null) search['sort'] = `${sort.descending ? '-' : ''}${sort.column}`;
  return search;
}
