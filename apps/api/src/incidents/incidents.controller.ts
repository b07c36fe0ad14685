import {
  evidencePack,
  type EvidencePack,
  incident,
  type Incident,
  incidentBody,
  type IncidentBody,
  incidentCloseBody,
  type IncidentCloseBody,
  incidentKeyBody,
  type IncidentKeyBody,
  incidentNoteBody,
  type IncidentNoteBody,
  incidentsAnswer,
  type IncidentsAnswer,
  incidentsQuery,
  type IncidentsQuery,
  leakImpact,
  type LeakImpact,
  leakImpactQuery,
  type LeakImpactQuery,
} from '@bursar/contract';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ActivityService } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import { callerOf } from '../http/caller.js';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import type { WebRequest } from '../http/web-request.js';
import { EvidenceService } from './evidence.service.js';
import { IncidentsService } from './incidents.service.js';
import type { Looker } from './leak-impact.service.js';

/** Leaked keys: what they did, what was done about them, and the evidence of both. */
@ApiTags('incidents')
@Controller('api/v1')
export class IncidentsController {
  constructor(
    @Inject(IncidentsService) private readonly incidents: IncidentsService,
    @Inject(EvidenceService) private readonly evidences: EvidenceService,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  @Get('leak-impact')
  @RequirePermission('incidents.read')
  @ApiOperation({
    summary: 'What a key did since a time, against what it did before',
    description:
      'Days are exact; money by the hour is an estimate and is called so. Who made the key is told to who may see the audit log.',
  })
  @ApiOkResponse({ standardSchema: leakImpact })
  async impact(
    @Query({ schema: leakImpactQuery }) query: LeakImpactQuery,
    @Req() request: WebRequest,
  ): Promise<LeakImpact> {
    return this.incidents.impact(query, lookerOf(request));
  }

  @Get('incidents')
  @RequirePermission('incidents.read')
  @ApiOperation({ summary: 'Incidents of leaked keys, the newest first' })
  @ApiOkResponse({ standardSchema: incidentsAnswer })
  async list(
    @Query({ schema: incidentsQuery }) query: IncidentsQuery,
    @CallerScope() scope: Scope,
  ): Promise<IncidentsAnswer> {
    return this.incidents.list(query, scope);
  }

  @Post('incidents')
  @RequirePermission('incidents.write')
  @ApiOperation({ summary: 'Open an incident', description: 'By the id of a key; never send the key itself.' })
  @ApiCreatedResponse({ standardSchema: incident })
  async open(@Body({ schema: incidentBody }) body: IncidentBody, @Req() request: WebRequest): Promise<Incident> {
    return this.incidents.open(body, { looker: lookerOf(request), actor: actorOf(request) });
  }

  @Get('incidents/:id')
  @RequirePermission('incidents.read')
  @ApiOperation({ summary: 'An incident: what the key did, and what was done about it' })
  @ApiOkResponse({ standardSchema: incident })
  async show(@Param('id') id: string, @Req() request: WebRequest): Promise<Incident> {
    return this.incidents.show(id, lookerOf(request));
  }

  @Post('incidents/:id/key')
  @HttpCode(200)
  @RequirePermission('incidents.write')
  @ApiOperation({ summary: 'Say which key an incident is about' })
  @ApiOkResponse({ standardSchema: incident })
  async chooseKey(
    @Param('id') id: string,
    @Body({ schema: incidentKeyBody }) body: IncidentKeyBody,
    @Req() request: WebRequest,
  ): Promise<Incident> {
    const looker = lookerOf(request);
    await this.incidents.chooseKey(id, body, { looker, actor: actorOf(request) });
    return this.incidents.show(id, looker);
  }

  @Post('incidents/:id/notes')
  @RequirePermission('incidents.write')
  @ApiOperation({ summary: 'Add a note to an incident', description: 'It stays in the activity trail.' })
  @ApiCreatedResponse({ standardSchema: incident })
  async note(
    @Param('id') id: string,
    @Body({ schema: incidentNoteBody }) { text }: IncidentNoteBody,
    @Req() request: WebRequest,
  ): Promise<Incident> {
    const looker = lookerOf(request);
    await this.incidents.note(id, text, { looker, actor: actorOf(request) });
    return this.incidents.show(id, looker);
  }

  @Post('incidents/:id/close')
  @HttpCode(200)
  @RequirePermission('incidents.write')
  @ApiOperation({ summary: 'Close an incident' })
  @ApiOkResponse({ standardSchema: incident })
  async close(
    @Param('id') id: string,
    @Body({ schema: incidentCloseBody }) { reason }: IncidentCloseBody,
    @Req() request: WebRequest,
  ): Promise<Incident> {
    const looker = lookerOf(request);
    await this.incidents.close(id, reason, { looker, actor: actorOf(request) });
    return this.incidents.show(id, looker);
  }

  @Get('incidents/:id/evidence')
  @RequirePermission('incidents.read')
  @ApiOperation({
    summary: 'All that is known of an incident, to be kept elsewhere',
    description: 'With the hashes of the activity trail, and how each figure was worked out.',
  })
  @ApiOkResponse({ standardSchema: evidencePack })
  async evidence(@Param('id') id: string, @Req() request: WebRequest): Promise<EvidencePack> {
    const looker = lookerOf(request);
    await this.incidents.find(id, looker.scope);
    const target = { kind: 'file', id: `incident-${id}`, name: null };
    return this.activity.perform({ what: 'export.write', target }, actorOf(request), () =>
      this.evidences.pack(id, looker),
    );
  }
}

function lookerOf(request: WebRequest): Looker {
  const { scope, permissions } = callerOf(request);
  return { scope, seesAudit: permissions.includes('audit_events.read') };
}
