/** Invites: `/organization/invites`. */
import { badRequest, notFound } from '../errors.js';
import { objects, oneOf, refuseFields, text } from './body.js';
import { get, post, remove, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import type { Invite } from './directory-model.js';
import { listPage, newestFirst } from './list-page.js';

const INVITES = '/organization/invites';
const WEEK_SECONDS = 7 * 86_400;

function inviteWire({ id, email, role, createdAt, expiresAt, acceptedAt, projects }: Invite, now: number): Wire {
  const status = acceptedAt !== null ? 'accepted' : expiresAt <= now ? 'expired' : 'pending';
  return {
    object: 'organization.invite',
    ...{ id, email, role, status },
    created_at: createdAt,
    expires_at: expiresAt,
    accepted_at: acceptedAt,
    projects,
  };
}

function inviteOf({ directory }: ManagementCall, id: string): Invite {
  const invite = directory.invites.find((candidate) => candidate.id === id);
  if (!invite) throw notFound(`No invite found with ID: ${id}`);
  return invite;
}

function readProjects({ body, directory }: ManagementCall): Invite['projects'] {
  if (body['projects'] === undefined) {
    // As in the days before projects: whoever joins lands in the default one.
    return directory.parts.projects
      .filter(({ isDefault }) => isDefault)
      .map(({ id }) => ({ id, role: 'member' as const }));
  }
  return objects(body, 'projects').map((project) => {
    const id = text(project, 'id');
    if (!directory.project(id)) throw badRequest(`No project found with ID: ${id}`, 'projects');
    return { id, role: oneOf(project, 'role', ['member', 'owner']) };
  });
}

function createInvite(call: ManagementCall): Wire {
  const { body, directory, now } = call;
  refuseFields(body, ['email', 'role', 'projects']);
  const email = text(body, 'email');
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw badRequest(`Invalid email address: ${email}.`, 'email', 'invalid_value');
  const role = oneOf(body, 'role', ['reader', 'owner']);
  const isMember = directory.parts.members.some((member) => !member.removed && member.email === email);
  if (isMember) throw badRequest(`User with email ${email} is already a member of this organization.`, 'email');
  const projects = readProjects(call);
  const times = { createdAt: now, expiresAt: now + WEEK_SECONDS, acceptedAt: null };
  const invite: Invite = { id: directory.newId('invite-'), email, role, ...times, projects };
  directory.invites.push(invite);
  directory.record(call.by, { type: 'invite.sent', payload: { id: invite.id, data: { email, role } } });
  return inviteWire(invite, now);
}

function deleteInvite(call: ManagementCall, id: string): Wire {
  const invite = inviteOf(call, id);
  if (invite.acceptedAt !== null) throw badRequest(`Invite ${id} was already accepted and cannot be deleted.`, null);
  call.directory.invites.splice(call.directory.invites.indexOf(invite), 1);
  call.directory.record(call.by, { type: 'invite.deleted', payload: { id } });
  return { object: 'organization.invite.deleted', id, deleted: true };
}

export const inviteRoutes: readonly ManagementRoute[] = [
  get(INVITES, (call) =>
    listPage(call, newestFirst(call.directory.invites), {
      envelope: 'ids',
      limit: { initial: 20, most: 100 },
      bornAt: ({ createdAt }) => createdAt,
      wire: (invite) => inviteWire(invite, call.now),
    }),
  ),
  post(INVITES, createInvite),
  get(`${INVITES}/{invite_id}`, (call, id) => inviteWire(inviteOf(call, id), call.now)),
  remove(`${INVITES}/{invite_id}`, deleteInvite),
];
