/** What a member's leaving breaks, from the keys that they own. */
import type { Offboarding, OffboardingStep } from '@bursar/contract';
import { addDays, midnight } from '../lib/days.js';
import { amount, exact, sum } from '../lib/decimal.js';
import { problem } from './auth-answers.js';
import type { KeyWorld } from './key-world.js';
import { ORGANIZATION, TODAY } from './ledger.js';

/** Owns keys that are used and is the only owner of a project. */
const BUSY = 'user-4';

export function offboardingOf({ items }: KeyWorld, id: string): [number, unknown] {
  const keys = items.filter(({ owner, gone_at: gone }) => owner?.id === id && gone === null);
  if (!/^user-[1-6]$/.test(id)) return problem('not-found', 404, 'There is no such member.');
  const isBusy = id === BUSY;
  const steps: OffboardingStep[] = [
    ...keys
      .filter(({ kind }) => kind === 'project')
      .map((key): OffboardingStep => {
        const isUsed = (key.requests_last_30_days ?? 0) > 0;
        return {
          action: isUsed ? 'rotate_to_service_account' : 'delete_key',
          why: isUsed ? 'key_in_use' : 'key_idle',
          blocking: isUsed,
          target: { kind: 'api_key', id: key.id, name: key.name, project_id: key.project_id },
        };
      }),
    ...(isBusy
      ? ([
          {
            action: 'hand_over',
            why: 'only_owner',
            blocking: true,
            target: { kind: 'project', id: 'proj_1', name: 'Fleet Planner', project_id: 'proj_1' },
          },
          {
            action: 'withdraw_invite',
            why: 'open_invite',
            blocking: false,
            target: { kind: 'invite', id: 'waiting', name: 'waiting@acme.example', project_id: null },
          },
        ] satisfies OffboardingStep[])
      : []),
    {
      action: 'remove',
      why: 'leaves',
      blocking: false,
      target: { kind: 'user', id, name: null, project_id: null },
    },
  ];
  const answer: Offboarding = {
    member: {
      id,
      organization_id: ORGANIZATION,
      name: isBusy ? 'Kenji Abe' : 'Jonas Weber',
      email: `${id}@acme.example`,
      role: 'reader',
      gone_at: null,
    },
    range: { start: midnight(addDays(TODAY, -29)), end: midnight(addDays(TODAY, 1)) },
    currency: 'usd',
    cost_last_30_days: exact(sum(keys.map(({ cost_last_30_days: cost }) => amount(cost ?? '0')))),
    requests_last_30_days: keys.reduce((total, key) => total + (key.requests_last_30_days ?? 0), 0),
    api_keys: keys,
    projects: isBusy
      ? [
          {
            project_id: 'proj_1',
            project_name: 'Fleet Planner',
            role: 'owner',
            is_only_owner: true,
            other_owners: 0,
          },
          {
            project_id: 'proj_2',
            project_name: 'Support Copilot',
            role: 'member',
            is_only_owner: false,
            other_owners: 2,
          },
        ]
      : [],
    groups: isBusy ? [{ group_id: 'group_1', name: 'Platform' }] : [],
    invites: isBusy
      ? [{ id: 'waiting', email: 'waiting@acme.example', role: 'reader', expires_at: '2026-12-01T00:00:00Z' }]
      : [],
    unaffected: { service_accounts: isBusy ? 3 : 0, api_keys: isBusy ? 5 : 0 },
    steps,
  };
  return [200, answer];
}
