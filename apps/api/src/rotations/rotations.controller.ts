import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type ActivityWord,
  rotation,
  type Rotation,
  rotationBody,
  type RotationBody,
  rotationCancelBody,
  type RotationCancelBody,
  rotationDeleteBody,
  type RotationDeleteBody,
  rotationDoneBody,
  type RotationDoneBody,
  rotationExpireBody,
  type RotationExpireBody,
  rotationKeyAnswer,
  type RotationKeyAnswer,
  rotationKeyBody,
  type RotationKeyBody,
  rotationPlacedBody,
  type RotationPlacedBody,
  rotationsAnswer,
  type RotationsAnswer,
  rotationsQuery,
  type RotationsQuery,
} from '@bursar/contract';
import type { ServerResponse } from 'node:http';
import { ActivityService, type Done } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import type { WebRequest } from '../http/web-request.js';
import { NewKeyService } from './new-key.service.js';
import { OldKeyService } from './old-key.service.js';
import { RotationsService } from './rotations.service.js';

const LOST = "OpenAI's answer was lost, and reading did not tell whether it was done. It was sent once.";

/** One step: what it is called, why, and what it asks for. */
interface Step<T> {
  what: ActivityWord;
  reason?: string | undefined;
  after: Record<string, unknown>;
  done?: (result: T) => Done;
}

/** Rotations of keys, with the evidence that the old one is no longer used. */
@ApiTags('rotations')
@Controller('api/v1/rotations')
export class RotationsController {
  constructor(
    @Inject(RotationsService) private readonly rotations: RotationsService,
    @Inject(NewKeyService) private readonly newKeys: NewKeyService,
    @Inject(OldKeyService) private readonly oldKeys: OldKeyService,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  @Get()
  @RequirePermission('directory.read')
  @ApiOperation({ summary: 'Rotations of keys, the newest first' })
  @ApiOkResponse({ standardSchema: rotationsAnswer })
  async list(
    @Query({ schema: rotationsQuery }) query: RotationsQuery,
    @CallerScope() scope: Scope,
  ): Promise<RotationsAnswer> {
    return this.rotations.list(query, scope);
  }

  @Get(':id')
  @RequirePermission('directory.read')
  @ApiOperation({ summary: 'A rotation: how far it is, and whether the old key is still used' })
  @ApiOkResponse({ standardSchema: rotation })
  async show(@Param('id') id: string, @CallerScope() scope: Scope): Promise<Rotation> {
    return this.rotations.show(id, scope);
  }

  @Post()
  @RequirePermission('keys.write')
  @ApiOperation({
    summary: 'Begin to rotate a key',
    description: 'Nothing changes at OpenAI yet. From now on minutes of everything that can name a key are read.',
  })
  @ApiCreatedResponse({ standardSchema: rotation })
  async open(
    @Body({ schema: rotationBody }) body: RotationBody,
    @CallerScope() scope: Scope,
    @Req() request: WebRequest,
  ): Promise<Rotation> {
    return this.rotations.open(body, { scope, actor: actorOf(request) });
  }

  @Post(':id/new-key')
  @RequirePermission('keys.write')
  @ApiOperation({
    summary: 'Make the new key of a rotation',
    description:
      'The only answer that ever holds its secret. Where an answer of OpenAI was lost, the same call finds out what ' +
      'became of it before anything is made: 202 while nobody can know.',
  })
  @ApiCreatedResponse({ standardSchema: rotationKeyAnswer })
  @ApiAcceptedResponse({ standardSchema: rotationKeyAnswer })
  async makeKey(
    @Param('id') id: string,
    @Body({ schema: rotationKeyBody }) { reason, ...body }: RotationKeyBody,
    @CallerScope() scope: Scope,
    @Req() request: WebRequest,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<RotationKeyAnswer> {
    const step: Step<Awaited<ReturnType<NewKeyService['make']>>> = {
      what: 'rotation.make_key',
      reason,
      after: { ...body },
      done: ({ state, keyId, replaces }) => ({
        after: { ...body, result: state, api_key_id: keyId, replaces },
        isUnknown: state === 'unknown',
      }),
    };
    const made = await this.perform(step, { id, scope, request }, () => this.newKeys.make(id, body, actorOf(request)));
    response.setHeader('cache-control', 'no-store');
    if (made.state !== 'created') response.statusCode = made.state === 'unknown' ? 202 : 200;
    return { rotation: await this.rotations.show(id, scope), secret: made.secret, state: made.state };
  }

  @Post(':id/placed')
  @HttpCode(200)
  @RequirePermission('keys.write')
  @ApiOperation({ summary: 'Say that the new key is in place' })
  @ApiOkResponse({ standardSchema: rotation })
  async place(
    @Param('id') id: string,
    @Body({ schema: rotationPlacedBody }) { reason }: RotationPlacedBody,
    @CallerScope() scope: Scope,
    @Req() request: WebRequest,
  ): Promise<Rotation> {
    await this.perform(
      { what: 'rotation.place', reason, after: {}, done: (after) => ({ after }) },
      { id, scope, request },
      (trailId) => this.oldKeys.place(id, { actor: actorOf(request), trailId }),
    );
    return this.rotations.show(id, scope);
  }

  @Post(':id/expire')
  @HttpCode(200)
  @RequirePermission('keys.write')
  @ApiOperation({
    summary: 'Let the old key expire, or move its end',
    description:
      'Refused while it is used, or while nobody knows whether it is, unless forced. An end that is set already is moved by ' +
      'the same call, until it has come; to later without force.',
  })
  @ApiOkResponse({ standardSchema: rotation })
  @ApiAcceptedResponse({ standardSchema: rotation, description: LOST })
  async expire(
    @Param('id') id: string,
    @Body({ schema: rotationExpireBody }) { reason, ...body }: RotationExpireBody,
    @CallerScope() scope: Scope,
    @Req() request: WebRequest,
  ): Promise<Rotation> {
    const step: Step<Awaited<ReturnType<OldKeyService['expire']>>> = {
      what: 'rotation.expire_key',
      reason,
      after: body,
      done: ({ result, ...done }) => ({
        after: { ...body, expires_at: result, ...done },
        isUnknown: result === 'unknown',
      }),
    };
    const { result } = await this.perform(step, { id, scope, request }, (trailId) =>
      this.oldKeys.expire(id, { reason, ...body }, { actor: actorOf(request), trailId }),
    );
    if (result === 'unknown') request.res.statusCode = 202;
    return this.rotations.show(id, scope);
  }

  @Post(':id/delete')
  @HttpCode(200)
  @RequirePermission('keys.write')
  @ApiOperation({
    summary: 'Delete the old key',
    description:
      'Refused while it is used, or while nobody knows whether it is, unless forced. Where OpenAI refuses to delete keys ' +
      'of service accounts, needs_new_account of the answer says so.',
  })
  @ApiOkResponse({ standardSchema: rotation })
  @ApiAcceptedResponse({ standardSchema: rotation, description: LOST })
  async delete(
    @Param('id') id: string,
    @Body({ schema: rotationDeleteBody }) { reason, ...body }: RotationDeleteBody,
    @CallerScope() scope: Scope,
    @Req() request: WebRequest,
  ): Promise<Rotation> {
    const step: Step<Awaited<ReturnType<OldKeyService['delete']>>> = {
      what: 'rotation.delete_key',
      reason,
      after: body,
      done: (done) => ({ after: { ...body, ...done }, isUnknown: done.result === 'unknown' }),
    };
    const { result } = await this.perform(step, { id, scope, request }, (trailId) =>
      this.oldKeys.delete(id, { reason, ...body }, { actor: actorOf(request), trailId }),
    );
    if (result === 'unknown') request.res.statusCode = 202;
    return this.rotations.show(id, scope);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequirePermission('keys.write')
  @ApiOperation({ summary: 'Cancel a rotation: the keys stay as they are' })
  @ApiOkResponse({ standardSchema: rotation })
  async cancel(
    @Param('id') id: string,
    @Body({ schema: rotationCancelBody }) { reason }: RotationCancelBody,
    @CallerScope() scope: Scope,
    @Req() request: WebRequest,
  ): Promise<Rotation> {
    await this.perform({ what: 'rotation.cancel', reason, after: {} }, { id, scope, request }, () =>
      this.oldKeys.cancel(id, actorOf(request)),
    );
    return this.rotations.show(id, scope);
  }

  @Post(':id/done')
  @HttpCode(200)
  @RequirePermission('keys.write')
  @ApiOperation({ summary: 'Close a rotation whose old key has ended, or is silent and about to' })
  @ApiOkResponse({ standardSchema: rotation })
  async finish(
    @Param('id') id: string,
    @Body({ schema: rotationDoneBody }) { reason }: RotationDoneBody,
    @CallerScope() scope: Scope,
    @Req() request: WebRequest,
  ): Promise<Rotation> {
    const step: Step<Awaited<ReturnType<OldKeyService['finish']>>> = {
      what: 'rotation.finish',
      reason,
      after: {},
      done: (drain) => ({ after: { drain } }),
    };
    await this.perform(step, { id, scope, request }, () => this.oldKeys.finish(id, actorOf(request)));
    return this.rotations.show(id, scope);
  }

  /** @throws ProblemError 404 before anything is written down where the scope does not hold it. */
  private async perform<T>(
    { reason = undefined, ...step }: Step<T>,
    { id, scope, request }: { id: string; scope: Scope; request: WebRequest },
    action: (trailId: string) => Promise<T>,
  ): Promise<T> {
    const { oldKeyId, state, expiresAt } = await this.rotations.find(id, scope);
    const target = { kind: 'rotation', id, name: null };
    const after = { ...step.after, old_key_id: oldKeyId };
    return this.activity.perform(
      {
        ...step,
        target,
        after,
        reason: reason ?? null,
        before: { state, ...(expiresAt !== null && { expires_at: expiresAt }) },
      },
      actorOf(request),
      action,
    );
  }
}
