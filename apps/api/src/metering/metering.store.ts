import { type CapabilityTable, type Width, WIDTHS } from '@bursar/contract';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import { ceilTo, DAY_MS } from '../sync/spans.js';
import { CAPABILITY_TABLE } from '../tokens.js';
import { deriveAnew } from './derived-dimensions.js';
import { readingOf } from './reading.js';
import { dayStart } from './reading-days.js';
import { SeriesCatalog } from './series-catalog.js';
import { lookAgain } from './statistics.js';
import { findUnknownIds, type SeriesSince, type UnknownId } from './unknown-ids.js';
import { type CopyInto, WindowRows } from './window-rows.js';
import { StagedWindowWriter, type WindowTarget, type WindowWriter } from './window-writer.js';

export type { StoredWindow, WindowTarget, WindowWriter } from './window-writer.js';

const copyInto: CopyInto = (client, statement) => client.query(copyFrom(statement));

/** Everything that is stored of what OpenAI meters. The only place, with the files beside it, where SQL meets facts. */
@Injectable()
export class MeteringStore implements OnModuleInit {
  private readonly series: SeriesCatalog;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CAPABILITY_TABLE) private readonly table: CapabilityTable,
  ) {
    this.series = new SeriesCatalog(dataSource);
  }

  async onModuleInit(): Promise<void> {
    await deriveAnew(this.dataSource);
  }

  /** Ids that numbers name and the directory does not know, see `findUnknownIds`. */
  async findUnknownIds(since: SeriesSince): Promise<{ newest: string; unknown: UnknownId[] }> {
    return findUnknownIds(this.dataSource, since);
  }

  /**
   * Begins to replace a window. The writer holds a connection of its own: it has to be committed or aborted.
   *
   * Several may be open at once, also of one feed: the next window is read while the one before is being stored.
   *
   * @throws RangeError if the window is not on borders of its width, or the capability is not of the table.
   */
  async openWindow(target: WindowTarget): Promise<WindowWriter> {
    const capability = this.capability(target.capability);
    const reading = readingOf(capability, target.groupBy);
    refuseCrookedWindow(target);
    const runner = this.dataSource.createQueryRunner();
    try {
      // What TypeORM's driver for Postgres lends is a client of pg's pool.
      const client = (await runner.connect()) as PoolClient;
      const within = { client, copyInto, capability, organizationId: target.organizationId };
      const rows = new WindowRows(within);
      return new StagedWindowWriter(target, { runner, client, rows, series: this.series, capability, reading });
    } catch (error) {
      await runner.release();
      throw error;
    }
  }

  /** The newest UTC day on which a capability has rows of any width; null: it never had. */
  async lastActiveDay(organizationId: number, capability: string): Promise<Date | null> {
    const [row]: { day: Date | null }[] = await this.dataSource.query(
      `SELECT max(day) AS day FROM readings WHERE organization_id = $1 AND capability = $2 AND is_base AND row_count > 0`,
      [organizationId, capability],
    );
    return row?.day ?? null;
  }

  /**
   * The window, widened to whole days where it cuts a day that is stored by another grouping: a day has one base
   * reading, so that it changes as a whole.
   *
   * @param latest the end of the running bucket: nothing is stored beyond it
   */
  async wholeReading(target: Omit<WindowTarget, 'feed' | 'fence'>, latest: Date): Promise<{ start: Date; end: Date }> {
    const { organizationId, capability, width, start, end, groupBy } = target;
    const reading = readingOf(this.capability(capability), groupBy);
    const [day, after] = [dayStart(start.getTime()), ceilTo(end.getTime(), DAY_MS)];
    if (reading.kind !== 'base' || (day === start.getTime() && after === end.getTime())) return { start, end };
    const others: unknown[] = await this.dataSource.query(
      `SELECT 1 FROM readings WHERE organization_id = $1 AND capability = $2 AND width = $3 AND is_base
          AND day >= $4 AND day < $5 AND reading <> $6 AND row_count > 0 LIMIT 1`,
      [organizationId, capability, width, new Date(day), end, reading.name],
    );
    return others.length === 0
      ? { start, end }
      : { start: new Date(day), end: new Date(Math.min(after, latest.getTime())) };
  }

  /** To be called when much was stored that nobody has counted yet, see `lookAgain`. */
  async lookAgain(width: Width): Promise<void> {
    await lookAgain(this.dataSource, width);
  }

  private capability(name: string) {
    const capability = this.table[name];
    if (capability === undefined) {
      throw new RangeError(`There is no capability ${name}; there are ${Object.keys(this.table).join(', ')}.`);
    }
    return capability;
  }
}

function refuseCrookedWindow({ feed, width, start, end }: WindowTarget): void {
  const widthMs = WIDTHS[width].seconds * 1000;
  if (start < end && start.getTime() % widthMs === 0 && end.getTime() % widthMs === 0) return;
  throw new RangeError(
    `The window of ${feed} from ${start.toISOString()} to ${end.toISOString()} does not lie on borders of ${width}.`,
  );
}
