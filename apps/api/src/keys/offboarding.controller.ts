import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { directoryDetailQuery, type DirectoryDetailQuery, offboarding, type Offboarding } from '@bursar/contract';
import { RequirePermission } from '../http/require-permission.js';
import type { WebRequest } from '../http/web-request.js';
import { audienceOf } from './audience.js';
import { OffboardingService } from './offboarding.service.js';

/** What breaks where a member is removed. */
@ApiTags('directory')
@Controller('api/v1/members/:id/offboarding')
export class OffboardingController {
  constructor(@Inject(OffboardingService) private readonly offboardings: OffboardingService) {}

  @Get()
  @RequirePermission('directory.read')
  @ApiOperation({
    summary: 'What a member’s leaving would break, and what to do first',
    description: 'Their keys with costs and requests of 30 days, what they alone are in charge of, and a plan.',
  })
  @ApiParam({ name: 'id', description: 'OpenAI’s' })
  @ApiOkResponse({ standardSchema: offboarding })
  async preview(
    @Param('id') id: string,
    @Query({ schema: directoryDetailQuery }) { organization }: DirectoryDetailQuery,
    @Req() request: WebRequest,
  ): Promise<Offboarding> {
    return this.offboardings.preview(id, organization, audienceOf(request));
  }
}
