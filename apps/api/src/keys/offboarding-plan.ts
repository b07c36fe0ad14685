/** What to do before a member goes, in the order in which it is done. Pure. */
import type { KeyInventoryItem, Offboarding, OffboardingReason, OffboardingStep } from '@bursar/contract';

export interface OffboardingFacts extends Pick<Offboarding, 'member' | 'range' | 'api_keys' | 'projects' | 'invites'> {
  /** Whether the organization has them alone to own it. */
  isOnlyOwner: boolean;
}

/**
 * What would break comes first: keys that are used, then what nobody would be in charge of. Keys that nobody uses and open
 * invites can wait, but not for ever. A key that has expired needs nothing.
 */
export function planOffboarding(facts: OffboardingFacts): OffboardingStep[] {
  const { member, range, api_keys: keys, projects, invites, isOnlyOwner } = facts;
  const keySteps = keys
    .filter(({ risks }) => !risks.some(({ reason }) => reason === 'expired'))
    .map((key) => stepOfKey(key, range.start));
  const handOvers: OffboardingStep[] = projects
    .filter(({ is_only_owner: isOnly }) => isOnly)
    .map(({ project_id: id, project_name: name }) => ({
      action: 'hand_over',
      why: 'only_owner',
      blocking: true,
      target: { kind: 'project', id, name, project_id: id },
    }));
  const whole: OffboardingStep[] = isOnlyOwner
    ? [{ action: 'hand_over', why: 'only_organization_owner', blocking: true, target: organizationOf(member) }]
    : [];
  const withdrawals: OffboardingStep[] = (invites ?? []).map(({ id, email }) => ({
    action: 'withdraw_invite',
    why: 'open_invite',
    blocking: false,
    target: { kind: 'invite', id, name: email, project_id: null },
  }));
  const steps = [...keySteps, ...handOvers, ...whole, ...withdrawals, ...removalOf(member)];
  // Within each part the order stays.
  return [...steps.filter(({ blocking }) => blocking), ...steps.filter(({ blocking }) => !blocking)];
}

function stepOfKey(key: KeyInventoryItem, since: string): OffboardingStep {
  const isAdmin = key.kind === 'admin';
  const target: OffboardingStep['target'] = {
    kind: isAdmin ? 'admin_api_key' : 'api_key',
    id: key.id,
    name: key.label ?? key.name,
    project_id: key.project_id,
  };
  const use = useOf(key, since);
  if (use === 'idle')
    return { action: 'delete_key', why: isAdmin ? 'admin_key_idle' : 'key_idle', blocking: false, target };
  const why: OffboardingReason = isAdmin ? 'admin_key_in_use' : use === 'used' ? 'key_in_use' : 'key_use_unknown';
  // Admin keys belong to people only.
  return { action: isAdmin ? 'hand_over' : 'rotate_to_service_account', why, blocking: true, target };
}

/** Anything that tells of a use counts; that nothing does counts only where the days were read. */
function useOf(key: KeyInventoryItem, since: string): 'used' | 'idle' | 'unknown' {
  const { requests_last_30_days: requests, cost_last_30_days: cost, last_used_at: lastUsed } = key;
  const isUsed = (requests ?? 0) > 0 || (cost ?? '0') !== '0' || (lastUsed !== null && lastUsed >= since);
  if (isUsed) return 'used';
  const isKnown = requests !== null || cost !== null || lastUsed !== null;
  return isKnown ? 'idle' : 'unknown';
}

function organizationOf({ organization_id: id }: Offboarding['member']): OffboardingStep['target'] {
  return { kind: 'organization', id: id ?? '', name: null, project_id: null };
}

/** Nothing to remove where they have left. */
function removalOf({ id, name, email, gone_at: goneAt }: Offboarding['member']): OffboardingStep[] {
  if (goneAt !== null) return [];
  const target: OffboardingStep['target'] = { kind: 'user', id, name: name ?? email, project_id: null };
  return [{ action: 'remove', why: 'leaves', blocking: false, target }];
}
