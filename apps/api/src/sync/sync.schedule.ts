import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { ActivityService } from '../activity/activity.service.js';
import { KeyUpkeep } from '../organizations/key-upkeep.service.js';
import { RemovalsService } from '../organizations/removals.service.js';
import { OpenSteps } from '../rotations/open-steps.service.js';
import { RotationWatch } from '../rotations/rotation-watch.service.js';
import { SyncService } from './sync.service.js';

/**
 * The only clockwork: looks every few seconds for feeds that are due, tries keys that were not tried for a day, goes on
 * deleting what was begun to be deleted, has keys watched that are rotated, and tells the log each midnight where the activity trail ends. When feeds and keys
 * are due is written in their rows.
 */
@Injectable()
export class SyncSchedule implements OnApplicationBootstrap {
  private readonly logger = new Logger('Sync');
  private failing = false;

  constructor(
    @Inject(SyncService) private readonly sync: SyncService,
    @Inject(ActivityService) private readonly activity: ActivityService,
    @Inject(KeyUpkeep) private readonly keys: KeyUpkeep,
    @Inject(RemovalsService) private readonly removals: RemovalsService,
    @Inject(RotationWatch) private readonly rotations: RotationWatch,
    @Inject(OpenSteps) private readonly steps: OpenSteps,
  ) {}

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

  /** Far apart, for a key is due once a day; and first after a while, for a start has enough to do. */
  @Cron('20 */10 * * * *', { name: 'keys', waitForCompletion: true })
  async tryKeys(): Promise<void> {
    try {
      await this.keys.tryDue();
    } catch (error) {
      this.logger.error('Could not try the keys of the organizations.', stackOf(error));
    }
  }

  /** What a server that was killed had begun. */
  @Cron('40 * * * * *', { name: 'removals', waitForCompletion: true })
  async goOnRemoving(): Promise<void> {
    await this.removals.goOn();
  }

  /** When the old keys of rotations were used last, as OpenAI tells, and what came of steps whose server ended; nothing is asked while no rotation is open. */
  @Cron('50 * * * * *', { name: 'rotations', waitForCompletion: true })
  async watchRotations(): Promise<void> {
    try {
      await this.rotations.beginAll();
      await this.steps.settleAll();
    } catch (error) {
      this.logger.error('Could not look after the rotations of keys.', stackOf(error));
    }
  }

  @Cron('0 0 0 * * *', { name: 'activity', timeZone: 'UTC' })
  async tellEndOfActivity(): Promise<void> {
    try {
      await this.activity.tellEnd();
    } catch (error) {
      this.logger.error('Could not look where the activity trail ends.', stackOf(error));
    }
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
