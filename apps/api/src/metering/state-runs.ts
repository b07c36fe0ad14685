/** States of buckets in a row, told by runs: of years of days there are a handful. */
import type { BucketState } from '@bursar/contract';
import { type Span, splitAt } from '../sync/spans.js';
import { type StateRun, worstState } from './day-states.js';

/** The worst of several states at each instant of a range, each list of which tells all of the range in order. */
export function worstOf(range: Span, lists: readonly (readonly StateRun[])[]): readonly StateRun[] {
  const [only] = lists;
  if (only === undefined) return [{ ...range, state: 'missing' }];
  if (lists.length === 1) return only;
  const pieces = splitAt(
    range,
    lists.flatMap((runs) => runs.map(({ start }) => start)),
  );
  const states = lists.map((runs) => statesIn(pieces, runs));
  return pieces.map((piece, index) => ({
    ...piece,
    state: worstState(states.map((list) => list[index] ?? 'missing')),
  }));
}

/** The worst state in each span. Spans and runs are in order; what no run tells is missing. */
export function statesIn(spans: readonly Span[], runs: readonly StateRun[]): BucketState[] {
  let first = 0;
  return spans.map(({ start, end }) => {
    for (let run = runs[first]; run !== undefined && run.end <= start; run = runs[++first]);
    const inside: BucketState[] = [];
    let told = start;
    for (let at = first, run = runs[at]; run !== undefined && run.start < end; run = runs[++at]) {
      if (run.start > told) break;
      inside.push(run.state);
      told = run.end;
    }
    return told < end ? 'missing' : worstState(inside);
  });
}
