import { type CapabilityTable, WIDTHS } from '@bursar/contract';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import { CAPABILITY_TABLE } from '../tokens.js';
import { deriveAnew } from './derived-dimensions.js';
import { readingOf } from './reading.js';
import { SeriesCatalog } from './series-catalog.js';
import { type CopyInto, Staging } from './staging.js';
import { findUnknownIds, type SeriesSince, type UnknownId } from './unknown-ids.js';
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
      const staging = new Staging(client, copyInto, capability);
      await staging.open();
      return new StagedWindowWriter(target, { runner, client, staging, series: this.series, capability, reading });
    } catch (error) {
      await runner.release();
      throw error;
    }
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
