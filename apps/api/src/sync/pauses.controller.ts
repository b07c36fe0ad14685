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
import { RequirePermission } from '../http/require-permission.js';
import type { WebRequest } from '../http/web-request.js';
import type { ConnectedOrganization } from '../organizations/connected-organization.js';
import { askedOrganizations } from './asked-organizations.js';
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
    @Body({ schema: syncPauseBody }) { organization, feeds, reason }: SyncPauseBody,
    @Req() request: WebRequest,
  ): Promise<SyncPausesAnswer> {
    const names = readFeedNames(feeds, this.sync.feeds);
    const asked = askedOrganizations(organization, await this.sync.organizations());
    const act: Act = { what: 'sync.pause', target: FEEDS, reason, after: { organization, feeds: feeds ?? 'all' } };
    return this.activity.perform(act, actorOf(request), () =>
      this.ofEach(asked, names, ({ id }) => this.pauses.pause(id, names, reason)),
    );
  }

  @Post('resume')
  @HttpCode(200)
  @RequirePermission('sync.run')
  @ApiOperation({ summary: 'Let collecting go on', description: 'What was due meanwhile is read at once.' })
  @ApiOkResponse({ standardSchema: syncPausesAnswer })
  async resume(
    @Body({ schema: syncResumeBody }) { organization, feeds }: SyncResumeBody,
    @Req() request: WebRequest,
  ): Promise<SyncPausesAnswer> {
    const names = readFeedNames(feeds, this.sync.feeds);
    const asked = askedOrganizations(organization, await this.sync.organizations());
    const act: Act = { what: 'sync.resume', target: FEEDS, after: { organization, feeds: feeds ?? 'all' } };
    const answer = await this.activity.perform(act, actorOf(request), () =>
      this.ofEach(asked, names, ({ id }) => this.pauses.resume(id, names)),
    );
    this.sync
      .startDue()
      .catch((error: unknown) => this.logger.error(`Could not begin what was due during a pause: ${String(error)}`));
    return answer;
  }

  /** One organization after the other, in the order of the table of feeds. */
  private async ofEach(
    organizations: readonly ConnectedOrganization[],
    names: readonly string[],
    change: (organization: ConnectedOrganization) => Promise<FeedPause[]>,
  ): Promise<SyncPausesAnswer> {
    const feeds: SyncPausesAnswer['feeds'] = [];
    for (const organization of organizations) {
      const rows = new Map((await change(organization)).map((row) => [row.feed, row]));
      for (const feed of names) {
        const row = rows.get(feed);
        if (row !== undefined) feeds.push({ feed, organization_id: organization.name, paused: pauseOf(row) });
      }
    }
    return { feeds };
  }
}

function pauseOf({ pausedAt, pauseReason }: FeedPause): SyncPausesAnswer['feeds'][number]['paused'] {
  return pausedAt && { since: toInstant(pausedAt), reason: pauseReason ?? '' };
}
