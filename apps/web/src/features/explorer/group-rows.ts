import { amount, byLargest, percentOf, ZERO, type Amount } from '../../lib/decimal.js';
import type { Group, GroupTotals } from './answers.js';
import { entityLook } from './entity-look.js';
import { groupId, totalsById, type Report } from './report.js';
import type { SortColumn, TableSort } from './view-parts.js';

export interface GroupRow {
  id: string;
  group: Group;
  name: string;
  color: string;
  total: Amount;
  /** Percent of the total, or null where there is no total to share. */
  share: string | null;
  previous: Amount | null;
  change: Amount | null;
}

export interface GroupedFigures {
  /** Every group over the whole range. */
  groups: GroupTotals | null;
  previousGroups: GroupTotals | null;
  nameOf: (group: Group) => string;
  view: { sort: TableSort | null };
}

/** Every group with its share and its change, in the order that the view asks for. */
export function groupRows({ groups, previousGroups, nameOf, view }: GroupedFigures, report: Report): GroupRow[] {
  const look = entityLook(report, nameOf);
  const before = previousGroups === null ? null : totalsById(previousGroups);
  // Where the comparison was cut, an absent group may be among those left out: nothing is claimed about it.
  const absent = previousGroups === null || previousGroups.other !== null ? null : ZERO;
  const rows = (groups?.groups ?? []).map((group): GroupRow => {
    const total = amount(group.total);
    const previous = before?.get(groupId(group)) ?? absent;
    return {
      id: groupId(group),
      group,
      ...look(group),
      total,
      share: percentOf(total, report.total),
      previous,
      change: previous === null ? null : total - previous,
    };
  });
  return rows.sort(orderOf(view.sort));
}

const nothing = (value: Amount | null): Amount => value ?? ZERO;

function orderOf(sort: TableSort | null): (a: GroupRow, b: GroupRow) => number {
  const { column, descending } = sort ?? { column: 'total' as SortColumn, descending: true };
  const compare = (a: GroupRow, b: GroupRow): number => {
    if (column === 'name') return b.name.localeCompare(a.name);
    if (column === 'previous') return byLargest(nothing(a.previous), nothing(b.previous));
    if (column === 'change') return byLargest(nothing(a.change), nothing(b.change));
    if (column === 'percent') return byLargest(ratio(a), ratio(b));
    return byLargest(a.total, b.total);
  };
  return (a, b) => (descending ? compare(a, b) : compare(b, a)) || (a.id < b.id ? -1 : 1);
}

/** The relative change as an amount, so that it sorts exactly; what is new comes before all that grew. */
function ratio({ change, previous }: GroupRow): Amount {
  if (change === null || previous === null) return ZERO;
  return previous === ZERO ? amount('1000000000') : amount(percentOf(change, previous, 6) ?? '0');
}
