/** Calls of keys by the minute, over every capability that can name a key. */
import {
  type Capability,
  type CapabilityTable,
  ROTATION_CHART_MINUTES,
  type RotationMinute,
  usageCapabilities,
} from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ReportStore } from '../metering/report.store.js';
import type { Report } from '../metering/report-shape.js';
import { inSnapshot } from '../metering/snapshot.js';
import { floorTo, intersect, type Span } from '../sync/spans.js';
import { CAPABILITY_TABLE } from '../tokens.js';
import { isNotOffered, lookedAt, MINUTE_MS, type WatchedCapability } from './drain.js';
import { NotOfferedService } from './not-offered.service.js';

/** What the last minutes tell of two sets of keys. */
export interface KeyTraffic {
  capabilities: WatchedCapability[];
  /** Of `watched`: minutes with calls, oldest first. */
  calls: { start: number; requests: number }[];
  /** The last 90, oldest first. */
  minutes: RotationMinute[];
}

/** Keys of one organization, and the instant from which is looked back, by OpenAI's clock. */
export interface TrafficQuestion {
  organizationId: number;
  /** Keys that have to fall silent. */
  watched: readonly string[];
  /** The key that takes over; null: there is none yet. */
  successor: string | null;
  now: number;
}

const REASON_NO_KEYS = 'dimension_not_collected';
const MOST_KEYS = 1000;

/** The measure that counts calls; what has none is counted by its headline. */
export function callsMeasure({ measures, headline }: Capability): string {
  return Object.entries(measures).find(([, { unit }]) => unit === 'requests')?.[0] ?? headline;
}

/** What of a table tells which key was used. */
export function keyBearing(table: CapabilityTable): (readonly [string, Capability])[] {
  return usageCapabilities(table).filter(([, { dimensions }]) => dimensions.includes('api_key_id'));
}

@Injectable()
export class KeyTrafficService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ReportStore) private readonly reports: ReportStore,
    @Inject(CAPABILITY_TABLE) private readonly table: CapabilityTable,
    @Inject(NotOfferedService) private readonly notOffered: NotOfferedService,
  ) {}

  async read(question: TrafficQuestion): Promise<KeyTraffic> {
    const end = floorTo(question.now, MINUTE_MS) + MINUTE_MS;
    const range = { start: end - ROTATION_CHART_MINUTES * MINUTE_MS, end };
    // Before the minutes: where OpenAI begins to answer meanwhile, these show it.
    const notFound = await this.notOffered.notFound(question.organizationId, question.now);
    const told = await inSnapshot(this.dataSource, async (client) => {
      const all: Told[] = [];
      for (const [capability, entry] of keyBearing(this.table)) {
        const asked = { capability, measure: callsMeasure(entry), range, bucket: 'minute', limit: MOST_KEYS } as const;
        const keys = [...question.watched, ...(question.successor === null ? [] : [question.successor])];
        const scope = { organizationIds: [question.organizationId], projectIds: 'all' } as const;
        const filters = new Map([['api_key_id', keys]]);
        const report = entry.widths.includes('1m')
          ? await this.reports.read(client, { ...asked, groupBy: ['api_key_id'], filters, without: [] }, scope)
          : null;
        all.push({ capability, notFoundAt: notFound.get(capability) ?? null, ...toldBy(report, range) });
      }
      return all;
    });
    return combined(told, question, range);
  }
}

interface Told {
  capability: string;
  /** See `WatchedCapability`. */
  notFoundAt: number | null;
  /** null: OpenAI does not count it by the minute. */
  report: Report | null;
  gaps: Span[];
  namesKeys: boolean;
}

function toldBy(report: Report | null, range: Span): Omit<Told, 'capability' | 'notFoundAt'> {
  if (report === null) return { report, gaps: [range], namesKeys: false };
  const unread = report.buckets.filter(({ state }) => state === 'missing' || state === 'pending');
  const gaps = unread.map(({ from, to }) => ({ start: Date.parse(from), end: Date.parse(to) }));
  return { report, gaps, namesKeys: true };
}

function combined(told: readonly Told[], { watched, successor, now }: TrafficQuestion, range: Span): KeyTraffic {
  const look = lookedAt(now);
  const old = new Map<number, number>();
  const replacing = new Map<number, number>();
  const capabilities = told.map(({ capability, report, gaps, namesKeys, notFoundAt }): WatchedCapability => {
    const ofOld = pointsOf(report, watched);
    add(old, ofOld);
    if (successor !== null) add(replacing, pointsOf(report, [successor]));
    const inLook = ofOld.filter(({ start }) => start >= look.start && start < look.end);
    return {
      capability,
      gaps: intersect(look, gaps),
      namesKeys: namesKeys && !isUnnamed(report, look),
      requests: inLook.reduce((sum, { value }) => sum + value, 0),
      notFoundAt,
    };
  });
  const offered = told.filter((_, index) => !isNotOffered(capabilities[index] ?? { gaps: [], notFoundAt: null }, now));
  const minutes: RotationMinute[] = [];
  for (let start = range.start; start < range.end; start += MINUTE_MS) {
    const isComplete = offered.every(({ gaps }) => !gaps.some((gap) => gap.start <= start && gap.end > start));
    minutes.push({
      start: new Date(start).toISOString().replace('.000Z', 'Z'),
      old: old.get(start) ?? 0,
      new: replacing.get(start) ?? 0,
      is_complete: isComplete,
    });
  }
  const calls = [...old].map(([start, requests]) => ({ start, requests })).toSorted((a, b) => a.start - b.start);
  return { capabilities, calls, minutes };
}

/** Requests are whole numbers far below 2^53; a point that is there means a call, whatever it counts. */
function pointsOf(report: Report | null, keys: readonly string[]): { start: number; value: number }[] {
  const groups = report?.groups.filter(({ key }) => keys.includes(key['api_key_id'] ?? '')) ?? [];
  return groups.flatMap(({ points }) =>
    points.map(({ start, value }) => ({ start: Date.parse(start), value: Math.ceil(Number(value)) })),
  );
}

function add(minutes: Map<number, number>, points: readonly { start: number; value: number }[]): void {
  for (const { start, value } of points) minutes.set(start, (minutes.get(start) ?? 0) + value);
}

/** OpenAI refused to tell some of these minutes by key. */
function isUnnamed(report: Report | null, look: Span): boolean {
  return (
    report?.completeness.gaps.some(
      ({ reason, start, end }) =>
        reason === REASON_NO_KEYS && Date.parse(start) < look.end && Date.parse(end) > look.start,
    ) === true
  );
}
