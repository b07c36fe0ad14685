import type { ActivityItem, AuditChange } from '@bursar/contract';

/** Field by field what differs; where nothing is told of before, all that was asked for or came of it. */
export function changesOf({ before, after }: Pick<ActivityItem, 'before' | 'after'>): AuditChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names
    .map((field) => ({ field, before: old[field] ?? null, after: now[field] ?? null }))
    .filter(
      ({ field, before: was, after: is }) => !isSame(was, is) && !(field in old && after !== null && !(field in now)),
    );
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
