import { Body, Controller, HttpCode, Inject, Logger, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  syncPauseBody,
  type SyncPauseBody,
  syncPausesAnswer,
  type SyncPausesAnswer,
  syncResumeBody,
  type SyncResumeBody,
} from '@bursar/contract';
import { type Act, ActivityService } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import { ProblemError } from '../http/problem.js';
import { RequirePermission } from '../http/require-permission.js';
import type { WebRequest } from '../http/web-request.js';
import { type FeedPause, PausesStore } from './pauses.store.js';
import { toInstant } from './problems.js';
import { readFeedNames } from './run-requests.js';
import { SyncService } from './sync.service.js';

const FEEDS = { kind: 'feeds', id: null, name: null } as const;

/** Keeps the schedule from collecting, and lets it go on. */
@ApiTags('sync')
@Controller('api/v1/sync')
export class PausesController {
  private readonly logger = new Logger('Sync');

  constructor(
    @Inject(SyncService) private readonly sync: SyncService,
    @Inject(PausesStore) private readonly pauses: PausesStore,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  @Post('pause')
  @HttpCode(200)
  @RequirePermission('sync.run')
  @ApiOperation({
    summary: 'Pause collecting',
    description:
      'What runs already is ended, history at the end of its present window. A paused feed is still read when a person ' +
      'asks for a run of it.',
  })
  @ApiOkResponse({ standardSchema: syncPausesAnswer })
  async pause(
    @Body({ schema: syncPauseBody }) { feeds, reason }: SyncPauseBody,
    @Req() request: WebRequest,
  ): Promise<SyncPausesAnswer> {
    const names = readFeedNames(feeds, this.sync.feeds);
    const organizationId = await this.organizationId();
    const act: Act = { what: 'sync.pause', target: FEEDS, reason, after: { feeds: feeds ?? 'all' } };
    const rows = await this.activity.perform(act, actorOf(request), () =>
      this.pauses.pause(organizationId, names, reason),
    );
    return this.answer(names, rows);
  }

  @Post('resume')
  @HttpCode(200)
  @RequirePermission('sync.run')
  @ApiOperation({ summary: 'Let collecting go on', description: 'What was due meanwhile is read at once.' })
  @ApiOkResponse({ standardSchema: syncPausesAnswer })
  async resume(
    @Body({ schema: syncResumeBody }) { feeds }: SyncResumeBody,
    @Req() request: WebRequest,
  ): Promise<SyncPausesAnswer> {
    const names = readFeedNames(feeds, this.sync.feeds);
    const organizationId = await this.organizationId();
    const act: Act = { what: 'sync.resume', target: FEEDS, after: { feeds: feeds ?? 'all' } };
    const rows = await this.activity.perform(act, actorOf(request), () => this.pauses.resume(organizationId, names));
    this.sync
      .startDue()
      .catch((error: unknown) => this.logger.error(`Could not begin what was due during a pause: ${String(error)}`));
    return this.answer(names, rows);
  }

  private async organizationId(): Promise<number> {
    const id = await this.sync.organizationId();
    if (id !== null) return id;
    throw new ProblemError(
      'invalid-request',
      409,
      'There is no admin key, so that nothing is collected. Set OPENAI_ADMIN_KEY and start Bursar again.',
    );
  }

  /** In the order of the table of feeds. */
  private answer(names: readonly string[], rows: readonly FeedPause[]): SyncPausesAnswer {
    const known = new Map(rows.map((row) => [row.feed, row]));
    return {
      feeds: names.flatMap((feed) => {
        const row = known.get(feed);
        if (row === undefined) return [];
        const { pausedAt, pauseReason } = row;
        return [{ feed, paused: pausedAt && { since: toInstant(pausedAt), reason: pauseReason ?? '' } }];
      }),
    };
  }
}
