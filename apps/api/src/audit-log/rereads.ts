/** What of the directory is to be read again because of audit events. */
import type { RereadRequest } from '../directory/rereads.store.js';
import { type ConcernedObject, concernedObjects } from './concerned.js';
import { type Json, payloadOf, textOf } from './payload.js';

/**
 * The objects that the events tell to have changed, and the lists that name who belongs to them.
 *
 * Where the project of an object is not known, the stored object tells it; of one that is new as well nothing can be
 * asked for, and the round through its list finds it.
 */
export function rereadsOf(events: readonly Json[]): RereadRequest[] {
  const requests = events.flatMap((event) =>
    concernedObjects(event).flatMap((object) => [...ofObject(object), ...ofMembership(event, object)]),
  );
  const places = requests.map(({ kind, parentId, id }) => JSON.stringify([kind, parentId, id]));
  return requests.filter((_, index) => places.indexOf(places[index] ?? '') === index);
}

function ofObject({ kind, id, projectId }: ConcernedObject): RereadRequest[] {
  switch (kind) {
    case 'principal':
      return [];
    case 'api_key':
    case 'rate_limit':
    case 'service_account':
      return [{ kind, parentId: projectId, id }];
    case 'role':
      // Of the organization or of a project: where it is stored, or else the organization's.
      return [{ kind, parentId: null, id }];
    default:
      return [{ kind, parentId: '', id }];
  }
}

function ofMembership(event: Json, { kind, id, projectId }: ConcernedObject): RereadRequest[] {
  const type = textOf(event['type']) ?? '';
  const links = isAssignment(type) ? assignmentsOf(event, kind, id) : [];
  if (kind === 'user') return [...links, { kind: 'project_user', parentId: projectId, id }];
  if (kind === 'group' && type.includes('group.member.')) {
    return [...links, { kind: 'group_user', parentId: `groups/${id}`, id: '' }];
  }
  // A service account comes and goes with its keys.
  if (kind === 'service_account' && projectId !== null) {
    return [...links, { kind: 'api_key', parentId: projectId, id: '' }];
  }
  return links;
}

const isAssignment = (type: string): boolean => /(^|\.)(role\.|role_|resource_role_)assignment\./.test(type);

function assignmentsOf(event: Json, kind: string, id: string): RereadRequest[] {
  if (kind !== 'user' && kind !== 'group') return [];
  const resource = textOf(payloadOf(event)['resource_id']);
  const within = resource?.startsWith('proj_') ? `projects/${resource}/` : '';
  return [{ kind: 'role_assignment', parentId: `${within}${kind}s/${id}`, id: '' }];
}
