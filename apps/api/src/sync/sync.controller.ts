import { Body, Controller, Get, HttpCode, Inject, Logger, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type SyncAnswer, syncAnswer, syncRunsAnswer, syncRunsBody, type SyncRunsBody } from '@bursar/contract';
import type { z } from 'zod';
import { ActivityService } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import type { WebRequest } from '../http/web-request.js';
import type { ConnectedOrganization } from '../organizations/connected-organization.js';
import { askedOrganizations } from './asked-organizations.js';
import { limitedStatus } from './limited-status.js';
import { readRunRequests, type RunRequest } from './run-requests.js';
import { RunRequestsStore } from './run-requests.store.js';
import { SyncStatusService } from './sync-status.service.js';
import { SyncService } from './sync.service.js';

/** What is collected and how far; collect now. */
@ApiTags('sync')
@Controller('api/v1/sync')
export class SyncController {
  private readonly logger = new Logger('Sync');

  constructor(
    @Inject(SyncService) private readonly sync: SyncService,
    @Inject(SyncStatusService) private readonly status: SyncStatusService,
    @Inject(RunRequestsStore) private readonly requests: RunRequestsStore,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  @Get()
  @RequirePermission('sync.read')
  @ApiOperation({ summary: 'What is collected, how far, and what stands in the way' })
  @ApiOkResponse({ standardSchema: syncAnswer })
  async read(@CallerScope() scope: Scope): Promise<SyncAnswer> {
    const status = await this.status.read(scope);
    return syncAnswer.parse(scope.projectIds === 'all' ? status : limitedStatus(status));
  }

  /** Answers as soon as it is noted; what runs already is not started twice. */
  @Post('runs')
  @HttpCode(202)
  @RequirePermission('sync.run')
  @ApiOperation({ summary: 'Collect now' })
  @ApiAcceptedResponse({ standardSchema: syncRunsAnswer })
  async run(
    @Body({ schema: syncRunsBody }) body: SyncRunsBody,
    @Req() request: WebRequest,
  ): Promise<z.infer<typeof syncRunsAnswer>> {
    const connected = await this.sync.organizations();
    const asked = askedOrganizations(body.organization, connected);
    const wanted = asked.map((organization) => ({
      organization,
      requests: readRunRequests(body, this.sync.feeds, organization.clock.now().getTime()),
    }));
    const runs = await this.activity.perform(
      { what: 'sync.run', target: { kind: 'feeds', id: null, name: null }, after: body },
      actorOf(request),
      () => this.accept(wanted),
    );
    this.sync
      .startDue()
      .catch((error: unknown) => this.logger.error(`Could not begin what was asked for: ${String(error)}`));
    return { runs };
  }

  private async accept(
    wanted: readonly { organization: ConnectedOrganization; requests: RunRequest[] }[],
  ): Promise<z.infer<typeof syncRunsAnswer>['runs']> {
    const runs = [];
    for (const { organization, requests } of wanted) {
      for (const run of await this.requests.accept(organization.id, requests)) {
        runs.push({ ...run, organization_id: organization.name });
      }
    }
    return runs;
  }
}
