/** Events of OpenAI's log, put together by the buckets of a chart. */
import type { AuditEvent } from '@bursar/contract';

export interface EventGroup {
  /** Stands above the plot and in the text. */
  mark: string;
  /** Of the bucket. */
  key: string;
  /** Oldest first. */
  events: readonly AuditEvent[];
}

/**
 * One group for each bucket in which something happened, numbered from the left.
 *
 * @param keys starts of the buckets in order: days, or instants where they are narrower. Both sort with the instants of
 *   events as texts.
 */
export function groupEvents(events: readonly AuditEvent[], keys: readonly string[]): EventGroup[] {
  const byKey = new Map<string, AuditEvent[]>();
  for (const event of events) {
    const key = keys.findLast((start) => start <= event.effective_at);
    if (key !== undefined) byKey.set(key, [event, ...(byKey.get(key) ?? [])]);
  }
  const order = (a: AuditEvent, b: AuditEvent): number => (a.effective_at < b.effective_at ? -1 : 1);
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each], index) => ({ mark: String(index + 1), key, events: each.toSorted(order) }));
}
