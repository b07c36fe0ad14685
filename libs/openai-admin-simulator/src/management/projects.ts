/** Projects: `/organization/projects`. */
import type { Someone } from '../audit-model.js';
import { badRequest } from '../errors.js';
import type { Project } from '../organization-model.js';
import { oneOf, optionalText, refuseFields, text } from './body.js';
import { get, isArchived, post, projectOf, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import type { Directory } from './directory.js';
import { listPage, newestFirst, withStrangeFields } from './list-page.js';

const PROJECTS = '/organization/projects';
const LARGEST_NAME = 256;

const RESIDENCIES = ['GLOBAL', 'US_STORAGE_PROCESSING', 'EU_STORAGE_PROCESSING', 'JP_STORAGE', 'GB_STORAGE'] as const;

export function projectWire(project: Project, now: number): Wire {
  const { id, name, createdAt, archivedAt, externalKeyId, residency } = project;
  const archived = isArchived(project, now);
  return {
    id,
    object: 'organization.project',
    name,
    created_at: createdAt,
    archived_at: archived ? archivedAt : null,
    status: archived ? 'archived' : 'active',
    external_key_id: externalKeyId,
    residency,
  };
}

function listProjects(call: ManagementCall): Wire {
  const { directory, faults, now, organization, parameters } = call;
  const all = () => newestFirst(directory.parts.projects);
  const change = faults.find('list-change');
  if (change?.removeIndex !== undefined) {
    const id = all().filter(({ removed }) => !removed)[change.removeIndex]?.id;
    if (id !== undefined) organization.removeProject(id);
  }
  if (change?.insert) organization.addProject(`Inserted project ${directory.parts.projects.length}`);
  const withArchived = parameters['include_archived']?.[0] === 'true';
  return listPage(call, all(), {
    envelope: 'ids',
    limit: { initial: 20, most: 100 },
    parameters: ['include_archived'],
    isListed: (project) => !project.removed && (withArchived || !isArchived(project, now)),
    bornAt: ({ createdAt }) => createdAt,
    wire: (project) => projectWire(project, now),
  });
}

function nameOf(name: string): string {
  if (name.length > LARGEST_NAME) {
    throw badRequest(`Invalid 'name': string too long. Expected at most ${LARGEST_NAME} characters.`, 'name');
  }
  return name;
}

function createProject(call: ManagementCall): Wire {
  const { body, directory } = call;
  refuseFields(body, ['name', 'external_key_id', 'residency', 'geography']);
  const name = nameOf(text(body, 'name'));
  const hasResidency = body['residency'] !== undefined && body['residency'] !== null;
  const residency = hasResidency ? oneOf(body, 'residency', RESIDENCIES) : 'GLOBAL';
  const externalKeyId = optionalText(body, 'external_key_id') ?? null;
  const project = addProject(directory, { name, residency, externalKeyId }, call.by);
  return projectWire(project, call.now);
}

/** Makes a project without members, keys and traffic. */
export function addProject(
  directory: Directory,
  { name, residency = 'GLOBAL', externalKeyId = null }: Pick<Project, 'name'> & Partial<Project>,
  by: Someone | null,
): Project {
  const id = directory.newId('proj_');
  const times = { createdAt: directory.now, archivedAt: null };
  const project: Project = { id, name, ...times, isDefault: false, externalKeyId, residency, removed: false };
  directory.parts.projects.push(project);
  directory.record(by, { type: 'project.created', projectId: id, payload: { id, data: { name, title: name } } });
  return project;
}

function updateProject(call: ManagementCall, id: string): Wire {
  const { body, directory, now } = call;
  const project = projectOf(call, id);
  refuseFields(body, ['name', 'external_key_id', 'geography']);
  if (project.isDefault) throw badRequest('The default project cannot be modified.', null);
  if (isArchived(project, now)) throw badRequest(`Project ${project.name} is archived`, null);
  const name = optionalText(body, 'name');
  if (name !== undefined) project.name = nameOf(name);
  if (body['external_key_id'] !== undefined) project.externalKeyId = optionalText(body, 'external_key_id') ?? null;
  const changes = name === undefined ? {} : { title: name };
  directory.record(call.by, {
    type: 'project.updated',
    projectId: id,
    payload: { id, changes_requested: changes },
  });
  return projectWire(project, now);
}

/** Its keys stop working. */
export function archiveProject(directory: Directory, project: Project, by: Someone | null): void {
  project.archivedAt = directory.now;
  directory.parts.silence(directory.keysOf(project.id).map(({ id }) => id));
  directory.record(by, { type: 'project.archived', projectId: project.id, payload: { id: project.id } });
}

function archive(call: ManagementCall, id: string): Wire {
  const project = projectOf(call, id);
  if (project.isDefault) throw badRequest('The default project cannot be archived.', null);
  if (isArchived(project, call.now)) throw badRequest(`Project ${project.name} is already archived`, null);
  archiveProject(call.directory, project, call.by);
  return projectWire(project, call.now);
}

export const projectRoutes: readonly ManagementRoute[] = [
  get(PROJECTS, listProjects),
  post(PROJECTS, createProject),
  get(`${PROJECTS}/{project_id}`, (call, id) =>
    withStrangeFields(projectWire(projectOf(call, id), call.now), call.faults),
  ),
  post(`${PROJECTS}/{project_id}`, updateProject),
  post(`${PROJECTS}/{project_id}/archive`, archive),
];
