/** A store on a database of its own, an organization with a feed, and a clock to move: what specs of facts begin with. */
import { CAPABILITIES, type CapabilityTable, type Width } from '@bursar/contract';
import type { ResultRow } from '@bursar/openai-admin';
import { Logger } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { FULL_SCOPE, type Scope } from '../../http/scope.js';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import type { Clock } from '../../tokens.js';
import { askedRange } from '../asked-range.js';
import { MeteringStore, type StoredWindow, type WindowTarget, type WindowWriter } from '../metering.store.js';
import { ReportStore } from '../report.store.js';
import type { Report, ReportQuestion } from '../report-shape.js';
import { RestatementsStore } from '../restatements.store.js';
import { inSnapshot } from '../snapshot.js';

export const BY_KEY = ['project_id', 'line_item', 'api_key_id'];
export const WITHOUT_KEY = ['project_id', 'line_item'];

/** One row of costs, on a day. Absent dimensions are null. */
export interface CostRow {
  day: string;
  project?: string | null;
  item?: string | null;
  key?: string | null;
  user?: string | null;
  amount?: string;
  quantity?: string;
  currency?: string | null;
  unit?: string | null;
}

export interface ReadWindow {
  start: string;
  end: string;
  readAt: string;
  rows: readonly CostRow[];
  groupBy?: readonly string[];
  organizationId?: number;
  /** Whether it is prepared before its turn, as the windows of a feed are. */
  isPrepared?: boolean;
}

export type CostQuestion = Partial<Omit<ReportQuestion, 'range'>> & { start: string; end: string };

export class MeteringFixture {
  private constructor(
    readonly database: TestDatabase,
    readonly clock: MovedClock,
    readonly store: MeteringStore,
    readonly reports: ReportStore,
    readonly restatements: RestatementsStore,
  ) {}

  /** With one organization, number 1, `org-one`. */
  static async start(table: CapabilityTable = CAPABILITIES): Promise<MeteringFixture> {
    // Some specs break things on purpose; the warnings would look like failures.
    Logger.overrideLogger(false);
    const database = await createTestDatabase();
    const clock = new MovedClock();
    const { dataSource } = database;
    const fixture = new MeteringFixture(
      database,
      clock,
      new MeteringStore(dataSource, table),
      new ReportStore(dataSource, table, { backfillMonths: 13 }, clock),
      new RestatementsStore(dataSource),
    );
    await fixture.addOrganization('org-one');
    return fixture;
  }

  async addOrganization(openaiId: string): Promise<number> {
    const [row]: { id: number }[] = await this.query(
      `INSERT INTO organizations (openai_id, state) VALUES ($1, 'active') RETURNING id`,
      [openaiId],
    );
    if (row === undefined) throw new Error('no organization was made');
    await this.query(`INSERT INTO feeds (organization_id, feed, fence) VALUES ($1, 'costs', 1)`, [row.id]);
    return row.id;
  }

  /** What the organizations, facts and ledger hold is thrown away; organization 1 stays. */
  async clear(): Promise<void> {
    await this.query('TRUNCATE points_1d, points_1h, points_1m, rollups_1d, rollups_1mo, readings, restatements');
    await this.query(
      `UPDATE feeds SET coverage = '{}', fence = 1, failures = 0, state = 'waiting', revision = revision + 1`,
    );
    await this.query(`UPDATE organizations SET state = 'active'`);
  }

  /** As if nothing had ever been stored by day: the next windows are first ones. */
  async dropPartitions(): Promise<void> {
    const made = await this.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'points_1d'::regclass`,
    );
    for (const { name } of made) await this.query(`DROP TABLE ${name}`);
  }

  open(target: Partial<WindowTarget> & { start: Date; end: Date }): Promise<WindowWriter> {
    const costs = {
      organizationId: 1,
      capability: 'costs',
      width: '1d' as Width,
      groupBy: BY_KEY,
      feed: 'costs',
      fence: 1n,
    };
    return this.store.openWindow({ ...costs, ...target });
  }

  /** Reads a window completely, as a feed does. */
  async read({
    start,
    end,
    readAt,
    rows,
    groupBy = BY_KEY,
    organizationId = 1,
    isPrepared = false,
  }: ReadWindow): Promise<StoredWindow> {
    const writer = await this.open({ organizationId, groupBy, start: new Date(start), end: new Date(end) });
    const days = new Set(rows.map(({ day }) => day));
    for (const day of days) {
      const ofDay = rows.filter((row) => row.day === day).map((row) => toResultRow(row, groupBy));
      await writer.append(Date.parse(day) / 1000, ofDay);
    }
    if (isPrepared) await writer.prepare();
    return writer.commit(new Date(readAt));
  }

  async costs(question: CostQuestion, scope: Scope = FULL_SCOPE): Promise<Report> {
    return this.reports.report(this.asked(question), scope);
  }

  /** The same within a snapshot of the caller's. */
  async costsWithin(client: PoolClient, question: CostQuestion, scope: Scope): Promise<Report> {
    return this.reports.read(client, this.asked(question), scope);
  }

  /** The same as a file. */
  async exported(question: CostQuestion, scope: Scope = FULL_SCOPE): Promise<string> {
    return inSnapshot(this.database.dataSource, async (client) => {
      const { lines } = await this.reports.openExport(client, this.asked(question), scope);
      return joined(lines);
    });
  }

  private asked({ start, end, ...question }: CostQuestion): ReportQuestion {
    const instants = { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
    const range = askedRange(instants, this.clock.now().getTime());
    const defaults = {
      capability: 'costs',
      bucket: 'day' as const,
      groupBy: [],
      filters: new Map(),
      without: [],
      limit: 100,
    };
    return { ...defaults, ...question, range };
  }

  query<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.database.dataSource.query(sql, [...values]);
  }

  stop(): Promise<void> {
    return this.database.drop();
  }
}

export async function joined(lines: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of lines) text += part;
  return text;
}

export class MovedClock implements Clock {
  private time = new Date('2026-11-21T12:00:00Z');

  now(): Date {
    return this.time;
  }

  set(instant: string): void {
    this.time = new Date(instant);
  }
}

export function toResultRow(row: CostRow, groupBy: readonly string[]): ResultRow {
  const all: Record<string, string | null> = {
    project_id: row.project ?? null,
    line_item: row.item ?? null,
    api_key_id: row.key ?? null,
    user_id: row.user ?? null,
  };
  return {
    dimensions: Object.fromEntries(groupBy.map((name) => [name, all[name] ?? null])),
    measures: {
      ...(row.amount !== undefined && { amount: row.amount }),
      ...(row.quantity !== undefined && { quantity: row.quantity }),
    },
    currency: row.currency === undefined ? 'usd' : row.currency,
    quantityUnit: row.unit ?? null,
  };
}
