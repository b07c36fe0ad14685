import { describe, expect, it } from '@jest/globals';
import type { CostsAnswer, CostsQuery } from '@bursar/contract';
import { amount, exact, sum, ZERO } from '../../lib/decimal.js';
import { answerCosts } from '../../testing/cost-answers.js';
import { makeOrganization } from '../../testing/ledger.js';
import { bucketTableText } from '../explorer/bucket-table.js';
import { movement } from '../explorer/movers.js';
import { SHOWN_SERIES } from '../explorer/view-parts.js';
import { buildCostReport, type CostReport } from './cost-report.js';

const world = { ...makeOrganization({ from: '2026-08-01' }), missing: [], syncedAt: null };

function ask(start: string, end: string, parts: Partial<CostsQuery> = {}): CostsAnswer {
  const limit = 1000;
  return answerCosts(world, { start: `${start}T00:00:00Z`, end: `${end}T00:00:00Z`, bucket: 'day', limit, ...parts });
}

const byProject = { group_by: ['project_id'] } satisfies Partial<CostsQuery>;
const NOVEMBER = ['2026-11-01', '2026-11-21'] as const;
const OCTOBER = ['2026-10-01', '2026-10-21'] as const;

function report(bucket: CostsQuery['bucket'] = 'day'): CostReport {
  return buildCostReport({
    chart: ask(...NOVEMBER, { ...byProject, bucket, limit: SHOWN_SERIES }),
    previous: { buckets: ask(...OCTOBER), groups: ask(...OCTOBER, { ...byProject, bucket: 'total' }) },
    pending: bucket === 'day' ? ['2026-11-21'] : [],
    known: world.projects.map(({ id }) => id),
    nameOf: (group) => group.label ?? '',
    otherLabel: (groups) => `Other (${groups})`,
  });
}

describe.each(['day', 'week'] as const)('a report by %s', (bucket) => {
  const { series, buckets, total, previousTotal } = report(bucket);

  it('adds up by series', () => {
    expect(exact(sum(series.map((each) => each.total)))).toBe(exact(total));
    expect(exact(sum(series.map((each) => each.previous ?? ZERO)))).toBe(exact(previousTotal ?? ZERO));
  });

  it('adds up in every bucket and over all of them', () => {
    buckets.forEach((each, place) => {
      if (each.total === null) return;
      expect(exact(sum(series.map(({ amounts }) => amounts[place] ?? ZERO)))).toBe(exact(each.total));
    });
    expect(exact(sum(buckets.map((each) => each.total ?? ZERO)))).toBe(exact(total));
  });

  it('gives the comparison to buckets without losing a day', () => {
    expect(exact(sum(buckets.map((each) => each.previous ?? ZERO)))).toBe(exact(previousTotal ?? ZERO));
  });
});

describe('a report', () => {
  it('shows nine series and sums the others, which it counts', () => {
    const { series, otherGroups } = report();
    expect(series).toHaveLength(SHOWN_SERIES + 1);
    expect(series.at(-1)).toMatchObject({ id: 'other', label: 'Other (5)', color: 'var(--s0)' });
    expect(otherGroups).toBe(5);
    expect(new Set(series.map(({ color }) => color)).size).toBe(SHOWN_SERIES + 1);
  });

  it('knows nothing of the running day', () => {
    const last = report().buckets.at(-1);
    expect(last).toMatchObject({ start: '2026-11-21', state: 'pending', total: null, previous: null });
  });

  it('copies with exact amounts, days as ISO, and a foot that is the sum', () => {
    const given = report();
    const t = ((key: string) => key) as unknown as Parameters<typeof bucketTableText>[2]; // Words do not matter here.
    const [head, ...rows] = bucketTableText(given, { column: 'Day', unit: 'USD' }, t);
    const foot = rows.pop();
    expect(head).toHaveLength(13);
    expect(rows[0]?.[0]).toBe('2026-11-01');
    expect(rows.at(-1)?.slice(2).join('')).toBe('');
    const lastColumn = rows.map((row) => row.at(-1) ?? '').filter((cell) => cell !== '');
    expect(exact(sum(lastColumn.map(amount)))).toBe(foot?.at(-1));
  });
});

describe('movers', () => {
  const now = ask(...NOVEMBER, { ...byProject, bucket: 'total' });
  const before = ask(...OCTOBER, { ...byProject, bucket: 'total' });

  it('add up, with new, gone and the rest, to the change of the total', () => {
    const { movers, appeared, vanished, rest, change } = movement(now, before);
    const listed = [...movers, ...appeared, ...vanished].map((move) => move.change);
    expect(exact(sum([...listed, rest.change]))).toBe(exact(change));
    expect(exact(change)).toBe(exact(amount(now.total) - amount(before.total)));
    expect(movers).toHaveLength(5);
    expect(movers.length + appeared.length + vanished.length + rest.count).toBe(15);
  });

  it('tell what is new and what is gone', () => {
    const { appeared, vanished } = movement(now, before);
    expect(appeared.map(({ group }) => group.label)).toEqual(['Dock Scheduler']);
    expect(vanished.map(({ group }) => group.label)).toEqual(['Legacy Importer']);
  });

  it('claim nothing about what a cut answer may have left out', () => {
    const cut = ask(...OCTOBER, { ...byProject, bucket: 'total', limit: 5 });
    const { appeared, movers, rest, change } = movement(now, cut);
    expect(appeared).toEqual([]);
    expect(exact(sum([...movers.map((move) => move.change), rest.change]))).toBe(exact(change));
  });
});
