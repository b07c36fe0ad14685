import { Body, Controller, Get, Inject, Put, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  keyPoliciesAnswer,
  type KeyPoliciesAnswer,
  keyPoliciesQuery,
  type KeyPoliciesQuery,
  type KeyPolicy,
  keyPolicy,
  keyPolicyBody,
  type KeyPolicyBody,
} from '@bursar/contract';
import { ActivityService } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import { callerOf } from '../http/caller.js';
import { invalidRequest, notFound, ProblemError } from '../http/problem.js';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import type { WebRequest } from '../http/web-request.js';
import { KeyPoliciesStore, type OrganizationPolicy } from './key-policies.store.js';

/** What keys have to be like; the inventory judges them by it. */
@ApiTags('keys')
@Controller('api/v1/key-policies')
export class KeyPoliciesController {
  constructor(
    @Inject(KeyPoliciesStore) private readonly policies: KeyPoliciesStore,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  @Get()
  @RequirePermission('directory.read')
  @ApiOperation({ summary: 'What keys have to be like, in each organization' })
  @ApiOkResponse({ standardSchema: keyPoliciesAnswer })
  async list(
    @Query({ schema: keyPoliciesQuery }) { organization }: KeyPoliciesQuery,
    @CallerScope() scope: Scope,
  ): Promise<KeyPoliciesAnswer> {
    const policies = await this.policies.policies(organization, scope);
    return { data: policies.map(({ policy }) => withinScope(policy, scope)) };
  }

  @Put()
  @RequirePermission('key_policies.write')
  @ApiOperation({
    summary: 'Set what keys have to be like, in one organization',
    description: 'Replaces the whole policy. A threshold of null asks for nothing.',
  })
  @ApiOkResponse({ standardSchema: keyPolicy })
  async set(
    @Body({ schema: keyPolicyBody }) { reason, organization, ...thresholds }: KeyPolicyBody,
    @Req() request: WebRequest,
  ): Promise<KeyPolicy> {
    const { scope } = callerOf(request);
    const { organizationNumber, policy: before } = chosen(await this.policies.policies(undefined, scope), organization);
    const { organization_id: id, changed_at: _at, changed_by: _by, ...was } = before;
    const target = { kind: 'organization', id, name: null };
    const act = { what: 'key_policy.change', target, reason, before: was, after: thresholds } as const;
    const actor = actorOf(request);
    return this.activity.perform(act, actor, async () => {
      await this.policies.set(organizationNumber, thresholds, actor.personId);
      const now = await this.policies.policies(undefined, scope);
      return chosen(
        now.filter((one) => one.organizationNumber === organizationNumber),
        undefined,
      ).policy;
    });
  }
}

/** @throws ProblemError 400 where it is not said which one, or there is none of that name; 404 where there is none. */
function chosen(policies: readonly OrganizationPolicy[], organization: string | undefined): OrganizationPolicy {
  const allowed = policies.flatMap(({ policy }) => (policy.organization_id === null ? [] : [policy.organization_id]));
  const fitting =
    organization === undefined ? policies : policies.filter(({ policy }) => policy.organization_id === organization);
  const [found, another] = fitting;
  if (another !== undefined) {
    throw new ProblemError('several-organizations', 400, `Say which organization is meant: ${allowed.join(', ')}.`, [
      { pointer: '/organization', message: 'is needed where there are several', allowed },
    ]);
  }
  if (found !== undefined) return found;
  if (organization === undefined) throw notFound('No organization is connected, so that there are no keys to judge.');
  throw invalidRequest({ pointer: '/organization', message: 'is not known', allowed });
}

/** Whoever is limited to some projects is not told of others. */
function withinScope(policy: KeyPolicy, { projectIds }: Scope): KeyPolicy {
  if (projectIds === 'all') return policy;
  const { project_ids, ...production } = policy.no_member_keys_in;
  const theirs = project_ids.filter((id) => projectIds.includes(id));
  return { ...policy, no_member_keys_in: { ...production, project_ids: theirs } };
}
