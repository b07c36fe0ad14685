import { describe, expect, it } from '@jest/globals';
import { syncRunsBody } from './sync-api.js';

describe('the body that asks for a run', () => {
  it('may be empty: every feed reads its own window', () => {
    expect(syncRunsBody.parse({})).toEqual({});
  });

  it('may name feeds and a range', () => {
    expect(syncRunsBody.parse({ feeds: ['costs'], start: '2026-10-01', end: '2026-10-03T00:00:00Z' })).toEqual({
      feeds: ['costs'],
      start: '2026-10-01T00:00:00Z',
      end: '2026-10-03T00:00:00Z',
    });
  });

  it.each([
    ['feeds', []],
    ['feeds', 'costs'],
    ['start', '01.10.2026'],
  ])('refuses %s=%j', (field, value) => {
    expect(syncRunsBody.safeParse({ [field]: value }).error?.issues[0]?.path[0]).toBe(field);
  });

  it('refuses a field that it does not know, by name', () => {
    expect(syncRunsBody.safeParse({ feed: 'costs' }).error?.issues[0]).toMatchObject({ keys: ['feed'] });
  });
});
