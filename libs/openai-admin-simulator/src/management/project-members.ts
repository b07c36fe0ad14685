/** Members of a project: `/organization/projects/{project_id}/users`. */
import type { Someone } from '../audit-model.js';
import { badRequest, notFound } from '../errors.js';
import type { Member, Project } from '../organization-model.js';
import { optionalText, refuseFields, text } from './body.js';
import { get, openProject, post, remove, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import type { Directory } from './directory.js';
import type { ProjectMembership } from './directory-model.js';
import { listPage, withStrangeFields } from './list-page.js';
import { isOwnedBy } from './members.js';

const USERS = '/organization/projects/{project_id}/users';

interface Found {
  project: Project;
  member: Member;
  membership: ProjectMembership;
}

/** Those who were put there, and all owners of the organization, who need not be. */
function membershipsOf({ parts, projectMembers }: Directory, project: Project): ProjectMembership[] {
  const put = projectMembers.get(project.id);
  const owners = parts.members.filter((member) => member.role === 'owner' && !member.removed && !put?.has(member.id));
  const implied = owners.map(({ id, addedAt }) => {
    return { memberId: id, role: 'owner', addedAt: Math.max(addedAt, project.createdAt) };
  });
  return [...implied, ...(put?.values() ?? [])];
}

function membershipWire({ memberId, role, addedAt }: ProjectMembership, member: Member | undefined): Wire {
  const isBare = !member || member.isBare;
  return {
    object: 'organization.project.user',
    id: memberId,
    name: isBare ? null : member.name,
    email: isBare ? null : member.email,
    role: member?.role === 'owner' ? 'owner' : role,
    added_at: addedAt,
  };
}

function membersById({ directory }: ManagementCall): Map<string, Member> {
  return new Map(directory.parts.members.map((member) => [member.id, member]));
}

function membershipOf(call: ManagementCall, projectId: string, memberId: string): Found {
  const project = openProject(call, projectId);
  const membership = membershipsOf(call.directory, project).find((one) => one.memberId === memberId);
  const member = call.directory.member(memberId);
  if (!membership || !member) throw notFound(`No user found with ID: ${memberId}`);
  return { project, member, membership };
}

function listProjectMembers(call: ManagementCall, projectId: string): Wire {
  const project = openProject(call, projectId);
  const known = membersById(call);
  return listPage(call, membershipsOf(call.directory, project), {
    envelope: 'ids',
    limit: { initial: 20, most: 100 },
    idOf: ({ memberId }) => memberId,
    bornAt: ({ addedAt }) => addedAt,
    wire: (membership) => membershipWire(membership, known.get(membership.memberId)),
  });
}

function createProjectMember(call: ManagementCall, projectId: string): Wire {
  const { body, directory } = call;
  const project = openProject(call, projectId);
  refuseFields(body, ['user_id', 'email', 'role']);
  const role = text(body, 'role');
  const [id, email] = [optionalText(body, 'user_id'), optionalText(body, 'email')];
  if ((id === undefined) === (email === undefined)) {
    throw badRequest("Exactly one of 'user_id' and 'email' has to be given.", 'user_id');
  }
  const member = directory.parts.members.find((one) => !one.removed && (one.id === id || one.email === email));
  if (!member) throw notFound(`No user found with ${id === undefined ? `email: ${email}` : `ID: ${id}`}`);
  if (project.isDefault) throw badRequest('Users cannot be added to the default project.', null);
  if (membershipsOf(directory, project).some((one) => one.memberId === member.id)) {
    throw badRequest(`User ${member.id} is already a member of project ${project.name}.`, 'user_id');
  }
  return membershipWire(addProjectMember(directory, { project, member, role }, call.by), member);
}

export function addProjectMember(
  directory: Directory,
  { project, member, role }: { project: Project; member: Member; role: string },
  by: Someone | null,
): ProjectMembership {
  const membership = { memberId: member.id, role, addedAt: directory.now };
  directory.membersOf(project.id).set(member.id, membership);
  directory.refreshAccess(isOwnedBy(member));
  directory.record(by, { type: 'user.added', projectId: project.id, payload: { id: member.id, data: { role } } });
  return membership;
}

function updateProjectMember(call: ManagementCall, projectId: string, memberId: string): Wire {
  const { body, directory } = call;
  const { project, member, membership } = membershipOf(call, projectId, memberId);
  refuseFields(body, ['role']);
  const role = optionalText(body, 'role');
  if (role === undefined) return membershipWire(membership, member);
  refuseOwner(member);
  membership.role = role;
  directory.record(call.by, {
    type: 'user.updated',
    projectId: project.id,
    payload: { id: member.id, changes_requested: { role } },
  });
  return membershipWire(membership, member);
}

function refuseOwner(member: Member): void {
  if (member.role === 'owner') {
    throw badRequest('Organization owners are owners of every project and cannot be changed or removed there.', null);
  }
}

export function removeProjectMember(
  directory: Directory,
  { project, member }: { project: Project; member: Member },
  by: Someone | null,
): void {
  directory.membersOf(project.id).delete(member.id);
  directory.refreshAccess(isOwnedBy(member));
  directory.record(by, { type: 'user.deleted', projectId: project.id, payload: { id: member.id } });
}

function deleteProjectMember(call: ManagementCall, projectId: string, memberId: string): Wire {
  const found = membershipOf(call, projectId, memberId);
  refuseOwner(found.member);
  removeProjectMember(call.directory, found, call.by);
  return { object: 'organization.project.user.deleted', id: memberId, deleted: true };
}

export const projectMemberRoutes: readonly ManagementRoute[] = [
  get(USERS, listProjectMembers),
  post(USERS, createProjectMember),
  get(`${USERS}/{user_id}`, (call, projectId, memberId) => {
    const { membership, member } = membershipOf(call, projectId, memberId);
    return withStrangeFields(membershipWire(membership, member), call.faults);
  }),
  post(`${USERS}/{user_id}`, updateProjectMember),
  remove(`${USERS}/{user_id}`, deleteProjectMember),
];
