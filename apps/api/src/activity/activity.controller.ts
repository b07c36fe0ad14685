import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  activityAnswer,
  activityExportQuery,
  type ActivityExportQuery,
  activityFacetsAnswer,
  type ActivityFacetsAnswer,
  activityFacetsQuery,
  type ActivityFacetsQuery,
  activityItem,
  type ActivityItem,
  activityQuery,
  type ActivityQuery,
} from '@bursar/contract';
import { ApiCsvAnswer } from '../http/csv-answer.js';
import { notFound } from '../http/problem.js';
import { RequirePermission } from '../http/require-permission.js';
import type { WebResponse } from '../http/web-request.js';
import { ActivityFacetsStore } from './activity-facets.store.js';
import { activityLines, ACTIVITY_COLUMNS } from './activity-file.js';
import { type ActivityPage, ActivityReadsStore } from './activity-reads.store.js';
import { ActivityService } from './activity.service.js';
import { writeFile } from './written-file.js';

const ROWS_AT_ONCE = 1000;

/** What people and programs did in Bursar. */
@ApiTags('activity')
@Controller('api/v1/activity')
export class ActivityController {
  constructor(
    @Inject(ActivityService) private readonly activity: ActivityService,
    @Inject(ActivityReadsStore) private readonly reads: ActivityReadsStore,
    @Inject(ActivityFacetsStore) private readonly counts: ActivityFacetsStore,
  ) {}

  @Get()
  @RequirePermission('activity.read')
  @ApiOperation({
    summary: 'What people and tokens did in Bursar, the newest first',
    description:
      'Each was written down before it was tried. Rows are only ever added, and chained by hash: ' +
      '`npm run verify-activity` tells whether one was changed, left out or put in.',
  })
  @ApiOkResponse({ standardSchema: activityAnswer })
  async list(@Query({ schema: activityQuery }) query: ActivityQuery): Promise<ActivityPage> {
    return this.reads.page(query);
  }

  @Get('facets')
  @RequirePermission('activity.read')
  @ApiOperation({
    summary: 'How much was done, and what there is to filter it by',
    description: 'Each facet counts what the other filters leave.',
  })
  @ApiOkResponse({ standardSchema: activityFacetsAnswer })
  async facets(@Query({ schema: activityFacetsQuery }) query: ActivityFacetsQuery): Promise<ActivityFacetsAnswer> {
    return this.counts.facets(query);
  }

  @Get('export')
  @RequirePermission('activity.read')
  @ApiOperation({
    summary: 'What people and tokens did, as a file',
    description: 'All that the filters leave, the newest first. The file is itself something that was done.',
  })
  @ApiCsvAnswer(`${ACTIVITY_COLUMNS.join(', ')}; times are UTC`)
  async export(
    @Query({ schema: activityExportQuery }) { format: _format, ...filters }: ActivityExportQuery,
    @Res() response: WebResponse,
  ): Promise<void> {
    const lines = activityLines(this.reads.batches(filters, ROWS_AT_ONCE));
    await writeFile(this.activity, response, {
      id: 'activity',
      fileName: 'bursar-activity.csv',
      asked: filters,
      lines,
    });
  }

  @Get(':id')
  @RequirePermission('activity.read')
  @ApiOperation({ summary: 'One thing that was done' })
  @ApiParam({ name: 'id', description: 'Of the row that was written before it was tried' })
  @ApiOkResponse({ standardSchema: activityItem })
  async one(@Param('id') id: string): Promise<ActivityItem> {
    const item = /^\d{1,18}$/.test(id) ? await this.reads.one(id) : null;
    if (item !== null) return item;
    throw notFound(`The trail has no entry ${id}. It may be the row of an outcome: ask for the one that it completes.`);
  }
}
