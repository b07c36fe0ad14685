import { Inject, Injectable } from '@nestjs/common';
import type { Scope } from '../http/scope.js';
import { DAY_MS, floorTo, type Span, startOfMonth } from '../sync/spans.js';
import { type Clock, CLOCK } from '../tokens.js';
import { ReportStore } from './report.store.js';
import type { Report } from './report-shape.js';

/** What costs can be added up for. */
export type SpendDimension = 'project_id' | 'api_key_id';

/** One project or key. Amounts are plain decimals. */
export interface Spend {
  /** OpenAI's `org-…`. */
  organization: string | null;
  id: string;
  last30Days: string;
  monthToDate: string;
}

export interface SpendTable {
  currency: string | null;
  /** Those that cost something. Null where no day of the range was ever read completely: nothing is known then. */
  spends: readonly Spend[] | null;
}

const DAYS = 30;
/** All of them: an answer of totals has one cell for each. */
const EVERY_ONE = 1_000_000;

/** What projects and keys cost lately, for lists that show it beside each. */
@Injectable()
export class SpendStore {
  constructor(
    @Inject(ReportStore) private readonly reports: ReportStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Costs of the last 30 UTC days, the running one included, and of the running month. */
  async spendBy(dimension: SpendDimension, scope: Scope): Promise<SpendTable> {
    const now = this.clock.now().getTime();
    const tomorrow = floorTo(now, DAY_MS) + DAY_MS;
    const [lately, thisMonth] = await Promise.all([
      this.totals(dimension, { start: tomorrow - DAYS * DAY_MS, end: tomorrow }, scope),
      this.totals(dimension, { start: startOfMonth(now), end: tomorrow }, scope),
    ]);
    const known = lately.completeness.synced_at !== null;
    return { currency: lately.currency, spends: known ? merged(dimension, lately, thisMonth) : null };
  }

  private totals(dimension: SpendDimension, range: Span, scope: Scope): Promise<Report> {
    const question = { capability: 'costs', range, bucket: 'total', limit: EVERY_ONE } as const;
    const groupBy = ['organization_id', dimension];
    return this.reports.report({ ...question, groupBy, filters: new Map(), without: [] }, scope);
  }
}

function merged(dimension: SpendDimension, lately: Report, thisMonth: Report): Spend[] {
  const spends = new Map<string, Spend>();
  const add = ({ groups }: Report, amount: 'last30Days' | 'monthToDate'): void => {
    for (const { key, total } of groups) {
      const organization = key['organization_id'] ?? null;
      const id = key[dimension] ?? null;
      if (id === null) continue;
      const name = JSON.stringify([organization, id]);
      const known = spends.get(name) ?? { organization, id, last30Days: '0', monthToDate: '0' };
      spends.set(name, { ...known, [amount]: total });
    }
  };
  add(lately, 'last30Days');
  add(thisMonth, 'monthToDate');
  return [...spends.values()];
}
