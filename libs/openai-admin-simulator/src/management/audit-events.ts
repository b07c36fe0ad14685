/** The audit log as a list: `/organization/audit_logs`. */
import { isTenantScoped } from '../audit-log.js';
import type { AuditEvent } from '../audit-model.js';
import { ApiError, badRequest, nestedBody } from '../errors.js';
import type { Parameters } from '../parameters.js';
import { get, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import { listPage } from './list-page.js';

const AUDIT_SCOPE = 'api.audit_logs.read';
const LISTS = ['project_ids', 'event_types', 'actor_ids', 'actor_emails', 'resource_ids'];
const BOUNDS = {
  gt: (at: number, bound: number) => at > bound,
  gte: (at: number, bound: number) => at >= bound,
  lt: (at: number, bound: number) => at < bound,
  lte: (at: number, bound: number) => at <= bound,
};

type Test = (event: AuditEvent) => boolean;

function boundTests(parameters: Parameters): Test[] {
  return Object.entries(BOUNDS).flatMap(([bound, holds]) => {
    const name = `effective_at[${bound}]`;
    const text = parameters[name]?.[0];
    if (text === undefined) return [];
    if (!/^\d+$/.test(text)) throw badRequest(`Invalid type for '${name}': expected an integer, got '${text}'.`, name);
    return [({ effective_at: at }: AuditEvent) => holds(at, Number(text))];
  });
}

/** Every text below some part of an event that goes by one of the names. */
function textsBelow(value: unknown, names: readonly string[], found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [name, part] of Object.entries(value)) {
    if (typeof part === 'string' && names.includes(name)) found.add(part);
    else textsBelow(part, names, found);
  }
  return found;
}

function resourcesOf(event: AuditEvent): Set<string> {
  const payload = event[event.type];
  return textsBelow(payload, ['id', 'resource_id', 'principal_id', 'user_id']);
}

function listTests(parameters: Parameters): Test[] {
  const [projects, types, ids, emails, resources] = LISTS.map((name) => parameters[name]);
  const tests: Test[] = [];
  if (projects) tests.push(({ project }) => project !== undefined && projects.includes(project.id));
  if (types) tests.push(({ type }) => types.includes(type));
  if (ids) tests.push(({ actor }) => [...textsBelow(actor, ['id'])].some((id) => ids.includes(id)));
  if (emails) tests.push(({ actor }) => [...textsBelow(actor, ['email'])].some((email) => emails.includes(email)));
  if (resources) tests.push((event) => [...resourcesOf(event)].some((id) => resources.includes(id)));
  return tests;
}

function listAuditEvents(call: ManagementCall): Wire {
  const { directory, faults, parameters } = call;
  const tenantOnly = parameters['tenant_only']?.[0] === 'true';
  const strange = tenantOnly ? parameters['event_types']?.find((type) => !isTenantScoped(type)) : undefined;
  if (strange !== undefined) {
    const message = `'${strange}' is not tenant-scoped: with tenant_only all event types have to be.`;
    throw badRequest(message, 'event_types', 'invalid_value');
  }
  const { logging, events } = directory.log;
  if (logging === 'refused') {
    const message = 'Audit logging is not enabled for this organization. Enable it in the organization settings.';
    throw new ApiError(403, nestedBody(message, { code: 'audit_logging_disabled' }));
  }
  const tests = [...boundTests(parameters), ...listTests(parameters)];
  const isAsked: Test = (event) => {
    return isTenantScoped(event.type) === tenantOnly && tests.every((test) => test(event));
  };
  const asked = logging === 'on' ? events.filter(isAsked) : [];
  const ordered = faults.has('oldest-events-first') ? asked : asked.toReversed();
  return listPage(call, ordered, {
    envelope: 'ids',
    limit: { initial: 20, most: 100 },
    before: true,
    parameters: [...LISTS, ...Object.keys(BOUNDS).map((bound) => `effective_at[${bound}]`), 'tenant_only'],
    wire: (event) => event,
  });
}

export const auditEventRoutes: readonly ManagementRoute[] = [
  { ...get('/organization/audit_logs', listAuditEvents), scope: AUDIT_SCOPE },
];
