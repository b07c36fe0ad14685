import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Put, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type ActivityTarget,
  disconnectBody,
  type DisconnectBody,
  KEY_USES,
  keyRemoval,
  type KeyRemoval,
  type KeyTest,
  keyTest,
  keyTestAnswer,
  type KeyTestAnswer,
  keyTestBody,
  type KeyTestBody,
  type KeyUse,
  organization,
  type Organization,
  organizationBody,
  type OrganizationBody,
  organizationChange,
  type OrganizationChange,
  organizationKeyBody,
  type OrganizationKeyBody,
  organizationRemoval,
  type OrganizationRemoval,
  organizationsAnswer,
  type OrganizationsAnswer,
} from '@bursar/contract';
import { z } from 'zod';
import { ActivityService } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import { callerOf } from '../http/caller.js';
import { RequirePermission } from '../http/require-permission.js';
import type { WebRequest } from '../http/web-request.js';
import { ConnectionsService } from './connections.service.js';
import { nameOf } from './foreign-keys.js';
import { lastFourOf, redacted } from './key-marks.js';
import type { OrganizationRow } from './organizations.store.js';
import { RemovalsService } from './removals.service.js';

const keyUse = z.enum(KEY_USES);

/** The OpenAI organizations that Bursar collects from, and their keys. */
@ApiTags('organizations')
@Controller('api/v1/organizations')
export class OrganizationsController {
  constructor(
    @Inject(ConnectionsService) private readonly connections: ConnectionsService,
    @Inject(RemovalsService) private readonly removals: RemovalsService,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  @Get()
  @RequirePermission('organizations.read')
  @ApiOperation({ summary: 'Which organizations are connected, and what their keys may do' })
  @ApiOkResponse({ standardSchema: organizationsAnswer })
  async list(): Promise<OrganizationsAnswer> {
    return { data: await this.connections.list() };
  }

  @Post('test')
  @HttpCode(200)
  @RequirePermission('organizations.write')
  @ApiOperation({
    summary: 'Try an admin key and keep nothing',
    description:
      'Each scope is tried by a list that changes nothing. Whether a key may write shows in the first action.',
  })
  @ApiOkResponse({ standardSchema: keyTestAnswer })
  async test(
    @Body({ schema: keyTestBody }) { admin_key: key }: KeyTestBody,
    @Req() request: WebRequest,
  ): Promise<KeyTestAnswer> {
    const act = { what: 'organization.test', after: { key: shown(key) } } as const;
    return this.activity.perform(act, actorOf(request), () => this.connections.test(key));
  }

  @Post()
  @RequirePermission('organizations.write')
  @ApiOperation({
    summary: 'Connect an organization',
    description: 'One that was disconnected goes on with its history.',
  })
  @ApiCreatedResponse({ standardSchema: organization })
  async connect(
    @Body({ schema: organizationBody }) body: OrganizationBody,
    @Req() request: WebRequest,
  ): Promise<Organization> {
    const { admin_key: key, write_key: writeKey, name } = body;
    return this.activity.perform(
      {
        what: 'organization.connect',
        target: { kind: 'organization', id: null, name: name ?? null },
        after: { key: shown(key), ...(writeKey !== undefined && { write_key: shown(writeKey) }) },
        done: (connected) => ({ target: targetOfShown(connected) }),
      },
      actorOf(request),
      () => this.connections.connect(body, callerOf(request).personId),
    );
  }

  @Patch(':id')
  @RequirePermission('organizations.write')
  @ApiOperation({ summary: 'Name an organization: OpenAI does not say what it is called' })
  @ApiOkResponse({ standardSchema: organization })
  async change(
    @Param('id') id: string,
    @Body({ schema: organizationChange }) { name }: OrganizationChange,
    @Req() request: WebRequest,
  ): Promise<Organization> {
    const stored = await this.connections.find(id);
    const act = { what: 'organization.change', target: targetOf(stored), before: { name: stored.name } } as const;
    return this.activity.perform({ ...act, after: { name } }, actorOf(request), () =>
      this.connections.rename(id, name),
    );
  }

  @Put(':id/keys/:use')
  @RequirePermission('organizations.write')
  @ApiOperation({
    summary: 'Replace a key without a gap',
    description: 'It is tried before the old one is forgotten. The key for writing may be set for the first time.',
  })
  @ApiOkResponse({ standardSchema: organization })
  async replaceKey(
    @Param('id') id: string,
    @Param('use', { schema: keyUse }) use: KeyUse,
    @Body({ schema: organizationKeyBody }) { admin_key: adminKey, reason }: OrganizationKeyBody,
    @Req() request: WebRequest,
  ): Promise<Organization> {
    const target = targetOf(await this.connections.find(id));
    const after = { use, key: shown(adminKey) };
    return this.activity.perform(
      { what: 'organization.replace_key', target, reason: reason ?? null, after },
      actorOf(request),
      () => this.connections.replaceKey({ id, use, adminKey, personId: callerOf(request).personId }),
    );
  }

  @Post(':id/keys/:use/test')
  @HttpCode(200)
  @RequirePermission('organizations.write')
  @ApiOperation({ summary: 'Try a key that is kept' })
  @ApiOkResponse({ standardSchema: keyTest })
  async testKey(
    @Param('id') id: string,
    @Param('use', { schema: keyUse }) use: KeyUse,
    @Req() request: WebRequest,
  ): Promise<KeyTest> {
    const act = {
      what: 'organization.test',
      target: targetOf(await this.connections.find(id)),
      after: { use },
    } as const;
    return this.activity.perform(act, actorOf(request), () => this.connections.testKey(id, use));
  }

  @Delete(':id/keys/write')
  @RequirePermission('organizations.write')
  @ApiOperation({
    summary: 'Forget the key for writing',
    description: 'Changes are then made with the key that reads.',
  })
  @ApiOkResponse({ standardSchema: organization })
  async forgetWriteKey(
    @Param('id') id: string,
    @Body({ schema: keyRemoval }) { reason = undefined }: KeyRemoval,
    @Req() request: WebRequest,
  ): Promise<Organization> {
    const target = targetOf(await this.connections.find(id));
    const act = { what: 'organization.forget_key', target, reason: reason ?? null } as const;
    return this.activity.perform(act, actorOf(request), () => this.connections.forgetWriteKey(id));
  }

  @Post(':id/disconnect')
  @HttpCode(200)
  @RequirePermission('organizations.write')
  @ApiOperation({ summary: 'Disconnect an organization', description: 'Its keys are forgotten, its history is kept.' })
  @ApiOkResponse({ standardSchema: organization })
  async disconnect(
    @Param('id') id: string,
    @Body({ schema: disconnectBody }) { reason }: DisconnectBody,
    @Req() request: WebRequest,
  ): Promise<Organization> {
    const target = targetOf(await this.connections.find(id));
    const act = { what: 'organization.disconnect', target, reason } as const;
    return this.activity.perform(act, actorOf(request), () => this.connections.disconnect(id));
  }

  @Delete(':id')
  @HttpCode(202)
  @RequirePermission('organizations.write')
  @ApiOperation({
    summary: 'Delete what was collected of an organization that is disconnected',
    description: 'Answered at once; the deletion goes on until the organization is no longer listed.',
  })
  @ApiAcceptedResponse({ standardSchema: organization })
  async remove(
    @Param('id') id: string,
    @Body({ schema: organizationRemoval }) { name, reason }: OrganizationRemoval,
    @Req() request: WebRequest,
  ): Promise<Organization> {
    const target = targetOf(await this.connections.find(id));
    return this.activity.perform({ what: 'organization.remove', target, reason }, actorOf(request), async () => {
      const removed = await this.connections.show(Number(id));
      await this.removals.begin(removed, name);
      return { ...removed, state: 'removing' as const, keys: { read: null, write: null } };
    });
  }
}

/** What the trail may hold of a key. */
const shown = (key: string): string => redacted(lastFourOf(key));

const targetOf = (stored: OrganizationRow): ActivityTarget => {
  return { kind: 'organization', id: String(stored.id), name: nameOf(stored) };
};

const targetOfShown = ({ id, name, organization_id: openaiId }: Organization): ActivityTarget => {
  return { kind: 'organization', id, name: name ?? openaiId };
};
