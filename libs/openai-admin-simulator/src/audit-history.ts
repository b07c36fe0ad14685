/** What the audit log holds from before the simulator was started: in keeping with the directory as it is. */
import type { Deed } from './audit-log.js';
import type { Someone } from './audit-model.js';
import { DAY_SECONDS } from './days.js';
import type { Member, Project, ProjectKey } from './organization-model.js';
import { fraction, hash, pick } from './random.js';

export interface HistoryPlan {
  seed: number;
  anchorDay: number;
  projects: readonly Project[];
  members: readonly Member[];
  keys: readonly ProjectKey[];
}

/** How far back the log goes. */
const DAYS = 120;
const MOST_LOGINS = 6;
const HOME = { country: 'DE', city: 'Lübeck', region: 'Schleswig-Holstein', region_code: 'SH', asn: '64501' };

/** What happened after one instant and up to another; the past at first, and then what goes on: people sign in. */
export function auditHistory(plan: HistoryPlan): (after: number, until: number) => Deed[] {
  const since = (plan.anchorDay - DAYS) * DAY_SECONDS;
  return (after, until) => {
    const isPast = after < since;
    const days = { from: Math.floor(Math.max(since, after) / DAY_SECONDS), to: Math.floor(until / DAY_SECONDS) };
    const past = isPast ? [...keyDeeds(plan), ...projectDeeds(plan), ...tenantDeeds(plan), ...changes(plan)] : [];
    return [...logins(plan, days), ...past].filter(({ at = 0 }) => at >= since && at > after && at <= until);
  };
}

function inBrowser(memberId: string, atHome = false): Someone {
  const address = atHome ? { ipAddress: '198.51.100.77', ipDetails: HOME } : {};
  return { type: 'session', memberId, ...address };
}

/** Several a day, in office hours, a few from home; one in twenty fails at first. */
function logins({ seed, members }: HistoryPlan, { from, to }: { from: number; to: number }): Deed[] {
  const present = members.filter(({ removed, isBare }) => !removed && !isBare);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, place) => from + place).flatMap((day) => {
    const count = 1 + (hash(seed, day, 70) % MOST_LOGINS);
    return Array.from({ length: count }, (_, number): Deed[] => {
      const by = inBrowser(pick(present, seed, day, number, 71).id, fraction(seed, day, number, 72) < 0.2);
      const at = day * DAY_SECONDS + 25_200 + (hash(seed, day, number, 73) % 36_000);
      const succeeded: Deed = { type: 'login.succeeded', by, at };
      if (fraction(seed, day, number, 74) >= 0.05) return [succeeded];
      const payload = { error_code: 'invalid_credentials', error_message: 'The password is wrong.' };
      return [{ type: 'login.failed', by, at: at - 40, payload }, succeeded];
    }).flat();
  });
}

function keyDeeds({ keys, members }: HistoryPlan): Deed[] {
  const admin = members[0]!.id;
  return keys.flatMap((key): Deed[] => {
    const { id, projectId, createdAt, owner, scopes, deleted, silentSince } = key;
    const by = inBrowser(owner.type === 'user' ? owner.member.id : admin);
    const made: Deed = { type: 'api_key.created', by, at: createdAt, projectId, payload: { id, data: { scopes } } };
    const account: Deed[] =
      owner.type === 'service_account'
        ? [
            {
              type: 'service_account.created',
              by,
              at: owner.account.createdAt,
              projectId,
              payload: { id: owner.account.id, data: { role: owner.account.role } },
            },
          ]
        : [];
    const gone: Deed[] =
      deleted && silentSince !== null
        ? [{ type: 'api_key.deleted', by, at: silentSince, projectId, payload: { id } }]
        : [];
    return [...account, made, ...gone];
  });
}

function projectDeeds({ projects, members }: HistoryPlan): Deed[] {
  const by = inBrowser(members[0]!.id);
  return projects.flatMap(({ id, name, createdAt, archivedAt }): Deed[] => {
    const payload = { id, data: { name, title: name } };
    const made: Deed = { type: 'project.created', by, at: createdAt, projectId: id, payload };
    if (archivedAt === null) return [made];
    return [made, { type: 'project.archived', by, at: archivedAt, projectId: id, payload: { id } }];
  });
}

/** Changes of access and of limits, some in one second as a script makes them. */
function changes({ seed, anchorDay, projects, members }: HistoryPlan): Deed[] {
  const by = inBrowser(members[0]!.id);
  const left = members.filter(({ removed }) => removed);
  const at = (back: number, second: number) => (anchorDay - back) * DAY_SECONDS + second;
  const departures = left.map(({ id }, place): Deed => {
    return { type: 'user.deleted', by, at: at(9 + place, 40_000), payload: { id } };
  });
  const promotion: Deed = {
    type: 'user.updated',
    by,
    at: at(33, 39_600),
    payload: { id: members[5]!.id, changes_requested: { role: 'owner' } },
  };
  const script = Array.from({ length: 5 }, (_, number): Deed => {
    const project = projects[1 + (number % (projects.length - 1))]!;
    const limits = { max_requests_per_1_minute: 500 + (hash(seed, number, 75) % 500) };
    const payload = { id: 'rl-gpt-6-astra-2026-08-01', changes_requested: limits };
    return { type: 'rate_limit.updated', by, at: at(14, 50_000), projectId: project.id, payload };
  });
  const settings: Deed = {
    type: 'organization.updated',
    by,
    at: at(75, 41_000),
    payload: { id: 'settings', changes_requested: { usage_dashboard_visibility: 'owners' } },
  };
  // OpenAI itself acts without a name.
  const system: Deed = { type: 'resource.deleted', by: null, at: at(21, 3600), payload: { id: 'vs_expired' } };
  return [...departures, promotion, ...script, settings, system];
}

/** What only shows with `tenant_only`. */
function tenantDeeds({ anchorDay, members }: HistoryPlan): Deed[] {
  const by = inBrowser(members[0]!.id);
  const types = [
    'tenant.admin_api_key.created',
    'tenant.sso_connection.updated',
    'tenant.billing.alerts.updated',
    'tenant.group.member.added',
    'role.bound_to_resource',
  ];
  return types.map((type, place) => {
    return { type, by, at: (anchorDay - 60 + 11 * place) * DAY_SECONDS + 43_200, payload: { id: `resource_${place}` } };
  });
}
