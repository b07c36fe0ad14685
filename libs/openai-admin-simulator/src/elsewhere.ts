/** What other people do at OpenAI while nobody looks: the organization as specs and scenarios change it. */
import type { Someone } from './audit-model.js';
import type { Directory } from './management/directory.js';
import { isOwnedBy, removeMember, setMemberRole } from './management/members.js';
import { deleteKey } from './management/project-keys.js';
import { addProjectMember, removeProjectMember } from './management/project-members.js';
import { addProject, archiveProject } from './management/projects.js';
import { setRateLimit } from './management/rate-limits.js';
import { addProjectKey, addServiceAccount, deleteServiceAccount } from './management/service-accounts.js';
import type { ElsewhereOptions, Member, NewMember, Organization } from './organization-model.js';

function found<T extends { id: string }>(list: readonly T[], id: string, what: string): T {
  const item = list.find((candidate) => candidate.id === id);
  if (!item) throw new RangeError(`There is no ${what} ${id} in the simulated organization.`);
  return item;
}

export function organizationOf(directory: Directory, names: { id: string; name: string }): Organization {
  const { projects, members, serviceAccounts, keys } = directory.parts;
  const whoOf = ({ by }: ElsewhereOptions = {}): Someone | null => {
    return by === undefined ? directory.log.ownerInBrowser() : by;
  };
  const projectOf = (id: string) => found(projects, id, 'project');
  const memberOf = (id: string) => found(members, id, 'member');
  return {
    ...names,
    ...{ projects, members, serviceAccounts, keys },
    addProject: (name, options) => addProject(directory, { name }, whoOf(options)),
    archiveProject: (id, options) => archiveProject(directory, projectOf(id), whoOf(options)),
    addKey(projectId, name, options = {}) {
      const { by: _by, owner = { type: 'user' as const, member: members[0]! }, ...rest } = options;
      const plan = { projectId: projectOf(projectId).id, name, owner, ...rest };
      return addProjectKey(directory, plan, whoOf(options)).key;
    },
    deleteKey: (id, options) => deleteKey(directory, found(keys, id, 'key'), whoOf(options)),
    removeProject(id) {
      projectOf(id).removed = true;
    },
    addMember: (member, options) => addMember(directory, member, whoOf(options)),
    removeMember: (id, options) => removeMember(directory, memberOf(id), whoOf(options)),
    setMemberRole: (id, role, options) => setMemberRole(directory, memberOf(id), { role, by: whoOf(options) }),
    addProjectMember(projectId, memberId, role = 'member', options = {}) {
      addProjectMember(directory, { project: projectOf(projectId), member: memberOf(memberId), role }, whoOf(options));
    },
    removeProjectMember(projectId, memberId, options) {
      removeProjectMember(directory, { project: projectOf(projectId), member: memberOf(memberId) }, whoOf(options));
    },
    addServiceAccount: (projectId, name, options) =>
      addServiceAccount(directory, { project: projectOf(projectId), name, role: 'member' }, whoOf(options)),
    deleteServiceAccount: (id, options) =>
      deleteServiceAccount(directory, found(serviceAccounts, id, 'service account'), whoOf(options)),
    acceptInvite: (id, options) => acceptInvite(directory, id, options),
    setRateLimit: (projectId, model, limits, options) =>
      setRateLimit(directory, { project: projectOf(projectId), model, limits: { ...limits } }, whoOf(options)),
  };
}

function addMember(directory: Directory, { name, email, role = 'reader' }: NewMember, by: Someone | null): Member {
  const id = directory.newId('user-');
  const member: Member = {
    ...{ id, name, email, role },
    addedAt: directory.now,
    removed: false,
    isScimManaged: false,
    isBare: false,
    technicalLevel: null,
    developerPersona: null,
  };
  directory.parts.members.push(member);
  directory.record(by, { type: 'user.added', payload: { id, data: { role } } });
  return member;
}

/** Acceptance is told by the one who accepts; the membership that follows from it by nobody else. */
function acceptInvite(directory: Directory, id: string, { by }: ElsewhereOptions = {}): Member {
  const invite = found(directory.invites, id, 'invite');
  if (invite.acceptedAt !== null) throw new RangeError(`Invite ${id} was accepted before.`);
  invite.acceptedAt = directory.now;
  const { email, role, projects } = invite;
  const member = addMember(directory, { name: email.split('@')[0] ?? email, email, role }, null);
  for (const { id: projectId, role: projectRole } of projects) {
    const membership = { memberId: member.id, role: projectRole, addedAt: directory.now };
    directory.membersOf(projectId).set(member.id, membership);
  }
  directory.refreshAccess(isOwnedBy(member));
  const who: Someone | null = by === undefined ? { type: 'session', memberId: member.id } : by;
  directory.record(who, { type: 'invite.accepted', payload: { id } });
  directory.record(who, { type: 'user.added', payload: { id: member.id, data: { role } } });
  return member;
}
