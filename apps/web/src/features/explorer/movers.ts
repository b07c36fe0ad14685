/** What changed between two ranges, entity by entity, so that the parts add up to the change of the total. */
import { amount, byLargest, magnitude, sum, ZERO, type Amount } from '../../lib/decimal.js';
import type { Group, GroupTotals } from './answers.js';
import { groupId } from './report.js';

export interface Move {
  id: string;
  group: Group;
  now: Amount;
  before: Amount;
  change: Amount;
}

export interface Movement {
  /** In both ranges, the largest change first, whichever its sign. */
  movers: readonly Move[];
  appeared: readonly Move[];
  vanished: readonly Move[];
  /** Change of all that the lists above leave out. */
  rest: { count: number; change: Amount };
  change: Amount;
}

export const SHOWN_MOVERS = 5;

/**
 * @param now, before answers with `bucket=total` and as many groups as the API gives; where one of them was cut
 * (`other`), an entity that is absent from it is not called new or gone: it may be among those left out.
 */
export function movement(now: GroupTotals, before: GroupTotals): Movement {
  const change = amount(now.total) - amount(before.total);
  const moves = pair(now, before);
  const appeared = before.other === null ? moves.filter((move) => move.isNew) : [];
  const vanished = now.other === null ? moves.filter((move) => move.isGone) : [];
  const listed = new Set([...appeared, ...vanished]);
  const both = moves.filter((move) => !listed.has(move) && move.change !== ZERO);
  const movers = both.sort(byChange).slice(0, SHOWN_MOVERS);
  const shown = sum([...movers, ...appeared, ...vanished].map((move) => move.change));
  const rest = { count: moves.length - movers.length - listed.size, change: change - shown };
  return { movers, appeared: appeared.sort(byChange), vanished: vanished.sort(byChange), rest, change };
}

const byChange = (a: Move, b: Move): number =>
  byLargest(magnitude(a.change), magnitude(b.change)) || (a.id < b.id ? -1 : 1);

function pair(now: GroupTotals, before: GroupTotals): (Move & { isNew: boolean; isGone: boolean })[] {
  const current = new Map(now.groups.map((group) => [groupId(group), group]));
  const former = new Map(before.groups.map((group) => [groupId(group), group]));
  return [...new Map([...former, ...current])].map(([id, group]) => {
    const isNew = !former.has(id);
    const isGone = !current.has(id);
    const amounts = { now: totalOf(current.get(id)), before: totalOf(former.get(id)) };
    return { id, group, ...amounts, change: amounts.now - amounts.before, isNew, isGone };
  });
}

const totalOf = (group: Group | undefined): Amount => (group === undefined ? ZERO : amount(group.total));
