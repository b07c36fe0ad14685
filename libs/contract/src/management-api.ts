/**
 * What is done at OpenAI through Bursar, by OpenAI's own nouns.
 *
 * Each call takes why it is done and, where several organizations are connected, in which one: in the body, on DELETE in
 * the query. It is tried once and answers the object as the lists answer it, read again from OpenAI. Where OpenAI's answer
 * was lost, what there is decides: 200 instead of 201 where it shows that the object was made, 202 where nobody can tell.
 */
import { z } from 'zod';
import { apiKey, DIRECTORY_CALLS, member, project } from './directory-api.js';
import { identifier, instant, listQuery, reason, repeatable } from './wire.js';

/** Of every action: why, and where. */
const about = {
  reason,
  organization: identifier.optional().describe("OpenAI's org-…; needed where several organizations are connected"),
};

/** The query of every DELETE. */
export const actionQuery = z.strictObject(about).meta({ id: 'ActionQuery' });
export type ActionQuery = z.infer<typeof actionQuery>;

/** The body of what needs nothing but a reason. */
export const actionBody = z.strictObject(about).meta({ id: 'ActionBody' });
export type ActionBody = z.infer<typeof actionBody>;

/** 202: OpenAI's answer was lost and reading did not tell whether it was done, or what came of it could not be stored. */
export const actionUnknown = z
  .object({
    state: z.literal('unknown'),
    detail: z.string().describe('What happened, and what to do'),
    looked_at: instant.describe('When it was looked for'),
  })
  .meta({ id: 'ActionUnknown' });
export type ActionUnknown = z.infer<typeof actionUnknown>;

const name = z
  .string()
  .trim()
  .min(1)
  .max(256)
  .refine((text) => !text.includes('\0'), 'text without a NUL character');
const mailAddress = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^@\s]+@[^@\s]+$/, 'a mail address');
/** OpenAI knows `owner` and `member` of a project, and may know others. */
const projectRole = z.string().trim().min(1).max(100);

const YEAR_SECONDS = 31_536_000;
const expiresInSeconds = z.number().int().min(1).max(YEAR_SECONDS);

/** The schemas of what the lists hold, under the names that the lists gave them. */
const invite = DIRECTORY_CALLS.invites.answer.shape.data.element;
const group = DIRECTORY_CALLS.groups.answer.shape.data.element;
const groupMember = DIRECTORY_CALLS['group-members'].answer.shape.data.element;
const projectMember = DIRECTORY_CALLS['project-members'].answer.shape.data.element;
const serviceAccount = DIRECTORY_CALLS['service-accounts'].answer.shape.data.element;
const rateLimit = DIRECTORY_CALLS['rate-limits'].answer.shape.data.element;
const spendLimit = DIRECTORY_CALLS['spend-limits'].answer.shape.data.element;

/** What each call below answers, by the kind of what it is done on. */
export const ACTION_ANSWERS = {
  invite,
  user: member,
  group,
  group_user: groupMember,
  project,
  project_user: projectMember,
  service_account: serviceAccount,
  api_key: apiKey,
  rate_limit: rateLimit,
  spend_limit: spendLimit,
} as const;
export type ActionKind = keyof typeof ACTION_ANSWERS;
export type ActionItem<Kind extends ActionKind> = z.infer<(typeof ACTION_ANSWERS)[Kind]>;

/** `POST /api/v1/invites`. One that has expired cannot be sent again: make another. */
export const inviteBody = z
  .strictObject({
    ...about,
    email: mailAddress,
    role: z.enum(['reader', 'owner']),
    projects: z
      .array(z.strictObject({ id: identifier, role: z.enum(['member', 'owner']) }))
      .max(100)
      .optional()
      .describe('What they join; [] is none, and left out OpenAI adds them to the default project'),
  })
  .meta({ id: 'InviteBody' });
export type InviteBody = z.infer<typeof inviteBody>;

/** `PATCH /api/v1/members/{id}`. */
export const memberChange = z
  .strictObject({ ...about, role: z.string().trim().min(1).max(100).describe('owner, reader, or one of your own') })
  .meta({ id: 'MemberChange' });
export type MemberChange = z.infer<typeof memberChange>;

/** `POST /api/v1/projects`. */
export const projectBody = z
  .strictObject({
    ...about,
    name,
    residency: z.string().max(100).optional().describe('Where data rests, in OpenAI’s words: GLOBAL unless said'),
    external_key_id: identifier.optional(),
  })
  .meta({ id: 'ProjectBody' });
export type ProjectBody = z.infer<typeof projectBody>;

/** `PATCH /api/v1/projects/{id}`. */
export const projectChange = z.strictObject({ ...about, name }).meta({ id: 'ProjectChange' });
export type ProjectChange = z.infer<typeof projectChange>;

/** `POST /api/v1/projects/{id}/archive`: ends its keys, and there is no way back at OpenAI. */
export const projectArchival = z
  .strictObject({ ...about, name: z.string().max(500).describe('The name of the project, as typed') })
  .meta({ id: 'ProjectArchival' });
export type ProjectArchival = z.infer<typeof projectArchival>;

/** `POST /api/v1/projects/{id}/members`, with one of `user_id` and `email`. */
export const projectMemberBody = z
  .strictObject({ ...about, user_id: identifier.optional(), email: mailAddress.optional(), role: projectRole })
  .refine(({ user_id: id, email }) => (id === undefined) !== (email === undefined), {
    path: ['user_id'],
    message: 'given, or email instead, and not both',
  })
  .meta({ id: 'ProjectMemberBody' });
export type ProjectMemberBody = z.infer<typeof projectMemberBody>;

/** `PATCH /api/v1/projects/{id}/members/{user_id}`. */
export const projectMemberChange = z.strictObject({ ...about, role: projectRole }).meta({ id: 'ProjectMemberChange' });
export type ProjectMemberChange = z.infer<typeof projectMemberChange>;

/** `POST /api/v1/projects/{id}/service-accounts`. */
export const serviceAccountBody = z
  .strictObject({
    ...about,
    name,
    create_service_account_only: z.boolean().default(false).describe('Without a key'),
    expires_in_seconds: expiresInSeconds.optional().describe('Of its key; left out it never expires'),
  })
  .refine((body) => !body.create_service_account_only || body.expires_in_seconds === undefined, {
    path: ['expires_in_seconds'],
    message: 'left out where no key is made',
  })
  .meta({ id: 'ServiceAccountBody' });
export type ServiceAccountBody = z.infer<typeof serviceAccountBody>;

/** `PATCH /api/v1/projects/{id}/service-accounts/{id}`: what is left out stays. */
export const serviceAccountChange = z
  .strictObject({ ...about, name: name.optional(), role: z.enum(['member', 'owner']).optional() })
  .refine(({ name: newName, role }) => newName !== undefined || role !== undefined, {
    message: 'at least one of name and role',
  })
  .meta({ id: 'ServiceAccountChange' });
export type ServiceAccountChange = z.infer<typeof serviceAccountChange>;

const secret = z
  .string()
  .nullable()
  .describe(
    'The key itself, in this one answer and nowhere else; null: there is none, or it was lost with OpenAI’s answer',
  );

export const madeServiceAccount = z
  .object({ service_account: serviceAccount, api_key: apiKey.nullable(), secret })
  .meta({ id: 'MadeServiceAccount' });
export type MadeServiceAccount = z.infer<typeof madeServiceAccount>;

const scopes = {
  scopes: z
    .array(z.string().trim().min(1).max(200))
    .max(200)
    .optional()
    .describe('As OpenAI spells them, such as api.all.read'),
  all_permissions: z
    .literal(true)
    .optional()
    .describe('With an empty list of scopes, by which OpenAI means all of them'),
};

/** OpenAI takes an empty list for every permission, which nobody who empties a list means. */
function saysWhichScopes(body: { scopes?: string[] | undefined; all_permissions?: true | undefined }): boolean {
  return (body.scopes?.length === 0) === (body.all_permissions === true);
}
const EMPTY_SCOPES = {
  path: ['scopes'],
  message:
    'a list of scopes: OpenAI takes an empty one for all permissions; if that is meant, add all_permissions: true',
};

/** `POST /api/v1/projects/{id}/service-accounts/{id}/api-keys`: without scopes it may do everything. */
export const accountKeyBody = z
  .strictObject({ ...about, name: name.optional(), ...scopes, expires_in_seconds: expiresInSeconds.optional() })
  .refine(saysWhichScopes, EMPTY_SCOPES)
  .meta({ id: 'AccountKeyBody' });
export type AccountKeyBody = z.infer<typeof accountKeyBody>;

export const madeApiKey = z.object({ api_key: apiKey, secret }).meta({ id: 'MadeApiKey' });
export type MadeApiKey = z.infer<typeof madeApiKey>;

/** `PATCH /api/v1/projects/{id}/api-keys/{id}`: what is left out stays. An expiry cannot be taken back, only moved. */
export const apiKeyChange = z
  .strictObject({
    ...about,
    ...scopes,
    expires_in_seconds: expiresInSeconds.optional().describe('From now; a year at most'),
  })
  .refine(saysWhichScopes, EMPTY_SCOPES)
  .refine((body) => body.scopes !== undefined || body.expires_in_seconds !== undefined, {
    message: 'at least one of scopes and expires_in_seconds',
  })
  .meta({ id: 'ApiKeyChange' });
export type ApiKeyChange = z.infer<typeof apiKeyChange>;

/** The limits of a model that can be set; OpenAI takes 2147483647 for none. */
export const RATE_LIMIT_FIELDS = [
  'max_requests_per_1_minute',
  'max_tokens_per_1_minute',
  'max_images_per_1_minute',
  'max_audio_megabytes_per_1_minute',
  'max_requests_per_1_day',
  'batch_1_day_max_input_tokens',
] as const;
export type RateLimitField = (typeof RATE_LIMIT_FIELDS)[number];

const limit = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional();
const limits = {
  max_requests_per_1_minute: limit,
  max_tokens_per_1_minute: limit,
  max_images_per_1_minute: limit,
  max_audio_megabytes_per_1_minute: limit,
  max_requests_per_1_day: limit,
  batch_1_day_max_input_tokens: limit,
} as const satisfies Record<RateLimitField, z.ZodType>;

/**
 * `PATCH /api/v1/projects/{id}/rate-limits/{id}`: sets some of the limits, or takes a change back.
 *
 * `GET /api/v1/directory-changes?kind=rate_limit&project_id=…&id=…` lists the changes with their `change_id`.
 */
export const rateLimitChange = z
  .strictObject({
    ...about,
    ...limits,
    restore: z
      .string()
      .regex(/^[1-9]\d{0,17}$/, 'the change_id of a change of this limit')
      .optional()
      .describe('Sets back to what it was what changed in that change, and at the same moment; instead of values'),
  })
  .refine((body) => (body.restore === undefined) === RATE_LIMIT_FIELDS.some((field) => body[field] !== undefined), {
    message: 'at least one limit, or restore instead',
  })
  .meta({ id: 'RateLimitChange' });
export type RateLimitChange = z.infer<typeof rateLimitChange>;

/** `PUT /api/v1/projects/{id}/spend-limit`, as OpenAI takes it. */
export const spendLimitBody = z
  .strictObject({
    ...about,
    threshold_amount: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).describe('US cents: 10000 is $100'),
    currency: z.literal('USD').default('USD'),
    interval: z.literal('month').default('month'),
  })
  .meta({ id: 'SpendLimitBody' });
export type SpendLimitBody = z.infer<typeof spendLimitBody>;

/** `GET /api/v1/projects/{id}/spend-limit`, as last seen. */
export const spendLimitAnswer = z
  .object({ spend_limit: spendLimit.nullable().describe('null: none is set, as far as was seen') })
  .meta({ id: 'ProjectSpendLimit' });
export type SpendLimitAnswer = z.infer<typeof spendLimitAnswer>;

/** `POST /api/v1/groups` and `PATCH /api/v1/groups/{id}`. */
export const groupBody = z.strictObject({ ...about, name }).meta({ id: 'GroupBody' });
export type GroupBody = z.infer<typeof groupBody>;

/** `GET /api/v1/groups/{id}/members`. */
export const groupMembersQuery = z
  .strictObject({ ...listQuery, organization: repeatable(identifier) })
  .meta({ id: 'GroupMembersQuery' });
export type GroupMembersQuery = z.infer<typeof groupMembersQuery>;

/** `POST /api/v1/groups/{id}/members`. */
export const groupMemberBody = z.strictObject({ ...about, user_id: identifier }).meta({ id: 'GroupMemberBody' });
export type GroupMemberBody = z.infer<typeof groupMemberBody>;
