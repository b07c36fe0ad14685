/** Fills the directory: who is in which project and group, invites, roles, limits and what else an organization gathers. */
import { DAY_SECONDS } from '../days.js';
import type { Member } from '../organization-model.js';
import { LINEAGES } from '../prices.js';
import { fraction, hash, identifier, pick } from '../random.js';
import type { AdminKey } from '../simulator.js';
import { assignmentPlace, ORGANIZATION, type Directory } from './directory.js';
import type { Role } from './directory-model.js';
import { NO_LIMIT } from './rate-limits.js';
import { PREDEFINED_ORGANIZATION_ROLES, rolesOf } from './roles.js';

export interface SeedPlan {
  seed: number;
  anchorDay: number;
  adminKeys: readonly AdminKey[];
}

const EXTRA_MEMBERS = 4;
const GROUP_NAMES = ['Platform', 'Research', 'Support', 'Finance', 'Robotics EU', 'Robotics US'];

/** At least one group, and one more for every forty members. */
function groupCount(members: number): number {
  return Math.max(3, Math.ceil(members / 40));
}

export function fillDirectory(directory: Directory, plan: SeedPlan): void {
  const present = directory.parts.members.filter(({ removed }) => !removed);
  addAdminKeys(directory, plan, present);
  addMemberships(directory, plan, present);
  addGroups(directory, plan, present);
  addRoles(directory, plan, present);
  addInvites(directory, plan);
  addControls(directory, plan);
}

function addAdminKeys(directory: Directory, { seed, anchorDay, adminKeys }: SeedPlan, present: Member[]): void {
  const owner = present[0]!;
  const seeded = adminKeys.map(({ value, scopes = 'all' }) => ({ value, scopes, name: 'bursar' }));
  // Another tool's key, that nobody knows the secret of any more and that has expired.
  const old = { value: identifier('sk-admin-old-', 40, seed, 0), scopes: 'all' as const, name: 'terraform' };
  [...seeded, old].forEach(({ value, scopes, name }, place) => {
    const isOld = place === seeded.length;
    directory.adminKeys.push({
      id: identifier('key_', 16, seed, 700_000 + place),
      ...{ name, value, scopes },
      ownerId: owner.id,
      createdAt: (anchorDay - 200 + place) * DAY_SECONDS,
      expiresAt: isOld ? (anchorDay - 20) * DAY_SECONDS : null,
      lastUsedAt: isOld ? (anchorDay - 25) * DAY_SECONDS : null,
    });
  });
}

/** Those whose keys open the project, and a few more. */
function addMemberships(directory: Directory, { seed }: SeedPlan, present: Member[]): void {
  const put = (projectId: string, member: Member, role: string, addedAt: number) => {
    if (member.role === 'owner' || member.removed) return;
    const members = directory.membersOf(projectId);
    if (!members.has(member.id)) members.set(member.id, { memberId: member.id, role, addedAt });
  };
  for (const { projectId, owner, createdAt, ownerAccess } of directory.parts.keys) {
    if (owner.type === 'user' && ownerAccess === 'active')
      put(projectId, owner.member, 'member', Math.max(owner.member.addedAt, createdAt - 7200));
  }
  directory.parts.projects.forEach(({ id, createdAt }, place) => {
    for (let extra = 0; extra < EXTRA_MEMBERS; extra++) {
      const member = pick(present, seed, place, extra, 50);
      put(id, member, extra === 0 ? 'owner' : 'member', Math.max(member.addedAt, createdAt) + 3600 * extra);
    }
  });
}

function addGroups(directory: Directory, { seed, anchorDay }: SeedPlan, present: Member[]): void {
  const { projects } = directory.parts;
  for (let place = 0; place < groupCount(present.length); place++) {
    const isScimManaged = place % 3 === 1;
    const createdAt = (anchorDay - 300 + place) * DAY_SECONDS;
    const size = 1 + (hash(seed, place, 51) % Math.min(30, present.length));
    const members = new Map<string, number>();
    for (let joined = 0; joined < size; joined++) {
      members.set(pick(present, seed, place, joined, 52).id, createdAt + joined * 60);
    }
    const name = GROUP_NAMES[place] ?? `${pick(GROUP_NAMES, seed, place, 53)} ${place}`;
    const id = identifier('group_', 24, seed, place);
    directory.groups.push({ id, name, createdAt, isScimManaged, members });
    const project = pick(projects.slice(1), seed, place, 54);
    const role = place % 2 === 0 ? 'role-api-project-member' : 'role-api-project-viewer';
    directory.groupsOf(project.id).set(id, { groupId: id, role, createdAt: createdAt + 600 });
  }
  // A key of a member who came in through a group opens the project as well.
  directory.refreshAccess(({ ownerAccess }) => ownerAccess === 'inactive');
}

function addRoles(directory: Directory, { seed, anchorDay }: SeedPlan, present: Member[]): void {
  const auditor: Role = {
    id: identifier('role_', 24, seed, 0),
    name: 'custom-auditor',
    description: 'Reads everything, changes nothing.',
    permissions: ['api.organization.read', 'api.audit_logs.read'],
    resourceType: 'api.organization',
    isPredefined: false,
  };
  directory.roles.push(...PREDEFINED_ORGANIZATION_ROLES, auditor);
  const createdAt = (anchorDay - 250) * DAY_SECONDS;
  const creator = present[0]!.id;
  for (const member of present) {
    const role = directory.roles.find(({ name }) => name === member.role);
    if (!role) continue;
    const given = directory.assignmentsAt(assignmentPlace(ORGANIZATION, 'user', member.id));
    given.push({ roleId: role.id, createdAt: member.addedAt, createdBy: creator });
  }
  const [group] = directory.groups;
  const project = directory.parts.projects[1]!;
  const reviewer = { ...auditor, id: identifier('role_', 24, seed, 1), name: 'reviewer', description: null };
  rolesOf(directory, project.id).push({ ...reviewer, permissions: ['api.project.read'], resourceType: 'api.project' });
  if (!group) return;
  directory
    .assignmentsAt(assignmentPlace(ORGANIZATION, 'group', group.id))
    .push({ roleId: auditor.id, createdAt, createdBy: creator });
  directory
    .assignmentsAt(assignmentPlace(project.id, 'group', group.id))
    .push({ roleId: reviewer.id, createdAt, createdBy: creator });
}

function addInvites(directory: Directory, { seed, anchorDay }: SeedPlan): void {
  const project = directory.parts.projects[1]!;
  const cases = [
    { age: 2, accepted: false, role: 'reader', projects: [{ id: project.id, role: 'member' }] },
    { age: 1, accepted: false, role: 'owner', projects: [] },
    { age: 30, accepted: false, role: 'reader', projects: [] },
    { age: 60, accepted: true, role: 'reader', projects: [{ id: project.id, role: 'owner' }] },
  ] as const;
  cases.forEach(({ age, accepted, role, projects }, place) => {
    const createdAt = (anchorDay - age) * DAY_SECONDS + 32_400;
    directory.invites.push({
      id: identifier('invite-', 24, seed, place),
      email: `guest${place + 1}@partner.example`,
      ...{ role, projects, createdAt },
      expiresAt: createdAt + 7 * DAY_SECONDS,
      acceptedAt: accepted ? createdAt + 7200 : null,
    });
  });
}

/** Settings that differ from what OpenAI sets by itself, here and there. */
function addControls(directory: Directory, { seed, anchorDay }: SeedPlan): void {
  const newest = LINEAGES.chat.at(-1)!.name;
  const small = LINEAGES.small.at(-1)!.name;
  directory.parts.projects.forEach(({ id }, place) => {
    if (place % 3 === 1) directory.rateLimits.set(id, new Map([[newest, { max_requests_per_1_minute: 500 }]]));
    if (place % 5 === 3) directory.rateLimits.set(id, new Map([[small, { max_tokens_per_1_day: NO_LIMIT }]]));
    if (place % 7 === 2) directory.modelPermissions.set(id, { mode: 'allow_list', modelIds: [newest, small] });
    if (place % 6 === 4) directory.hostedTools.set(id, { mcp: false, web_search: fraction(seed, place, 55) < 0.5 });
    if (place % 8 === 5) directory.serviceTiers.set(id, { standard: 'standard', enabled: ['flex'] });
    if (place % 4 === 1) directory.spendLimits.set(id, 500_000 + (hash(seed, place, 56) % 100) * 10_000);
    if (place % 4 === 2) directory.alertsOf(id).push(alertOf(seed, place, anchorDay));
  });
  directory.spendLimits.set(ORGANIZATION, 5_000_000);
  directory.alertsOf(ORGANIZATION).push(alertOf(seed, 1_000_000, anchorDay));
  directory.certificates.push({
    id: identifier('cert_', 24, seed, 0),
    name: 'Factory gateway',
    createdAt: (anchorDay - 150) * DAY_SECONDS,
    validAt: (anchorDay - 151) * DAY_SECONDS,
    expiresAt: (anchorDay + 214) * DAY_SECONDS,
    content: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    active: true,
  });
}

function alertOf(seed: number, place: number, anchorDay: number) {
  return {
    id: identifier('alert_', 24, seed, place),
    createdAt: (anchorDay - 90) * DAY_SECONDS,
    thresholdAmount: 250_000,
    recipients: ['finance@acme-robotics.example'],
    subjectPrefix: place % 2 === 0 ? '[OpenAI]' : null,
  };
}
