/** What the trail tells of an object that something was done on: what people know it by, and what can be changed. */
import { type ActivityTarget, RATE_LIMIT_FIELDS } from '@bursar/contract';
import type { KindName } from '../directory/kinds.js';
import type { Item } from './acted-objects.service.js';

const TOLD: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  invite: ['email', 'role', 'status', 'projects'],
  user: ['name', 'email', 'role'],
  group: ['name'],
  group_user: ['name', 'email'],
  project: ['name', 'status', 'residency'],
  project_user: ['name', 'email', 'role'],
  service_account: ['name', 'role'],
  api_key: ['name', 'redacted_value', 'expires_at'],
  rate_limit: ['model', ...RATE_LIMIT_FIELDS],
  spend_limit: ['threshold_amount', 'currency', 'interval'],
};

/** Never a secret: what stands here comes from the lists, which hold none. */
export function toldOf(kind: KindName, item: Item): Record<string, unknown> {
  const told = (TOLD[kind] ?? []).flatMap((field) => {
    const value = item[field];
    return value === undefined || value === null ? [] : [[field, value]];
  });
  return {
    ...Object.fromEntries(told),
    ...(typeof item['project_id'] === 'string' && { project_id: item['project_id'] }),
  };
}

const NAMED_BY = ['name', 'email', 'model'];

/** @param id null: it is about to be made */
export function targetOf(kind: KindName, id: string | null, item: Item | null): ActivityTarget {
  const name = NAMED_BY.map((field) => item?.[field]).find((value) => typeof value === 'string');
  return { kind, id, name: typeof name === 'string' ? name : null };
}
