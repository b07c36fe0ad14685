import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  keyDetail,
  type KeyDetail,
  keyDetailQuery,
  type KeyDetailQuery,
  keyInventoryAnswer,
  type KeyInventoryAnswer,
  keyInventoryExportQuery,
  type KeyInventoryExportQuery,
  keyInventoryQuery,
  type KeyInventoryQuery,
} from '@bursar/contract';
import { ActivityService } from '../activity/activity.service.js';
import { writeFile } from '../activity/written-file.js';
import { ApiCsvAnswer } from '../http/csv-answer.js';
import { RequirePermission } from '../http/require-permission.js';
import type { WebRequest, WebResponse } from '../http/web-request.js';
import { audienceOf } from './audience.js';
import { INVENTORY_COLUMNS, inventoryLines } from './inventory-file.js';
import { KeyDetailService } from './key-detail.service.js';
import { KeyInventoryStore } from './key-inventory.store.js';

const ROWS_AT_ONCE = 1000;

/** All keys of projects and of the organization, with what asks for attention. */
@ApiTags('keys')
@Controller('api/v1/key-inventory')
export class KeyInventoryController {
  constructor(
    @Inject(KeyInventoryStore) private readonly inventory: KeyInventoryStore,
    @Inject(KeyDetailService) private readonly details: KeyDetailService,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  @Get()
  @RequirePermission('directory.read')
  @ApiOperation({
    summary: 'Every project key and admin key, with its risks, costs and requests',
    description:
      'The worst first, unless sorted otherwise. Costs add up: those of the keys, of other keys and of what names no ' +
      'key are what GET /costs answers for the range. Creators, addresses and scopes come from the audit log, for ' +
      'callers who may see it.',
  })
  @ApiOkResponse({ standardSchema: keyInventoryAnswer })
  async list(
    @Query({ schema: keyInventoryQuery }) query: KeyInventoryQuery,
    @Req() request: WebRequest,
  ): Promise<KeyInventoryAnswer> {
    return this.inventory.page(query, audienceOf(request));
  }

  @Get('export')
  @RequirePermission('directory.read')
  @ApiOperation({ summary: 'The key inventory as a file', description: 'Every row that the filters leave.' })
  @ApiCsvAnswer(`${INVENTORY_COLUMNS.join(', ')}; times are UTC`)
  async export(
    @Query({ schema: keyInventoryExportQuery }) { format: _format, ...asked }: KeyInventoryExportQuery,
    @Res() response: WebResponse,
  ): Promise<void> {
    const question = { ...asked, limit: ROWS_AT_ONCE };
    const lines = inventoryLines(this.inventory.batches(question, audienceOf(response.req)));
    await writeFile(this.activity, response, { id: 'keys', fileName: 'bursar-keys.csv', asked, lines });
  }

  @Get(':id')
  @RequirePermission('directory.read')
  @ApiOperation({
    summary: 'One key, with all keys of its credential and what happened to them',
    description:
      'Costs and usage over all rotations: GET /costs and GET /usage/… with api_key_id of each key of the lineage.',
  })
  @ApiParam({ name: 'id', description: 'OpenAI’s, of a project key or an admin key' })
  @ApiOkResponse({ standardSchema: keyDetail })
  async one(
    @Param('id') id: string,
    @Query({ schema: keyDetailQuery }) { project_id: projectId, organization }: KeyDetailQuery,
    @Req() request: WebRequest,
  ): Promise<KeyDetail> {
    return this.details.detail({ id, projectId, organization }, audienceOf(request));
  }
}
