import { Body, Controller, Delete, HttpCode, Inject, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  type ActivityTarget,
  keyInventoryItem,
  type KeyInventoryItem,
  keyLabelBody,
  type KeyLabelBody,
  keySnoozeBody,
  type KeySnoozeBody,
  keySnoozeEndQuery,
  type KeySnoozeEndQuery,
} from '@bursar/contract';
import { type Act, ActivityService } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import { invalidRequest, notFound } from '../http/problem.js';
import { RequirePermission } from '../http/require-permission.js';
import type { WebRequest } from '../http/web-request.js';
import { DAY_MS } from '../sync/spans.js';
import { type Clock, CLOCK } from '../tokens.js';
import { audienceOf } from './audience.js';
import { KeyCareStore } from './key-care.store.js';
import { type AskedKey, type FoundKey, KeyInventoryStore } from './key-inventory.store.js';

const LONGEST_SNOOZE_DAYS = 366;

/** What is written about keys in Bursar; nothing of it goes to OpenAI. */
@ApiTags('keys')
@Controller('api/v1/api-keys/:id')
@ApiParam({ name: 'id', description: 'OpenAI’s, of a project key or an admin key' })
export class KeyCareController {
  constructor(
    @Inject(KeyInventoryStore) private readonly inventory: KeyInventoryStore,
    @Inject(KeyCareStore) private readonly care: KeyCareStore,
    @Inject(ActivityService) private readonly activity: ActivityService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put('label')
  @RequirePermission('keys.write')
  @ApiOperation({
    summary: 'Give a key a label, or take it away',
    description: 'OpenAI lets nobody rename a key. The label is Bursar’s own, shown beside OpenAI’s name.',
  })
  @ApiOkResponse({ standardSchema: keyInventoryItem })
  async label(
    @Param('id') id: string,
    @Body({ schema: keyLabelBody }) { label, reason, ...where }: KeyLabelBody,
    @Req() request: WebRequest,
  ): Promise<KeyInventoryItem> {
    const key = await this.find(askedKey(id, where), request);
    const act: Act = { what: 'key.label', reason, before: { label: key.item.label }, after: { label } };
    return this.perform(act, { key, request }, (personId) => this.care.label(key.place, label, personId));
  }

  @Post('snooze')
  @HttpCode(200)
  @RequirePermission('keys.write')
  @ApiOperation({ summary: 'Put off what a key asks for', description: 'Until then it needs no decision.' })
  @ApiOkResponse({ standardSchema: keyInventoryItem })
  async snooze(
    @Param('id') id: string,
    @Body({ schema: keySnoozeBody }) { until, reason, ...where }: KeySnoozeBody,
    @Req() request: WebRequest,
  ): Promise<KeyInventoryItem> {
    const now = this.clock.now();
    refuseUntil(until, now);
    const key = await this.find(askedKey(id, where), request);
    const act: Act = {
      what: 'key.snooze',
      reason,
      before: { until: key.item.snoozed?.until ?? null },
      after: { until },
    };
    return this.perform(act, { key, request }, (personId) =>
      this.care.snooze(key.place, { reason, since: now, until }, personId),
    );
  }

  @Delete('snooze')
  @RequirePermission('keys.write')
  @ApiOperation({ summary: 'Let a key ask again that was snoozed' })
  @ApiOkResponse({ standardSchema: keyInventoryItem })
  async wake(
    @Param('id') id: string,
    @Query({ schema: keySnoozeEndQuery }) { reason, ...where }: KeySnoozeEndQuery,
    @Req() request: WebRequest,
  ): Promise<KeyInventoryItem> {
    const key = await this.find(askedKey(id, where), request);
    const { snoozed } = key.item;
    if (snoozed === null) throw notFound(`The key ${id} is not snoozed; it asks already for whatever it needs.`);
    const act: Act = { what: 'key.wake', reason, before: { until: snoozed.until }, after: { until: null } };
    return this.perform(act, { key, request }, () => this.care.wake(key.place));
  }

  private async find(asked: AskedKey, request: WebRequest): Promise<FoundKey> {
    return this.inventory.one(asked, audienceOf(request));
  }

  /** Does it, and answers the key as it is then. */
  private async perform(
    act: Act,
    { key, request }: { key: FoundKey; request: WebRequest },
    change: (personId: number | null) => Promise<void>,
  ): Promise<KeyInventoryItem> {
    const actor = actorOf(request);
    const { id, project_id: projectId, organization_id: organization } = key.item;
    return this.activity.perform({ ...act, target: targetOf(key.item) }, actor, async () => {
      await change(actor.personId);
      const asked = { id, projectId, organization: organization === null ? undefined : [organization] };
      return (await this.find(asked, request)).item;
    });
  }
}

function askedKey(
  id: string,
  { project_id: projectId, organization }: Pick<KeyLabelBody, 'project_id' | 'organization'>,
): AskedKey {
  return { id, projectId, organization: organization === undefined ? undefined : [organization] };
}

/** A key as the trail names it. */
function targetOf({ kind, id, name }: KeyInventoryItem): ActivityTarget {
  return { kind: kind === 'project' ? 'api_key' : 'admin_api_key', id, name };
}

function refuseUntil(until: string, now: Date): void {
  const latest = new Date(now.getTime() + LONGEST_SNOOZE_DAYS * DAY_MS);
  const at = new Date(until);
  if (at > now && at <= latest) return;
  throw invalidRequest({
    pointer: '/until',
    message: `has to be after ${now.toISOString()} and not after ${latest.toISOString()}`,
  });
}
