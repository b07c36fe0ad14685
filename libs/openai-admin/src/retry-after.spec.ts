import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './retry-after.js';

const receivedAt = new Date('2026-11-21T10:00:00Z');

describe('retryAfterMs', () => {
  it.each<[Record<string, string>, number | null]>([
    [{}, null],
    [{ 'retry-after': '5' }, 5000],
    [{ 'retry-after': '120' }, 120_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '200' }, 200],
    [{ 'retry-after-ms': '200', 'retry-after': '5' }, 200],
    [{ 'retry-after': 'Sat, 21 Nov 2026 10:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '-5' }, null],
  ])('reads %j as %p (case 10)', (headers, expected) => {
    expect(retryAfterMs(new Headers(headers), receivedAt)).toBe(expected);
  });

  it("counts a date from the answer's own date, whatever the local clock says", () => {
    const headers = new Headers({
      date: 'Sat, 21 Nov 2026 10:10:00 GMT',
      'retry-after': 'Sat, 21 Nov 2026 10:10:07 GMT',
    });
    expect(retryAfterMs(headers, receivedAt)).toBe(7000);
  });
});
