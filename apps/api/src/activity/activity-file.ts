/** The trail as a file. */
import type { ActivityItem } from '@bursar/contract';
import { csvLine, textCell } from '../http/csv.js';

export const ACTIVITY_COLUMNS = [
  ...['id', 'at', 'completed_at', 'person_id', 'person_name', 'person_email', 'token_id', 'address', 'what'],
  ...['target_kind', 'target_id', 'target_name', 'reason', 'before', 'after', 'outcome', 'detail', 'request_id'],
  ...['erased', 'hash', 'outcome_hash'],
] as const;

/** A line of names, then one for each thing that was done; as many at once as are read at once. */
export async function* activityLines(batches: AsyncIterable<ActivityItem[]>): AsyncGenerator<string> {
  yield csvLine(ACTIVITY_COLUMNS);
  for await (const items of batches) {
    if (items.length > 0) yield items.map(lineOf).join('');
  }
}

function lineOf(item: ActivityItem): string {
  const { person, target } = item;
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
  const cells = [
    ...[item.id, item.at, item.completed_at, person?.id, person?.name, person?.email, item.token_id, item.address],
    ...[item.what, target?.kind, target?.id, target?.name, item.reason, json(item.before), json(item.after)],
    ...[item.outcome, item.detail, item.request_id, item.erased.join(' '), item.hash, item.outcome_hash],
  ];
  return csvLine(cells.map((cell) => textCell(cell ?? '')));
}
