/** Plays the tokens of the API. */
import type { ApiToken, ApiTokenBody } from '@bursar/contract';
import { problem, type AuthWorld } from './auth-answers.js';
import { NOW } from './ledger.js';

export const TOKEN = 'bursar_stand-in-token';

/** One of the owner who looks, one of somebody else that is over. */
export function someTokens(): ApiToken[] {
  const token = { person_id: 'owner', person_name: 'Mika of owner', project_ids: null, created_at: NOW };
  return [
    {
      ...token,
      id: '1',
      name: 'Month-end report',
      permissions: ['costs.read', 'usage.read'],
      expires_at: '2027-01-15T00:00:00Z',
      last_used_at: null,
    },
    {
      ...token,
      id: '2',
      name: 'Old script',
      person_id: '3',
      person_name: 'Ann Admin',
      permissions: ['sync.run'],
      project_ids: ['proj_1'],
      expires_at: '2026-11-01T00:00:00Z',
      last_used_at: '2026-10-30T00:00:00Z',
    },
  ];
}

/** Null: no call about tokens. */
export function answerTokens(world: AuthWorld, call: string, body: unknown): [number, unknown] | null {
  const [, method, id] = /^(\w+) \/api\/v1\/tokens(?:\/(\w+))?$/.exec(call) ?? [];
  if (method === undefined) return null;
  if (method === 'GET') return [200, { data: world.tokens }];
  if (method === 'DELETE') {
    if (world.tokens.every((each) => each.id !== id)) {
      return problem('not-found', 404, `There is no token ${id ?? ''} that you may end.`);
    }
    world.tokens = world.tokens.filter((each) => each.id !== id);
    return [204, undefined];
  }
  // What is asked here was written by the page; a spec compares it.
  const { name, permissions, project_ids: projectIds } = body as ApiTokenBody;
  const [first] = someTokens();
  if (first === undefined) throw new Error('There is no token to make another of.');
  const made: ApiToken = { ...first, id: '3', name, permissions, project_ids: projectIds };
  world.tokens = [made, ...world.tokens];
  return [201, { token: TOKEN, api_token: made }];
}
