import { describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '@bursar/contract';
import { groupEvents } from './event-groups.js';

const event = (id: string, at: string): AuditEvent => ({
  id,
  organization_id: 'org-acme',
  type: 'api_key.created',
  effective_at: at,
  tenant: false,
  project: null,
  actor: null,
  resources: [],
  changes: [],
  first_seen_at: at,
  event: {},
});
const told = (keys: readonly string[], ...events: AuditEvent[]) =>
  groupEvents(events, keys).map(({ mark, key, events: each }) => [mark, key, each.map(({ id }) => id)]);

describe('events by the buckets of a chart', () => {
  it('are numbered from the left, and one number where several share a day', () => {
    const keys = ['2026-11-01', '2026-11-02', '2026-11-03'];
    const third = event('c', '2026-11-03T23:59:59Z');
    const [second, first] = [event('b', '2026-11-01T09:00:00Z'), event('a', '2026-11-01T00:00:00Z')];
    expect(told(keys, third, second, first)).toEqual([
      ['1', '2026-11-01', ['a', 'b']],
      ['2', '2026-11-03', ['c']],
    ]);
  });

  it('belong to the bucket that they happened in, however wide it is', () => {
    expect(told(['2026-10-26', '2026-11-02'], event('a', '2026-11-01T23:00:00Z'))).toEqual([
      ['1', '2026-10-26', ['a']],
    ]);
    const minutes = ['2026-11-01T10:00:00Z', '2026-11-01T10:01:00Z'];
    expect(told(minutes, event('a', '2026-11-01T10:01:00Z'))).toEqual([['1', '2026-11-01T10:01:00Z', ['a']]]);
  });

  it('are left out where they happened before the first one', () =>
    expect(told(['2026-11-02'], event('a', '2026-11-01T23:00:00Z'))).toEqual([]));
});
