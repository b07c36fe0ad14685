import { describe, expect, it } from '@jest/globals';
import { planAsked, planHistory, planLive, planRereads, settled, together } from './audit-plan.js';
import type { Span } from './spans.js';

const at = (text: string): number => Date.parse(`2026-${text}Z`);
const span = (start: string, end: string): Span => ({ start: at(start), end: at(end) });
const NOW = at('11-20T10:00:00.500');
const FIRST = Date.UTC(2020, 0, 1);

describe('what a turn reads of the audit log', () => {
  it('is a day at first, the running second included', () => {
    expect(planLive(NOW, [])).toEqual([span('11-19T10:00:01', '11-20T10:00:01')]);
  });

  it('begins where the log is covered', () => {
    const coverage = [span('01-01T00:00', '02-01T00:00'), span('03-01T00:00', '11-20T09:49:00.250')];
    expect(planLive(NOW, coverage)).toEqual([span('11-20T09:49:00', '11-20T10:00:01')]);
  });

  it('goes back ten minutes at least, whatever is covered', () => {
    expect(planLive(NOW, [span('01-01T00:00', '11-20T09:59')])).toEqual([span('11-20T09:50:01', '11-20T10:00:01')]);
  });

  it('is a day at most after a long sleep, and not led astray by a clock that went wrong', () => {
    const day = [span('11-19T10:00:01', '11-20T10:00:01')];
    expect(planLive(NOW, [span('01-01T00:00', '10-01T00:00')])).toEqual(day);
    expect(planLive(NOW, [span('01-01T00:00', '12-01T00:00')])).toEqual(day);
  });
});

describe('the history', () => {
  it('is everything before that, back to the first day', () => {
    expect(planHistory(NOW, [])).toEqual([{ start: FIRST, end: at('11-19T10:00:01') }]);
  });

  it('is what was slept through first, then what was never read', () => {
    const coverage = [span('03-01T00:00', '10-01T00:00'), span('11-19T10:00:01', '11-20T09:50')];
    expect(planHistory(NOW, coverage)).toEqual([
      span('10-01T00:00', '11-19T10:00:01'),
      { start: FIRST, end: at('03-01T00:00') },
    ]);
  });

  it('is done when all is covered', () => {
    expect(planHistory(NOW, [{ start: FIRST, end: at('11-20T09:50') }])).toEqual([]);
  });
});

describe('what is read again, for events may come late', () => {
  const coverage = [{ start: FIRST, end: at('11-20T09:50') }];
  const nightly = span('11-17T10:00:01', '11-20T09:50');
  const marks = { hourly: '2026-11-20T10:00:00.000Z', nightly: '2026-11-20T00:00:00.000Z' };

  it('is two hours each hour and three days each night, once and without what is read anyway', () => {
    expect(planRereads(NOW, coverage, {})).toEqual({ spans: [nightly], marks });
    expect(planRereads(NOW, coverage, marks)).toEqual({ spans: [], marks });
    const before = { ...marks, hourly: '2026-11-20T09:00:00.000Z' };
    expect(planRereads(NOW, coverage, before)).toEqual({ spans: [span('11-20T08:00:01', '11-20T09:50')], marks });
  });

  it('is nothing that was never read: that is left to the history', () => {
    expect(planRereads(NOW, [], {})).toEqual({ spans: [], marks });
    const holes = [span('11-01T00:00', '11-18T00:00'), span('11-19T00:00', '11-20T09:50')];
    expect(planRereads(NOW, holes, {}).spans).toEqual([
      span('11-19T00:00', '11-20T09:50'),
      span('11-17T10:00:01', '11-18T00:00'),
    ]);
  });

  it('is read once where what was left over and what is due overlap', () => {
    expect(together([span('11-18T00:00', '11-19T00:00'), nightly])).toEqual([nightly]);
  });
});

describe('what a person asks for', () => {
  it('ends now', () => {
    expect(planAsked(NOW, span('11-20T00:00', '11-21T00:00'))).toEqual([span('11-20T00:00', '11-20T10:00:01')]);
    expect(planAsked(NOW, span('11-21T00:00', '11-22T00:00'))).toEqual([]);
  });
});

describe('what was read', () => {
  it('is relied on up to ten minutes before its reading', () => {
    expect(settled(span('11-20T09:00', '11-20T10:00:01'), NOW)).toEqual(span('11-20T09:00', '11-20T09:50:00.500'));
    expect(settled(span('11-01T09:00', '11-02T10:00'), NOW)).toEqual(span('11-01T09:00', '11-02T10:00'));
    expect(settled(span('11-20T09:59', '11-20T10:00'), NOW)).toEqual(span('11-20T09:59', '11-20T09:59'));
  });
});
