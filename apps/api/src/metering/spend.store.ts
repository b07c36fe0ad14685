import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Scope } from '../http/scope.js';
import { DAY_MS, floorTo, type Span, startOfMonth } from '../sync/spans.js';
import { type Clock, CLOCK } from '../tokens.js';
import { ReportStore } from './report.store.js';
import type { Report } from './report-shape.js';

/** What costs can be added up for. */
export type SpendDimension = 'project_id' | 'api_key_id';

/** One project or key. Amounts are plain decimals. */
export interface Spend {
  organizationId: number;
  id: string;
  last30Days: string;
  monthToDate: string;
}

export interface SpendTable {
  currency: string | null;
  /** Organizations of which some day was read. Of the others nothing is known, which is not the same as nothing spent. */
  knownIn: readonly number[];
  /** Those that cost something. */
  spends: readonly Spend[];
}

const CAPABILITY = 'costs';
const DAYS = 30;
/** All of them: an answer of totals has one cell for each. */
const EVERY_ONE = 1_000_000;
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
    const { scope, knownIn } = asked;
    const [lately, thisMonth] = await Promise.all([
      this.totals(dimension, asked.lately, scope),
      this.totals(dimension, asked.thisMonth, scope),
    ]);
    const rows = await this.dataSource.query<{ id: number; openaiId: string }[]>(
      'SELECT id, openai_id AS "openaiId" FROM organizations WHERE openai_id IS NOT NULL',
    );
    const organizations = new Map(rows.map(({ id, openaiId }) => [openaiId, id]));
    return { currency: lately.currency, knownIn, spends: merged(dimension, [lately, thisMonth], organizations) };
  }

  private totals(dimension: SpendDimension, range: Span, scope: Scope): Promise<Report> {
    const question = { capability: CAPABILITY, range, bucket: 'total', limit: EVERY_ONE } as const;
    const groupBy = ['organization_id', dimension];
    return this.reports.report({ ...question, groupBy, filters: new Map(), without: [] }, scope);
  }
}

function merged(
  dimension: SpendDimension,
  [lately, thisMonth]: readonly [Report, Report],
  organizations: ReadonlyMap<string, number>,
): Spend[] {
  const spends = new Map<string, Spend>();
  const add = ({ groups }: Report, amount: 'last30Days' | 'monthToDate'): void => {
    for (const { key, total } of groups) {
      const organizationId = organizations.get(key['organization_id'] ?? '');
      const id = key[dimension] ?? null;
      if (id === null || organizationId === undefined) continue;
      const name = JSON.stringify([organizationId, id]);
      const known = spends.get(name) ?? { organizationId, id, last30Days: '0', monthToDate: '0' };
      spends.set(name, { ...known, [amount]: total });
    }
  };
  add(lately, 'last30Days');
  add(thisMonth, 'monthToDate');
  return [...spends.values()];
}
