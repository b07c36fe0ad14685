import { z } from 'zod';
import { dayOrInstant, exportFormat, identifier, instant, listQuery, page, repeatable } from './wire.js';

/** Everything that is written to the trail, and what it means. A word that was written stays: rows are never changed. */
export const ACTIVITIES = {
  'sign_in.password': 'Sign in by password; the code may come next',
  'sign_in.code': 'Enter the code of the second factor, or a recovery code',
  'sign_in.link': 'Choose a password by a link, and sign in',
  'sign_in.oidc': 'Sign in by the identity provider',
  'sign_in.set_up': 'Become the first owner, by the code of the log',
  'sign_in.demo': 'Sign in to the demo',
  sign_out: 'Sign out',
  'call.refused': 'Ask for something that is not allowed',
  'session.end': 'End one of one’s own sessions',
  'session.end_others': 'End all of one’s own sessions but one',
  'password.change': 'Change one’s own password',
  'password.forgotten': 'Ask for a link for a new password, by mail',
  'identity.tie': 'Let oneself in by the identity provider as well',
  'second_factor.propose': 'Ask for the seed of a second factor',
  'second_factor.confirm': 'Set one’s own second factor up',
  'second_factor.remove': 'Remove one’s own second factor',
  'person.configure': 'Make the first people, at the start, as configured',
  'person.invite': 'Invite somebody',
  'person.change': 'Change the name, the role or the projects of somebody',
  'person.disable': 'Disable somebody',
  'person.enable': 'Enable somebody',
  'person.link': 'Make a link by which somebody chooses a password',
  'person.remove_second_factor': 'Remove the second factor of somebody who lost it',
  'token.make': 'Make a token of the API',
  'token.end': 'End a token of the API',
  'organization.configure': 'Connect an OpenAI organization, at the start, as configured',
  'organization.test': 'Try a key of OpenAI',
  'organization.connect': 'Connect an OpenAI organization',
  'organization.change': 'Change the name of an OpenAI organization',
  'organization.replace_key': 'Replace a key of an OpenAI organization',
  'organization.forget_key': 'Forget the key for writing of an OpenAI organization',
  'organization.disconnect': 'Disconnect an OpenAI organization; what was collected is kept',
  'organization.remove': 'Delete what was collected of an OpenAI organization',
  'invite.send': 'Invite somebody to the OpenAI organization',
  'invite.delete': 'Take an invite to the OpenAI organization back',
  'member.change': 'Change the role of a member of the OpenAI organization',
  'member.remove': 'Remove a member from the OpenAI organization',
  'group.make': 'Make a group of members',
  'group.change': 'Change the name of a group of members',
  'group.delete': 'Delete a group of members',
  'group_member.add': 'Put a member into a group',
  'group_member.remove': 'Take a member out of a group',
  'project.make': 'Make a project at OpenAI',
  'project.change': 'Change the name of a project',
  'project.archive': 'Archive a project, for good',
  'project_member.add': 'Put a member into a project',
  'project_member.change': 'Change the role of a member in a project',
  'project_member.remove': 'Take a member out of a project',
  'service_account.make': 'Make a service account, with a key unless it says without',
  'service_account.change': 'Change the name or the role of a service account',
  'service_account.delete': 'Delete a service account and its keys',
  'api_key.make': 'Make an API key of a service account',
  'api_key.change': 'Change when an API key expires, or what it may do',
  'api_key.delete': 'Delete an API key',
  'rate_limit.change': 'Change the rate limits of a model in a project',
  'spend_limit.set': 'Set the spend limit of a project',
  'spend_limit.remove': 'Remove the spend limit of a project',
  'member.erase': 'Erase the name and the mail address of a member who left',
  'person.erase': 'Erase the name and the mail address of somebody who is disabled',
  'activity.erase': 'Take the names of somebody who is erased out of this trail',
  'key.label': 'Give an API key a label, or take it away',
  'key.snooze': 'Put off what an API key asks for',
  'key.wake': 'Let an API key ask again',
  'key_policy.change': 'Change what API keys have to be like',
  'rotation.open': 'Begin to rotate an API key',
  'rotation.make_key': 'Make the new key of a rotation',
  'rotation.place': 'Say that the new key of a rotation is in place',
  'rotation.expire_key': 'Let the old key of a rotation expire',
  'rotation.delete_key': 'Delete the old key of a rotation',
  'rotation.cancel': 'Cancel a rotation; the keys stay as they are',
  'rotation.finish': 'Close a rotation whose old key has ended',
  'incident.open': 'Open an incident of a leaked key',
  'incident.choose_key': 'Say which key an incident is about',
  'incident.note': 'Add a note to an incident',
  'incident.close': 'Close an incident',
  'export.write': 'Write a file',
  'sync.run': 'Collect now',
  'sync.pause': 'Pause collecting',
  'sync.resume': 'Let collecting go on',
} as const satisfies Record<string, string>;

export type ActivityWord = keyof typeof ACTIVITIES;

// The keys of the table are its words.
export const ACTIVITY_WORDS = Object.keys(ACTIVITIES) as [ActivityWord, ...ActivityWord[]];
const word = z.enum(ACTIVITY_WORDS);

/** `refused`: Bursar said no. `failed`: it was allowed and did not work. */
export const ACTIVITY_OUTCOMES = ['succeeded', 'refused', 'failed', 'unknown'] as const;
export type ActivityOutcome = (typeof ACTIVITY_OUTCOMES)[number];

const personId = z.string().regex(/^\d{1,9}$/, 'the id of a person of Bursar');

const filters = {
  q: listQuery.q.describe('Text in names, addresses, what it was done on, reasons and outcomes'),
  person: repeatable(personId).describe('Who did it, by id'),
  what: repeatable(word),
  outcome: repeatable(z.enum(ACTIVITY_OUTCOMES)),
  target: repeatable(identifier).describe('Id of what it was done on'),
  start: dayOrInstant.optional().describe('First instant, inclusive'),
  end: dayOrInstant.optional().describe('Last instant, exclusive'),
};

/** `GET /api/v1/activity`, the newest first. A repeated filter means OR, different filters mean AND. */
export const activityQuery = z
  .strictObject({ ...filters, limit: listQuery.limit, cursor: listQuery.cursor })
  .meta({ id: 'ActivityQuery' });
export type ActivityQuery = z.infer<typeof activityQuery>;

/** `GET /api/v1/activity/facets`: what there is to filter by. */
export const activityFacetsQuery = z.strictObject(filters).meta({ id: 'ActivityFacetsQuery' });
export type ActivityFacetsQuery = z.infer<typeof activityFacetsQuery>;

/** `GET /api/v1/activity/export`: all that the filters leave. */
export const activityExportQuery = z
  .strictObject({ ...filters, format: exportFormat })
  .meta({ id: 'ActivityExportQuery' });
export type ActivityExportQuery = z.infer<typeof activityExportQuery>;

export const activityTarget = z.object({
  kind: z.string().describe('person, token, session, file, call, feeds, or a kind of object of OpenAI’s'),
  id: z.string().nullable(),
  name: z.string().nullable().describe('As it was at that time'),
});
export type ActivityTarget = z.infer<typeof activityTarget>;

export const activityItem = z
  .object({
    id: z.string(),
    at: instant.describe('When it was tried, on the clock of the database'),
    person: z
      .object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() })
      .nullable()
      .describe('Who, with name and mail address as they were; null: nobody who is known, or Bursar itself'),
    token_id: z.string().nullable().describe('The token that a program of theirs asked with'),
    address: z.string().nullable(),
    what: z.string().describe('A word of the trail, such as person.invite'),
    target: activityTarget.nullable(),
    reason: z.string().nullable(),
    before: z.unknown(),
    after: z.unknown().describe('What was asked for or came of it; never a secret'),
    outcome: z
      .enum(ACTIVITY_OUTCOMES)
      .describe(
        "unknown: still under way, or OpenAI's answer was lost, or the server ended before it could tell what came of it",
      ),
    detail: z.string().nullable().describe('Why it was refused or failed, or what is unknown'),
    completed_at: instant.nullable(),
    request_id: z.string().nullable(),
    erased: z
      .array(z.enum(['who', 'text']))
      .describe('What was erased because it named somebody: who did it, or what it says in words'),
    hash: z.string().describe('Of the row that was written before it was tried'),
    outcome_hash: z.string().nullable().describe('Of the row that tells the outcome, where that is another'),
  })
  .meta({ id: 'ActivityItem' });
export type ActivityItem = z.infer<typeof activityItem>;

export const activityAnswer = page(activityItem).meta({ id: 'Activity' });
export type ActivityAnswer = z.infer<typeof activityAnswer>;

const howMany = z.number().int();

/** Values of each facet, the most frequent first; what a filter of the same facet leaves out is counted all the same. */
export const activityFacetsAnswer = z
  .object({
    matching: z
      .object({
        count: howMany,
        first_at: instant.nullable().describe('Of the oldest; null: there is none'),
        outcomes: z.record(z.enum(ACTIVITY_OUTCOMES), howMany),
      })
      .describe('What all filters leave'),
    outcomes: z.array(z.object({ outcome: z.enum(ACTIVITY_OUTCOMES), count: howMany })),
    what: z.array(z.object({ what: z.string(), count: howMany })),
    people: z
      .array(z.object({ person_id: z.string(), name: z.string().nullable(), count: howMany }))
      .describe('At most 100, with their newest names; what nobody who is known did is in none of them'),
  })
  .meta({ id: 'ActivityFacets' });
export type ActivityFacetsAnswer = z.infer<typeof activityFacetsAnswer>;
