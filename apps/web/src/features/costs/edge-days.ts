import { ORGANIZATION_PARAMETER } from '../../lib/organization-parameter.js';
import { instants, dayOf, type Day, type DayRange } from '../../lib/days.js';
import { useCosts } from '../../lib/queries.js';
import { ORGANIZATION } from '../explorer/view-parts.js';
import type { Move } from '../explorer/movers.js';
import type { ViewGrouping } from './dimensions.js';

/**
 * First and last billed day of a few entities within a range.
 *
 * Empty while it loads, and where entities are pairs: a filter by both dimensions would select more than the pairs.
 */
export function useEdgeDays(
  moves: readonly Move[],
  dimension: ViewGrouping | null,
  range: DayRange | null,
): ReadonlyMap<string, { first: Day; last: Day }> {
  const ids = moves.flatMap(({ group }) => (dimension === null ? [] : (group.key[dimension] ?? [])));
  const isPair = moves.some(({ group }) => Object.keys(group.key).length !== 1);
  const filter = dimension === ORGANIZATION ? ORGANIZATION_PARAMETER : dimension;
  const { data } = useCosts(
    dimension === null || filter === null || range === null || ids.length === 0 || isPair
      ? null
      : { ...instants(range), bucket: 'day', group_by: [dimension], [filter]: ids, limit: ids.length },
  );
  const found = (data?.groups ?? []).flatMap(({ key, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    const id = dimension === null ? null : key[dimension];
    if (first === undefined || last === undefined || id === null || id === undefined) return [];
    return [[id, { first: dayOf(first.start), last: dayOf(last.start) }] as const];
  });
  return new Map(found);
}
