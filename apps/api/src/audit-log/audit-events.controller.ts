import {
  type AuditEvent,
  auditEvent,
  auditEventsAnswer,
  auditEventsQuery,
  type AuditEventsQuery,
  auditFacetsAnswer,
  type AuditFacetsAnswer,
  auditFacetsQuery,
  type AuditFacetsQuery,
  identifier,
} from '@bursar/contract';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Environment } from '../env.js';
import { notFound } from '../http/problem.js';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import { logReach } from '../sync/audit-plan.js';
import { withoutNames } from '../sync/limited-status.js';
import { type Clock, CLOCK, ENVIRONMENT } from '../tokens.js';
import { type EventPage, AuditEventsStore } from './audit-events.store.js';
import { statusOf } from './audit-state.js';
import { AuditStatusStore, type LogRow } from './audit-status.store.js';

/** OpenAI's audit log as it is kept here, longer than OpenAI may keep it. */
@ApiTags('audit log')
@Controller('api/v1/audit-events')
export class AuditEventsController {
  constructor(
    @Inject(AuditEventsStore) private readonly events: AuditEventsStore,
    @Inject(AuditStatusStore) private readonly status: AuditStatusStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Pick<Environment, 'auditMonths'>,
  ) {}

  @Get()
  @RequirePermission('audit_events.read')
  @ApiOperation({ summary: "Events of OpenAI's audit log, the newest first" })
  @ApiOkResponse({ standardSchema: auditEventsAnswer })
  async list(
    @Query({ schema: auditEventsQuery }) query: AuditEventsQuery,
    @CallerScope() scope: Scope,
  ): Promise<EventPage> {
    return this.events.page(query, scope);
  }

  @Get('facets')
  @RequirePermission('audit_events.read')
  @ApiOperation({
    summary: 'What there is to filter audit events by, and how the log itself is doing',
    description: 'Each facet counts the events that the other filters leave.',
  })
  @ApiOkResponse({ standardSchema: auditFacetsAnswer })
  async facets(
    @Query({ schema: auditFacetsQuery }) query: AuditFacetsQuery,
    @CallerScope() scope: Scope,
  ): Promise<AuditFacetsAnswer> {
    const { auditMonths: months } = this.environment;
    const now = this.clock.now();
    const from = new Date(logReach(now.getTime(), months === null ? null : { months }));
    const [facets, logs] = await Promise.all([this.events.facets(query, scope), this.status.logs(scope, from)]);
    const told = scope.projectIds === 'all' ? logs : logs.map(withoutOthers);
    return { logs: told.map((log) => statusOf(log, now, months === null ? null : from)), ...facets };
  }

  @Get(':id')
  @RequirePermission('audit_events.read')
  @ApiOperation({ summary: 'One event' })
  @ApiParam({ name: 'id', description: "OpenAI's id of the event" })
  @ApiOkResponse({ standardSchema: auditEvent })
  async one(@Param('id', { schema: identifier }) id: string, @CallerScope() scope: Scope): Promise<AuditEvent> {
    const { data } = await this.events.page({ id: [id], limit: 1 }, scope);
    if (data[0] !== undefined) return data[0];
    throw notFound(
      `There is no audit event ${id}. It may not have been collected yet, or you may not see its project.`,
    );
  }
}

/** Whoever is limited to some projects is told that something stands in the way, not what OpenAI said of it. */
function withoutOthers(log: LogRow): LogRow {
  return { ...log, lastError: withoutNames(log.lastError) };
}
