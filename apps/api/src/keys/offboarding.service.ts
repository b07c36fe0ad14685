import type { Member, Offboarding } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DirectoryListStore } from '../directory/directory-list.store.js';
import { notFound } from '../http/problem.js';
import { SpendStore } from '../metering/spend.store.js';
import type { Audience } from './audience.js';
import { KeyInventoryStore } from './key-inventory.store.js';
import { KeyPoliciesStore } from './key-policies.store.js';
import { planOffboarding } from './offboarding-plan.js';
import { OffboardingStore } from './offboarding.store.js';

/** More keys than anybody owns. */
const MOST_KEYS = 1000;

/** Tells what a member's leaving would break, and what to do first. */
@Injectable()
export class OffboardingService {
  constructor(
    @Inject(DirectoryListStore) private readonly lists: DirectoryListStore,
    @Inject(KeyInventoryStore) private readonly inventory: KeyInventoryStore,
    @Inject(KeyPoliciesStore) private readonly organizations: KeyPoliciesStore,
    @Inject(OffboardingStore) private readonly store: OffboardingStore,
    @Inject(SpendStore) private readonly spends: SpendStore,
  ) {}

  /**
   * Whoever is limited to some projects sees no members, so that for them there is nobody to leave.
   *
   * @throws ProblemError 404 where no organization in scope ever listed them.
   */
  async preview(id: string, organization: string[] | undefined, audience: Audience): Promise<Offboarding> {
    const member = await this.memberOf(id, organization, audience);
    const own = member.organization_id === null ? {} : { organization: [member.organization_id] };
    const [place] = await this.organizations.policies(own.organization, audience.scope);
    if (place === undefined) throw notFound(`The organization of the member ${id} is being removed.`);
    const leaving = { organizationNumber: place.organizationNumber, id };
    const [keys, spend, projects, groups, invites, unaffected, isOnlyOwner] = await Promise.all([
      this.inventory.page({ limit: MOST_KEYS, sort: '-cost_last_30_days', owner_id: [id], ...own }, audience),
      this.spends.spendBy('api_key_id', audience.scope),
      this.store.projects(leaving),
      this.store.groups(leaving),
      audience.seesAuditLog ? this.store.invites(leaving) : null,
      this.store.unaffected(leaving),
      this.store.isOnlyOwner(leaving),
    ]);
    const { range, matching } = keys.summary;
    const about = { member, range, api_keys: keys.data, projects, invites };
    return {
      ...about,
      currency: spend.currency,
      cost_last_30_days: matching.keys === 0 && keys.summary.costs !== null ? '0' : matching.cost,
      requests_last_30_days: matching.keys === 0 ? 0 : matching.requests,
      groups,
      unaffected,
      steps: planOffboarding({ ...about, isOnlyOwner }),
    };
  }

  private async memberOf(
    id: string,
    organization: string[] | undefined,
    { scope }: Audience,
  ): Promise<Offboarding['member']> {
    const query = { limit: 1, sort: 'id', include_gone: true, id: [id], organization };
    const { data } = await this.lists.page('user', query, scope);
    // What the list of members answers.
    const [found] = data as Member[];
    if (found === undefined) throw notFound(`No member ${id} was ever listed by OpenAI.`);
    const { organization_id, name, email, role, gone_at } = found;
    return { id, organization_id, name, email, role, gone_at };
  }
}
