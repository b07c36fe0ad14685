import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Scope } from '../http/scope.js';
import { DAY_MS, floorTo, type Span, startOfMonth } from '../sync/spans.js';
import { type Clock, CLOCK } from '../tokens.js';
import { readVersions } from './reading-versions.js';
import { RememberedRuns } from './remembered-runs.js';
import { ReportStore } from './report.store.js';
import type { Sums } from './series-sums.js';

/** What costs can be added up for. */
export type SpendDimension = 'project_id' | 'api_key_id';

export interface SpendTable {
  currency: string | null;
  /** Organizations of which some day was read. Of the others nothing is known, which is not the same as nothing spent. */
  knownIn: readonly number[];
  /**
   * JSON of those that cost something: "organization/id" → last 30 days and month to date as plain decimals; the
   * organization by Bursar's number. Written once, for each page of a list hands it to Postgres.
   */
  byName: string;
  /** Of all of them together in the last 30 days, by organization. */
  named: Sums['named'];
  /** The same with what names none. */
  totals: Sums['totals'];
  /** The last 30 UTC days, the running one included. */
  lately: Span;
}

const CAPABILITY = 'costs';
const DAYS = 30;

/** 30 UTC days, the running one included. */
export function lastThirtyDays(now: number): Span {
  const tomorrow = floorTo(now, DAY_MS) + DAY_MS;
  return { start: tomorrow - DAYS * DAY_MS, end: tomorrow };
}
/** Tables that are kept; 5,000 keys are about a megabyte. */
const MOST_REMEMBERED = 30;

/** What projects and keys cost lately, for lists that show it beside each. */
@Injectable()
export class SpendStore {
  private readonly tables = new RememberedRuns<SpendTable>(MOST_REMEMBERED);

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ReportStore) private readonly reports: ReportStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Costs of the last 30 UTC days, the running one included, and of the running month.
   *
   * Added up once for all pages of a list: again only when a day of them was read anew.
   */
  async spendBy(dimension: SpendDimension, scope: Scope): Promise<SpendTable> {
    const now = this.clock.now().getTime();
    const tomorrow = floorTo(now, DAY_MS) + DAY_MS;
    const lately = lastThirtyDays(now);
    const thisMonth = { start: startOfMonth(now), end: tomorrow };
    const range = { start: Math.min(lately.start, thisMonth.start), end: tomorrow };
    const versions = await readVersions(this.dataSource, [CAPABILITY], range);
    const name = JSON.stringify([dimension, scope, tomorrow, versions]);
    const knownIn = versions.map(({ organizationId }) => organizationId);
    return this.tables.of(name, () => this.addUp(dimension, { lately, thisMonth, scope, knownIn }));
  }

  private async addUp(
    dimension: SpendDimension,
    asked: { lately: Span; thisMonth: Span; scope: Scope; knownIn: readonly number[] },
  ): Promise<SpendTable> {
    const ranges = [asked.lately, asked.thisMonth];
    const [lately, thisMonth] = await this.reports.sums({ capability: CAPABILITY, dimension, ranges }, asked.scope);
    if (lately === undefined || thisMonth === undefined) throw new Error('Two ranges got fewer than two sums.');
    return {
      currency: lately.currency,
      knownIn: asked.knownIn,
      byName: JSON.stringify(merged(lately.sums, thisMonth.sums)),
      named: lately.named,
      totals: lately.totals,
      lately: asked.lately,
    };
  }
}

function merged(lately: Sums['sums'], thisMonth: Sums['sums']): Record<string, [lately: string, thisMonth: string]> {
  const names = new Set([lately, thisMonth].flatMap((sums) => Object.keys(sums)));
  return Object.fromEntries([...names].map((name) => [name, [lately[name] ?? '0', thisMonth[name] ?? '0']]));
}
