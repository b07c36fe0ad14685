import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Scope } from '../http/scope.js';
import { DAY_MS, floorTo, type Span, startOfMonth } from '../sync/spans.js';
import { type Clock, CLOCK } from '../tokens.js';
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
}

const CAPABILITY = 'costs';
const DAYS = 30;
/** Tables that are kept; 5,000 keys are about a megabyte. */
const MOST_REMEMBERED = 30;

/** What projects and keys cost lately, for lists that show it beside each. */
@Injectable()
export class SpendStore {
  /** What was asked and what was stored then → the table; the one that was used last at the end. */
  private readonly remembered = new Map<string, Promise<SpendTable>>();

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
    const lately = { start: tomorrow - DAYS * DAY_MS, end: tomorrow };
    const thisMonth = { start: startOfMonth(now), end: tomorrow };
    const versions = await this.versionsOf({ start: Math.min(lately.start, thisMonth.start), end: tomorrow });
    const name = JSON.stringify([dimension, scope, tomorrow, versions]);
    const table =
      this.remembered.get(name) ??
      this.addUp(dimension, {
        lately,
        thisMonth,
        scope,
        knownIn: versions.map(({ organizationId }) => organizationId),
      });
    this.remembered.delete(name);
    this.remembered.set(name, table);
    for (const oldest of this.remembered.keys()) {
      if (this.remembered.size > MOST_REMEMBERED) this.remembered.delete(oldest);
    }
    try {
      return await table;
    } catch (error) {
      this.remembered.delete(name);
      throw error;
    }
  }

  /** Of each organization another text as soon as a day of the range was read again. */
  private async versionsOf({ start, end }: Span): Promise<{ organizationId: number; version: string }[]> {
    return this.dataSource.query(
      `SELECT organization_id AS "organizationId",
              concat_ws('/', count(*), sum(extract(epoch FROM read_at)), sum(row_count)) AS version
         FROM readings WHERE capability = $1 AND width = '1d' AND is_base AND day >= $2 AND day < $3
        GROUP BY 1 ORDER BY 1`,
      [CAPABILITY, new Date(start), new Date(end)],
    );
  }

  private async addUp(
    dimension: SpendDimension,
    asked: { lately: Span; thisMonth: Span; scope: Scope; knownIn: readonly number[] },
  ): Promise<SpendTable> {
    const ranges = [asked.lately, asked.thisMonth];
    const [lately, thisMonth] = await this.reports.sums({ capability: CAPABILITY, dimension, ranges }, asked.scope);
    if (lately === undefined || thisMonth === undefined) throw new Error('Two ranges got fewer than two sums.');
    const byName = JSON.stringify(merged(lately, thisMonth));
    return { currency: lately.currency, knownIn: asked.knownIn, byName };
  }
}

function merged(lately: Sums, thisMonth: Sums): Record<string, [lately: string, thisMonth: string]> {
  const names = new Set([lately, thisMonth].flatMap(({ sums }) => Object.keys(sums)));
  return Object.fromEntries([...names].map((name) => [name, [lately.sums[name] ?? '0', thisMonth.sums[name] ?? '0']]));
}
