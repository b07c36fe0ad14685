import { type DirectoryChange, RATE_LIMIT_FIELDS, type RateLimitField } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DirectoryChangesStore } from '../directory/directory-changes.store.js';
import { invalidRequest } from '../http/problem.js';
import type { Within } from './acted-objects.service.js';

type Limits = Partial<Record<RateLimitField, number>>;

/** More changes of one limit than anybody takes back. */
const MOST = 1000;

/** What the limits of a model were before a change. */
@Injectable()
export class FormerLimits {
  constructor(@Inject(DirectoryChangesStore) private readonly changes: DirectoryChangesStore) {}

  /**
   * The values before a change, of all limits that changed with it.
   *
   * @throws ProblemError 400 where it is no change of this limit, or OpenAI said no value before
   */
  async before(changeId: string, limit: { projectId: string; id: string }, within: Within): Promise<Limits> {
    const { organizationId, projectIds } = within;
    const query = { limit: MOST, kind: ['rate_limit' as const], id: [limit.id], project_id: [limit.projectId] };
    const { data } = await this.changes.page(query, { organizationIds: [organizationId], projectIds });
    const asked = data.find((change) => change.change_id === changeId);
    if (asked === undefined) throw refusal(`has to be the change_id of one of the last ${MOST} changes of this limit`);
    const together = data.filter((change) => change.changed_at === asked.changed_at);
    const former = Object.fromEntries(together.toReversed().flatMap(limitBefore));
    if (Object.keys(former).length > 0) return former;
    throw refusal('is a change before which OpenAI said no value that could be set');
  }
}

function limitBefore({ field, old_value: value }: DirectoryChange): [RateLimitField, number][] {
  const name = RATE_LIMIT_FIELDS.find((one) => one === field);
  return name !== undefined && typeof value === 'number' ? [[name, value]] : [];
}

const refusal = (message: string) => invalidRequest({ pointer: '/restore', message });
