import { BASELINE_DAYS, type BucketState, type CapabilityTable } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { ReportStore } from '../metering/report.store.js';
import type { Report, ReportPoint, ReportQuestion } from '../metering/report-shape.js';
import { inSnapshot } from '../metering/snapshot.js';
import { callsMeasure, keyBearing } from '../rotations/key-traffic.js';
import { DAY_MS, floorTo } from '../sync/spans.js';
import { CAPABILITY_TABLE } from '../tokens.js';
import { unitsOf } from './decimals.js';
import { type BilledDay, HOUR_MS, type Measured, type MeasuredHour } from './leak-figures.js';

export interface LeakQuestion {
  organizationId: number;
  projectId: string;
  keyId: string;
  since: number;
  now: number;
}

export interface LeakMeasurements extends Measured {
  currency: string;
  baselineFrom: number;
  syncedAt: { costs: string | null; usage: string | null };
}

const BILLED = 'costs';
const MOST_MODELS = 100;
/** The worst first. */
const STATES: readonly BucketState[] = ['missing', 'pending', 'provisional', 'final'];

/** Reads what was measured and billed of one key. */
@Injectable()
export class LeakMeasurementsStore {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ReportStore) private readonly reports: ReportStore,
    @Inject(CAPABILITY_TABLE) private readonly table: CapabilityTable,
  ) {}

  /** All from one snapshot, so that hours and days tell of the same moment. */
  async read(question: LeakQuestion): Promise<LeakMeasurements> {
    const since = floorTo(question.since, HOUR_MS);
    const shownFrom = floorTo(since, DAY_MS) - DAY_MS;
    const baselineFrom = shownFrom - BASELINE_DAYS * DAY_MS;
    const { usage, costs } = await inSnapshot(this.dataSource, async (client) => ({
      usage: await this.usage(client, question, baselineFrom),
      costs: await this.costs(client, question, baselineFrom),
    }));
    return {
      hours: hoursOf(usage),
      days: daysOf(costs),
      since,
      shownFrom,
      baselineFrom,
      currency: costs.currency ?? 'usd',
      syncedAt: { costs: costs.completeness.synced_at, usage: oldest(usage.map((one) => one.completeness.synced_at)) },
    };
  }

  private async usage(client: PoolClient, question: LeakQuestion, start: number): Promise<Report[]> {
    const end = floorTo(question.now, HOUR_MS) + HOUR_MS;
    const reports: Report[] = [];
    for (const [capability, entry] of keyBearing(this.table)) {
      if (!entry.widths.includes('1h')) continue;
      const groupBy = entry.dimensions.includes('model') ? ['model'] : [];
      const measure = callsMeasure(entry);
      const asked = { capability, measure, range: { start, end }, bucket: 'hour', groupBy } as const;
      reports.push(await this.ask(client, asked, question));
    }
    return reports;
  }

  private costs(client: PoolClient, question: LeakQuestion, start: number): Promise<Report> {
    const end = floorTo(question.now, DAY_MS) + DAY_MS;
    const asked = { capability: BILLED, range: { start, end }, bucket: 'day', groupBy: ['model'] } as const;
    return this.ask(client, asked, question);
  }

  private ask(
    client: PoolClient,
    asked: Pick<ReportQuestion, 'capability' | 'measure' | 'range' | 'bucket' | 'groupBy'>,
    { organizationId, projectId, keyId }: LeakQuestion,
  ): Promise<Report> {
    const filters = new Map([
      ['api_key_id', [keyId]],
      ['project_id', [projectId]],
    ]);
    const scope = { organizationIds: [organizationId], projectIds: 'all' } as const;
    return this.reports.read(client, { ...asked, filters, without: [], limit: MOST_MODELS }, scope);
  }
}

/** What belongs to which model; those beyond the limit to none. */
function partsOf({ groups, other }: Report): { model: string | null; points: ReportPoint[] }[] {
  return [
    ...groups.map(({ key, points }) => ({ model: key['model'] ?? null, points })),
    ...(other === null ? [] : [{ model: null, points: other.points }]),
  ];
}

function hoursOf(reports: readonly Report[]): MeasuredHour[] {
  const hours = new Map<string, { state: BucketState; byModel: Map<string | null, bigint> }>();
  for (const { start, state } of reports.flatMap(({ buckets }) => buckets)) {
    const known = hours.get(start);
    if (known === undefined) hours.set(start, { state, byModel: new Map() });
    else if (STATES.indexOf(state) < STATES.indexOf(known.state)) known.state = state;
  }
  for (const { model, points } of reports.flatMap(partsOf)) {
    for (const { start, value } of points) {
      const byModel = hours.get(start)?.byModel;
      byModel?.set(model, (byModel.get(model) ?? 0n) + BigInt(value.split('.')[0] ?? '0'));
    }
  }
  return [...hours]
    .map(([start, hour]) => ({ start: Date.parse(start), ...hour }))
    .toSorted((a, b) => a.start - b.start);
}

function daysOf(report: Report): BilledDay[] {
  const amounts = new Map(report.points.map(({ start, value }) => [start, unitsOf(value)]));
  const parts = partsOf(report);
  return report.buckets.map(({ start, state }) => {
    const byModel = new Map<string | null, bigint>();
    for (const { model, points } of parts) {
      const point = points.find((one) => one.start === start);
      if (point !== undefined) byModel.set(model, (byModel.get(model) ?? 0n) + unitsOf(point.value));
    }
    return { day: Date.parse(start), state, amount: amounts.get(start) ?? 0n, byModel };
  });
}

function oldest(times: readonly (string | null)[]): string | null {
  const known = times.filter((time) => time !== null);
  return known.length < times.length ? null : (known.toSorted()[0] ?? null);
}
