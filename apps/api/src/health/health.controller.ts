import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { health } from '@bursar/contract';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { RequirePermission } from '../http/require-permission.js';

type Health = z.infer<typeof health>;

/** For supervisors: is the process alive, can it serve. Neither waits for a sync. */
@ApiTags('health')
@Controller('api/health')
export class HealthController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Get('live')
  @RequirePermission('health.read')
  @ApiOkResponse({ standardSchema: health })
  live(): Health {
    return { status: 'ok' };
  }

  /** Migrations are done before the server listens, so that the database's answer is all that is left to know. */
  @Get('ready')
  @RequirePermission('health.read')
  @ApiOkResponse({ standardSchema: health })
  async ready(@Res({ passthrough: true }) response: ServerResponse): Promise<Health> {
    try {
      await this.dataSource.query('select 1');
      return { status: 'ok' };
    } catch {
      // Whatever the database's reason is: not ready is the answer that was asked for.
      response.statusCode = 503;
      return { status: 'unavailable', detail: 'Postgres does not answer.' };
    }
  }
}
