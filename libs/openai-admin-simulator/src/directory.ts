/** Lists and objects of projects and their keys, in OpenAI's shapes. */
import { badRequest, notFound } from './errors.js';
import type { ActiveFaults } from './faults.js';
import { readLimit, refuseUnknown } from './metering-query.js';
import type { Organization, Project, ProjectKey } from './organization-model.js';
import type { Parameters } from './parameters.js';
import { hash } from './random.js';

const PAGE = 20;
const LARGEST_PAGE = 100;
const HOUR = 3600;

export interface DirectoryCall {
  organization: Organization;
  parameters: Parameters;
  faults: ActiveFaults;
  nowSeconds: number;
}

type Wire = Record<string, unknown> & { id: string };

export function listProjects({ organization, parameters, faults, nowSeconds }: DirectoryCall): unknown {
  refuseUnknown(parameters, ['limit', 'after', 'include_archived']);
  changeBetweenPages(faults, {
    insert: () => organization.addProject(`Inserted project ${organization.projects.length}`),
    remove: (index) => {
      const id = newestFirst(organization.projects).filter((project) => !project.removed)[index]?.id;
      if (id) organization.removeProject(id);
    },
  });
  const withArchived = parameters['include_archived']?.[0] === 'true';
  const all = newestFirst(organization.projects);
  return listPage(all, parameters, faults, {
    isListed: (project) =>
      !project.removed && (withArchived || project.archivedAt === null || project.archivedAt > nowSeconds),
    wire: (project) => projectWire(project, nowSeconds),
  });
}

export function retrieveProject(call: DirectoryCall, id: string): unknown {
  return projectWire(projectOf(call.organization, id), call.nowSeconds);
}

export function listKeys(call: DirectoryCall, projectId: string): unknown {
  const { organization, parameters, faults, nowSeconds } = call;
  refuseUnknown(parameters, ['limit', 'after', 'owner_project_access']);
  const project = openProject(call, projectId);
  const keysOf = () => newestFirst(organization.keys.filter((key) => key.projectId === project.id));
  changeBetweenPages(faults, {
    insert: () => organization.addKey(project.id, `inserted-${organization.keys.length}`),
    remove: (index) => {
      const id = keysOf().filter((key) => !key.deleted)[index]?.id;
      if (id) organization.deleteKey(id);
    },
  });
  const access = parameters['owner_project_access']?.[0];
  if (access !== undefined && !['active', 'inactive', 'any'].includes(access)) {
    const message = `Invalid value: '${access}'. Supported values are: 'active', 'inactive', and 'any'.`;
    throw badRequest(message, 'owner_project_access', 'invalid_value');
  }
  // Without the parameter, keys of owners who lost access are hidden.
  const shown = access ?? 'active';
  return listPage(keysOf(), parameters, faults, {
    isListed: (key) => !key.deleted && (shown === 'any' || key.ownerAccess === shown),
    wire: (key) => keyWire(key, nowSeconds),
  });
}

export function retrieveKey(call: DirectoryCall, projectId: string, id: string): unknown {
  const project = openProject(call, projectId);
  const key = call.organization.keys.find((candidate) => candidate.id === id && candidate.projectId === project.id);
  if (!key || key.deleted) throw notFound(`No API key found with ID: ${id}`);
  return keyWire(key, call.nowSeconds);
}

function projectOf({ projects }: Organization, id: string): Project {
  const project = projects.find((candidate) => candidate.id === id);
  if (!project || project.removed) throw notFound(`No project found with ID: ${id}`);
  return project;
}

function openProject({ organization, nowSeconds }: DirectoryCall, id: string): Project {
  const project = projectOf(organization, id);
  if (project.archivedAt !== null && project.archivedAt <= nowSeconds) {
    throw badRequest(`Project ${project.name} is archived`, null);
  }
  return project;
}

function newestFirst<T extends { createdAt: number; id: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}

function changeBetweenPages(
  faults: ActiveFaults,
  change: { insert: () => unknown; remove: (index: number) => void },
): void {
  const fault = faults.find('list-change');
  if (fault?.removeIndex !== undefined) change.remove(fault.removeIndex);
  if (fault?.insert) change.insert();
}

/** A page after a cursor. The cursor keeps its place even if its object has left the list meanwhile. */
function listPage<T extends { id: string }>(
  all: readonly T[],
  parameters: Parameters,
  faults: ActiveFaults,
  { isListed, wire }: { isListed: (item: T) => boolean; wire: (item: T) => Wire },
): unknown {
  const limit = readLimit(parameters, PAGE, LARGEST_PAGE);
  const after = parameters['after']?.[0];
  const cursor = after === undefined ? -1 : all.findIndex(({ id }) => id === after);
  if (after !== undefined && cursor < 0) throw badRequest(`Invalid 'after': no object with ID ${after}.`, 'after');
  const rest = all.slice(cursor + 1).filter(isListed);
  const data = faults.has('empty-page-has-more') ? [] : rest.slice(0, limit).map(wire);
  const lastId = faults.find('last-id');
  const repeated = faults.has('repeat-last-id');
  const forced = repeated || lastId !== undefined || faults.has('empty-page-has-more');
  return {
    object: 'list',
    ...(faults.has('without-data') ? {} : { data }),
    first_id: data[0]?.id ?? null,
    last_id: repeated ? after : lastId ? lastId.lastId : (data.at(-1)?.id ?? null),
    ...(faults.has('without-has-more') ? {} : { has_more: forced || rest.length > limit }),
  };
}

function projectWire({ id, name, createdAt, archivedAt }: Project, nowSeconds: number): Wire {
  const isArchived = archivedAt !== null && archivedAt <= nowSeconds;
  return {
    id,
    object: 'organization.project',
    name,
    created_at: createdAt,
    archived_at: isArchived ? archivedAt : null,
    status: isArchived ? 'archived' : 'active',
    external_key_id: null,
    residency: 'GLOBAL',
  };
}

function keyWire(key: ProjectKey, nowSeconds: number): Wire {
  return {
    object: 'organization.project.api_key',
    id: key.id,
    name: key.name,
    redacted_value: key.redactedValue,
    created_at: key.createdAt,
    last_used_at: lastUsed(key, nowSeconds),
    expires_at: key.expiresAt,
    owner_project_access: key.ownerAccess,
    owner: ownerWire(key),
  };
}

function lastUsed(key: ProjectKey, nowSeconds: number): number | null {
  if (key.neverUsed) return null;
  const spread = hash(key.createdAt, 1) % HOUR;
  if (key.silentSince !== null && key.silentSince < nowSeconds)
    return Math.max(key.createdAt, key.silentSince - spread);
  const thisHour = Math.floor(nowSeconds / HOUR) * HOUR;
  return Math.max(key.createdAt, thisHour - spread);
}

function ownerWire({ owner }: ProjectKey): unknown {
  if (owner.type === 'user') {
    const { id, email, name, role, addedAt } = owner.member;
    const user = { object: 'organization.project.user', id, email, name, role: role === 'owner' ? 'owner' : 'member' };
    return { type: 'user', user: { ...user, created_at: addedAt } };
  }
  const { id, name, role, createdAt } = owner.account;
  const account = { object: 'organization.project.service_account', id, name, role, created_at: createdAt };
  return { type: 'service_account', service_account: account };
}
