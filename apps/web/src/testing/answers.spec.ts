import { describe, expect, it } from '@jest/globals';
import {
  ACTION_ANSWERS,
  actionUnknown,
  activityAnswer,
  activityFacetsAnswer,
  apiTokensAnswer,
  authState,
  costsAnswer,
  DIRECTORY_CALLS,
  directoryChangesAnswer,
  memberDetail,
  offboarding,
  keyDetail,
  keyInventoryAnswer,
  keyPoliciesAnswer,
  keyTest,
  keyTestAnswer,
  madeServiceAccount,
  organization,
  organizationsAnswer,
  peopleAnswer,
  projectDetail,
  restatementsAnswer,
  sessionsAnswer,
  syncAnswer,
  usageAnswer,
  usageOverview,
} from '@bursar/contract';
import { amount, exact, sum } from '../lib/decimal.js';
import { UNKNOWN } from './management-answers.js';
import { KEYS } from './organization-answers.js';
import { SCENES, standIn } from './stand-in-server.js';

const RANGE = 'start=2026-11-01T00:00:00Z&end=2026-11-22T00:00:00Z';

const LISTS = ['projects', 'api-keys', 'members', 'invites', 'project-members', 'rate-limits', 'groups'] as const;

describe('the stand-in of the API', () => {
  it.each(SCENES.filter((scene) => scene !== 'failing'))('answers by the contract in the scene "%s"', async (scene) => {
    const { transport } = standIn(scene, { from: '2026-09-01' });
    const read = async (path: string): Promise<unknown> => (await transport(`/api/v1/${path}`)).json();
    authState.parse(await (await transport('/api/auth/state')).json());
    sessionsAnswer.parse(await (await transport('/api/auth/sessions')).json());
    peopleAnswer.parse(await read('people'));
    apiTokensAnswer.parse(await read('tokens'));
    organizationsAnswer.parse(await read('organizations'));
    activityAnswer.parse(await read('activity'));
    activityFacetsAnswer.parse(await read('activity/facets?outcome=refused'));
    if (scene !== 'stateless') syncAnswer.parse(await read('sync'));
    for (const path of LISTS) DIRECTORY_CALLS[path].answer.parse(await read(`${path}?include_gone=true`));
    directoryChangesAnswer.parse(await read('directory-changes'));
    if (scene !== 'connecting' && scene !== 'unconnected') {
      projectDetail.parse(await read('projects/proj_1'));
      if (scene !== 'missing-scope') memberDetail.parse(await read('members/user-1'));
    }
    const inventory = keyInventoryAnswer.parse(await read('key-inventory?include_gone=true'));
    const [key] = inventory.data;
    if (key !== undefined) keyDetail.parse(await read(`key-inventory/${key.id}`));
    keyPoliciesAnswer.parse(await read('key-policies'));
    offboarding.parse(await read('members/user-4/offboarding'));
    restatementsAnswer.parse(await read(`restatements?${RANGE}`));
    const overview = usageOverview.parse(await read(`usage?${RANGE}`));
    for (const { capability } of overview.capabilities.slice(0, 2)) {
      const answer = usageAnswer.parse(await read(`usage/${capability}?${RANGE}&group_by=project_id&limit=3`));
      const parts = [...answer.groups.map(({ total }) => total), answer.other?.total ?? '0'];
      expect(exact(sum(parts.map(amount)))).toBe(answer.total);
    }
    for (const shape of [
      'bucket=day&limit=3&group_by=project_id',
      'bucket=week',
      'bucket=total&group_by=model&group_by=token_type',
    ]) {
      const answer = costsAnswer.parse(await read(`costs?${RANGE}&${shape}`));
      const parts = [...answer.groups.map(({ total }) => total), answer.other?.total ?? '0'];
      expect(exact(sum(parts.map(amount)))).toBe(answer.total);
    }
  });

  it('answers by the contract about keys that are pasted', async () => {
    const { transport } = standIn('several');
    const send = async (method: string, path: string, body: object): Promise<unknown> =>
      (await transport(`/api/v1/organizations${path}`, { method, body: JSON.stringify(body) })).json();
    for (const key of [KEYS.fresh, KEYS.partial, KEYS.acme, KEYS.refused]) {
      keyTestAnswer.parse(await send('POST', '/test', { admin_key: key }));
    }
    keyTest.parse(await send('POST', '/1/keys/read/test', {}));
    organization.parse(await send('POST', '', { admin_key: KEYS.fresh, name: 'Gamma' }));
    organization.parse(await send('PATCH', '/1', { name: 'Acme' }));
    organization.parse(await send('PUT', '/1/keys/write', { admin_key: KEYS.acme }));
    organization.parse(await send('POST', '/1/disconnect', { reason: 'over' }));
  });

  it('answers by the contract about what is done at OpenAI', async () => {
    const { transport } = standIn('full');
    const send = async (method: string, path: string, body: object = {}): Promise<unknown> =>
      (await transport(`/api/v1/${path}`, { method, body: JSON.stringify(body) })).json();
    const { invite, user, group, group_user: groupUser, project, project_user: projectUser } = ACTION_ANSWERS;
    invite.parse(await send('POST', 'invites', { email: 'ada@acme.example', role: 'reader' }));
    invite.parse(await send('DELETE', 'invites/waiting'));
    user.parse(await send('PATCH', 'members/user-4', { role: 'owner' }));
    group.parse(await send('POST', 'groups', { name: 'Night' }));
    groupUser.parse(await send('POST', 'groups/group_1/members', { user_id: 'user-4' }));
    project.parse(await send('POST', 'projects', { name: 'Day Shift' }));
    projectUser.parse(await send('POST', 'projects/proj_1/members', { user_id: 'user-4', role: 'member' }));
    madeServiceAccount.parse(await send('POST', 'projects/proj_1/service-accounts', { name: 'runner' }));
    ACTION_ANSWERS.rate_limit.parse(await send('PATCH', 'projects/proj_1/rate-limits/rl-gpt-6-astra'));
    ACTION_ANSWERS.spend_limit.parse(await send('PUT', 'projects/proj_1/spend-limit', { threshold_amount: 100 }));
    actionUnknown.parse(UNKNOWN);
  });
});
