/** Groups that work in a project: `/organization/projects/{project_id}/groups`. */
import { ApiError, nestedBody, notFound } from '../errors.js';
import { refuseFields, text } from './body.js';
import { get, openProject, post, remove, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import type { ProjectGroup } from './directory-model.js';
import { groupOf } from './groups.js';
import { listPage } from './list-page.js';

const GROUPS = '/organization/projects/{project_id}/groups';

function projectGroupWire(call: ManagementCall, projectId: string, { groupId, createdAt }: ProjectGroup): Wire {
  const { name } = groupOf(call, groupId);
  return {
    object: 'project.group',
    project_id: projectId,
    group_id: groupId,
    group_name: name,
    group_type: 'group',
    created_at: createdAt,
  };
}

function projectGroupOf(call: ManagementCall, projectId: string, groupId: string): ProjectGroup {
  const project = openProject(call, projectId);
  const group = call.directory.projectGroups.get(project.id)?.get(groupId);
  if (!group) throw notFound(`Group ${groupId} is not in project ${projectId}.`);
  return group;
}

function refresh({ directory }: ManagementCall, projectId: string): void {
  directory.refreshAccess((key) => key.projectId === projectId);
}

function addProjectGroup(call: ManagementCall, projectId: string): Wire {
  const { body, directory, now } = call;
  const project = openProject(call, projectId);
  refuseFields(body, ['group_id', 'role']);
  const group = groupOf(call, text(body, 'group_id'));
  const role = text(body, 'role');
  const groups = directory.groupsOf(project.id);
  if (groups.has(group.id)) {
    throw new ApiError(409, nestedBody(`Group ${group.id} already exists in project ${project.id}.`));
  }
  const made = { groupId: group.id, role, createdAt: now };
  groups.set(group.id, made);
  refresh(call, project.id);
  directory.record(call.by, {
    type: 'role.assignment.created',
    projectId: project.id,
    payload: { id: role, ...assignmentTo(group.id, project.id) },
  });
  return projectGroupWire(call, project.id, made);
}

function assignmentTo(groupId: string, projectId: string): Wire {
  return { principal_id: groupId, principal_type: 'group', resource_id: projectId, resource_type: 'api.project' };
}

export const projectGroupRoutes: readonly ManagementRoute[] = [
  get(GROUPS, (call, projectId) => {
    const { id } = openProject(call, projectId);
    return listPage(call, [...(call.directory.projectGroups.get(id)?.values() ?? [])], {
      envelope: 'next',
      limit: { initial: 20, most: 100, least: 0 },
      order: 'asc',
      idOf: ({ groupId }) => groupId,
      bornAt: ({ createdAt }) => createdAt,
      wire: (group) => projectGroupWire(call, id, group),
    });
  }),
  post(GROUPS, addProjectGroup),
  get(`${GROUPS}/{group_id}`, (call, projectId, groupId) =>
    projectGroupWire(call, projectId, projectGroupOf(call, projectId, groupId)),
  ),
  remove(`${GROUPS}/{group_id}`, (call, projectId, groupId) => {
    const { role } = projectGroupOf(call, projectId, groupId);
    call.directory.groupsOf(projectId).delete(groupId);
    refresh(call, projectId);
    call.directory.record(call.by, {
      type: 'role.assignment.deleted',
      projectId,
      payload: { id: role, ...assignmentTo(groupId, projectId) },
    });
    return { object: 'project.group.deleted', deleted: true };
  }),
];
