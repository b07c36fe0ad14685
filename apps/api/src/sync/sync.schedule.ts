import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { SyncService } from './sync.service.js';

/** The only clockwork: looks every few seconds for feeds that are due. When they are is written in their rows. */
@Injectable()
export class SyncSchedule implements OnApplicationBootstrap {
  private readonly logger = new Logger('Sync');
  private failing = false;

  constructor(@Inject(SyncService) private readonly sync: SyncService) {}

  /** The first look does not wait for the clock; the server does not wait for the first look. */
  onApplicationBootstrap(): void {
    void this.tick();
  }

  /** Catches everything: the scheduler would swallow it without a word, and go on as this does. */
  @Cron('*/5 * * * * *', { name: 'sync', waitForCompletion: true })
  async tick(): Promise<void> {
    try {
      await this.sync.startDue();
      this.failing = false;
    } catch (error) {
      // Once is enough: a database that is away for an hour would fill the log.
      if (!this.failing) this.logger.error('Could not look for feeds that are due; trying on.', stackOf(error));
      this.failing = true;
    }
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
