/** Changes of the organization as others make them at OpenAI, by name on the control path. */
import { textOf, type Body } from './control-body.js';
import type { ElsewhereOptions, Organization } from './organization-model.js';

type Change = (organization: Organization, body: Body, options: ElsewhereOptions) => unknown;

function limitsOf(body: Body): Record<string, number> {
  const limits = body['limits'];
  if (typeof limits !== 'object' || limits === null) {
    throw new RangeError('Limits are missing; write "limits": {"max_requests_per_1_minute": 500}.');
  }
  return Object.fromEntries(
    Object.entries(limits).map(([name, value]: [string, unknown]) => {
      if (typeof value !== 'number') throw new RangeError(`The limit ${name} is no number.`);
      return [name, value];
    }),
  );
}

const CHANGES: Readonly<Record<string, Change>> = {
  'add-project': (organization, body, options) => organization.addProject(textOf(body, 'name'), options),
  'archive-project': (organization, body, options) => organization.archiveProject(textOf(body, 'project_id'), options),
  'remove-project': (organization, body) => organization.removeProject(textOf(body, 'project_id')),
  'add-key': (organization, body, options) =>
    organization.addKey(textOf(body, 'project_id'), textOf(body, 'name'), options),
  'delete-key': (organization, body, options) => organization.deleteKey(textOf(body, 'api_key_id'), options),
  'add-member': (organization, body, options) =>
    organization.addMember({ name: textOf(body, 'name'), email: textOf(body, 'email') }, options),
  'remove-member': (organization, body, options) => organization.removeMember(textOf(body, 'user_id'), options),
  'set-member-role': (organization, body, options) =>
    organization.setMemberRole(textOf(body, 'user_id'), textOf(body, 'role'), options),
  'add-project-member': (organization, body, options) =>
    organization.addProjectMember(textOf(body, 'project_id'), textOf(body, 'user_id'), textOf(body, 'role'), options),
  'remove-project-member': (organization, body, options) =>
    organization.removeProjectMember(textOf(body, 'project_id'), textOf(body, 'user_id'), options),
  'add-service-account': (organization, body, options) =>
    organization.addServiceAccount(textOf(body, 'project_id'), textOf(body, 'name'), options),
  'delete-service-account': (organization, body, options) =>
    organization.deleteServiceAccount(textOf(body, 'service_account_id'), options),
  'accept-invite': (organization, body, options) => organization.acceptInvite(textOf(body, 'invite_id'), options),
  'set-rate-limit': (organization, body, options) =>
    organization.setRateLimit(textOf(body, 'project_id'), textOf(body, 'model'), limitsOf(body), options),
};

/** `{"change": "remove-member", "user_id": "…"}`; with `"silent": true` the audit log learns nothing of it. */
export function changeOrganization(organization: Organization, body: Body): unknown {
  const name = textOf(body, 'change');
  const change = Object.hasOwn(CHANGES, name) ? CHANGES[name] : undefined;
  if (!change) throw new RangeError(`There is no change "${name}"; there are ${Object.keys(CHANGES).join(', ')}.`);
  return { change: name, made: change(organization, body, body['silent'] === true ? { by: null } : {}) ?? null };
}
