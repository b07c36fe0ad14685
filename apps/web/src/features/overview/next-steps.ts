/** What is worth doing next, from what is known: collecting that needs a person, days that are missing, large changes. */
import type { FeedStatus, SyncAnswer } from '@bursar/contract';
import type { Tone } from '../../components/severity.js';
import { amount, byLargest, magnitude, median, percentOf, toPixels, ZERO, type Amount } from '../../lib/decimal.js';
import { summarize } from '../explorer/chart-summary.js';
import type { CostReport } from '../costs/cost-report.js';
import type { Move, Movement } from '../explorer/movers.js';
import type { ReportBucket, ReportSeries } from '../explorer/report.js';
import { backfilling } from '../sync/backfill-note.js';
import { costFeeds, isPaused, isStale, openGaps, troubles, type Trouble } from '../sync/freshness.js';

export type NextStep = { tone: Tone } & (
  | { kind: 'trouble'; trouble: Trouble }
  | { kind: 'stale'; feed: FeedStatus }
  | { kind: 'gap'; feed: FeedStatus }
  | { kind: 'mover'; move: Move; percent: string | null }
  | { kind: 'first' }
  | {
      kind: 'jump';
      bucket: ReportBucket;
      total: Amount;
      median: Amount;
      cause: ReportSeries;
      part: Amount;
      times: number;
    }
  | { kind: 'backfill'; share: number }
);

const SHOWN = 5;
/** A mover is worth a look from a twentieth of the earlier total on, and from ten units of money on. */
const LARGE_PERCENT = amount('5');
const LARGE_CHANGE = amount('10');
/** A day is worth a look from one and a half times the usual day on. */
const JUMP_TIMES_TWO = 3n;
/** Fewer days have no usual day. */
const JUMP_NEEDS_BUCKETS = 5;

/** At most five, the most pressing first; order within a kind is by money or time at stake. */
export function nextSteps(sync: SyncAnswer | undefined, report: CostReport | null, moved: Movement | null): NextStep[] {
  const steps = [
    ...(sync === undefined ? [] : collectingSteps(sync)),
    ...moverSteps(report, moved),
    ...jumpStep(report),
    ...(sync === undefined ? [] : backfillStep(sync)),
  ];
  return steps.slice(0, SHOWN);
}

function collectingSteps(sync: SyncAnswer): NextStep[] {
  const found = troubles(sync);
  const troubled = new Set(found.flatMap(({ feeds }) => feeds));
  // Of what has stopped as a whole the trouble says enough.
  const stopped = found.flatMap(({ feed, organizationId }) => (feed === null ? [organizationId] : []));
  const late = sync.feeds.filter(
    (feed) => isStale(feed) && !isPaused(feed) && !troubled.has(feed) && !stopped.includes(feed.organization_id),
  );
  // History that is still on its way is no gap that needs anyone.
  const gaps = sync.feeds.filter((feed) => openGaps(feed).length > 0);
  return [
    ...found.map((trouble): NextStep => ({
      kind: 'trouble',
      tone: trouble.feed === null || trouble.feed.state === 'stopped' ? 'critical' : 'warning',
      trouble,
    })),
    ...late.map((feed): NextStep => ({ kind: 'stale', tone: 'warning', feed })),
    ...gaps.map((feed): NextStep => ({ kind: 'gap', tone: 'warning', feed })),
  ];
}

function moverSteps(report: CostReport | null, moved: Movement | null): NextStep[] {
  const base = report?.previousTotal ?? null;
  if (base === null || moved === null || base <= ZERO) return [];
  const moves = [...moved.movers, ...moved.appeared, ...moved.vanished].sort((a, b) =>
    byLargest(magnitude(a.change), magnitude(b.change)),
  );
  return moves
    .filter(
      ({ change }) =>
        magnitude(change) >= LARGE_CHANGE && amount(percentOf(magnitude(change), base) ?? '0') >= LARGE_PERCENT,
    )
    .slice(0, 2)
    .map((move) => ({
      kind: 'mover',
      tone: move.change > ZERO ? 'warning' : 'notice',
      move,
      // A move against the whole has no part in it.
      percent: move.change > ZERO === moved.change > ZERO ? percentOf(move.change, moved.change) : null,
    }));
}

function jumpStep(report: CostReport | null): NextStep[] {
  if (report === null) return [];
  const summary = summarize(report);
  const totals = report.buckets.flatMap(({ total }) => (total === null ? [] : [total]));
  const usual = median(totals);
  if (summary?.cause === null || summary === null || usual === null || usual <= ZERO) return [];
  if (totals.length < JUMP_NEEDS_BUCKETS || summary.peak.total * 2n < usual * JUMP_TIMES_TWO) return [];
  const { peak, cause } = summary;
  return [
    {
      kind: 'jump',
      tone: 'notice',
      bucket: peak,
      total: peak.total,
      median: usual,
      cause: cause.series,
      part: cause.amount,
      times: toPixels(peak.total) / toPixels(usual),
    },
  ];
}

function backfillStep(sync: SyncAnswer): NextStep[] {
  if (costFeeds(sync).some(({ lag_seconds }) => lag_seconds === null)) return [{ kind: 'first', tone: 'notice' }];
  const backfill = backfilling(sync);
  return backfill === undefined ? [] : [{ kind: 'backfill', tone: 'notice', share: backfill.share }];
}
