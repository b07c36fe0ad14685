/** Which objects of the directory an event is about. */
import type { AuditResourceKind } from '@bursar/contract';
import { type Json, objectOf, payloadOf, textOf } from './payload.js';

export interface ConcernedObject {
  kind: AuditResourceKind;
  /** OpenAI's. */
  id: string;
  /**
   * The project that the event stands under: where the object is, or null where that is not known. What an admin key
   * does is booked on the default project, wherever it was done, so that its project says nothing.
   */
  projectId: string | null;
}

/** What stands before the verb of a type, without `tenant.`; the longest that fits counts. */
const KIND_OF_FAMILY: Readonly<Record<string, AuditResourceKind>> = {
  project: 'project',
  api_key: 'api_key',
  project_api_key: 'api_key',
  admin_api_key: 'admin_api_key',
  user: 'user',
  membership: 'user',
  invite: 'invite',
  api_organization_invite: 'invite',
  group: 'group',
  'group.member': 'group',
  role: 'role',
  custom_role: 'role',
  service_account: 'service_account',
  rate_limit: 'rate_limit',
  certificate: 'certificate',
};

/** Families whose own id is that of a link between two objects; who and what is linked stands beside it. */
const LINKS = ['role.assignment', 'role_assignment', 'resource_role_assignment'];

const KIND_OF_FIELD: Readonly<Record<string, AuditResourceKind>> = {
  user_id: 'user',
  group_id: 'group',
  role_id: 'role',
  service_account_id: 'service_account',
  project_id: 'project',
  api_key_id: 'api_key',
};

/**
 * The objects that an event of OpenAI's concerns, each once, the one that it is about first: what is to be read again
 * so that a change shows at once. Empty for what the directory does not hold (a login) and for types without a payload.
 */
export function concernedObjects(event: Json): ConcernedObject[] {
  const type = (textOf(event['type']) ?? '').replace(/^tenant\./, '');
  const payload = payloadOf(event);
  const projectId = projectOf(event);
  const found: ConcernedObject[] = [];
  const add = (kind: AuditResourceKind | undefined, id: unknown): void => {
    const known = textOf(id);
    if (kind === undefined || known === null) return;
    if (found.some((other) => other.kind === kind && other.id === known)) return;
    found.push({ kind, id: known, projectId: kind === 'project' ? known : projectId });
  };
  if (isLink(type)) {
    add(principalKind(payload), payload['principal_id']);
    add(kindOfResource(payload), payload['resource_id']);
  } else {
    add(kindOfType(type), payload['id']);
    if (Array.isArray(payload['certificates'])) {
      for (const certificate of payload['certificates']) add('certificate', objectOf(certificate)['id']);
    }
    if (textOf(payload['resource_id']) !== null) add(kindOfResource(payload), payload['resource_id']);
  }
  for (const part of [payload, objectOf(payload['data'])]) {
    for (const [field, kind] of Object.entries(KIND_OF_FIELD)) add(kind, part[field]);
  }
  return found;
}

function kindOfType(type: string): AuditResourceKind | undefined {
  const families = Object.keys(KIND_OF_FAMILY).filter((family) => type.startsWith(`${family}.`));
  const longest = families.toSorted((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : KIND_OF_FAMILY[longest];
}

const isLink = (type: string): boolean => LINKS.some((family) => type.startsWith(`${family}.`));

function principalKind(payload: Json): AuditResourceKind {
  const type = textOf(payload['principal_type'])?.toLowerCase() ?? '';
  if (type.includes('service')) return 'service_account';
  if (type.includes('group')) return 'group';
  return type.includes('user') ? 'user' : 'principal';
}

/** Of resources only projects are objects of the directory. */
function kindOfResource(payload: Json): AuditResourceKind | undefined {
  const isProject = /project/i.test(textOf(payload['resource_type']) ?? '');
  return isProject || textOf(payload['resource_id'])?.startsWith('proj_') ? 'project' : undefined;
}

function projectOf(event: Json): string | null {
  if (objectOf(event['actor'])['type'] === 'api_key') return null;
  return textOf(objectOf(event['project'])['id']);
}
