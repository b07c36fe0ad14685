/** Rotations of API keys: a new key, the old one watched until nothing uses it, and only then taken away. */
import { z } from 'zod';
import { dayOrInstant, identifier, instant, listQuery, page, reason, repeatable } from './wire.js';

const keyName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !text.includes('\0'), 'text without a NUL character');

/** Who owns the old key. Of a member's key OpenAI makes no new one: its callers move to a service account. */
export const ROTATION_KINDS = ['service_account', 'member'] as const;
export type RotationKind = (typeof ROTATION_KINDS)[number];

/**
 * What becomes of a rotation.
 *
 * - `opened`: there is no new key yet.
 * - `created`: there is one, and its secret was shown, or is lost.
 * - `draining`: somebody says that it is in place; the old key is watched.
 * - `expiring`: the old key has an end, which may have come by now.
 * - `deleted`: the old key is no longer there.
 * - `done`, `cancelled`: it is over.
 */
export const ROTATION_STATES = ['opened', 'created', 'draining', 'expiring', 'deleted', 'done', 'cancelled'] as const;
export type RotationState = (typeof ROTATION_STATES)[number];

/** In their order; `retire` is the end of the old key, by expiry or deletion. */
export const ROTATION_STEPS = ['create', 'place', 'drain', 'retire', 'finish'] as const;
export type RotationStepName = (typeof ROTATION_STEPS)[number];

/** Minutes without a call of the old key, before it may be expired or deleted without force. */
export const ROTATION_QUIET_MINUTES = 15;
/** The minutes of usage that are looked at begin this long ago; what came in the last `ROTATION_SETTLE_MINUTES` may be late. */
export const ROTATION_LOOK_MINUTES = 30;
export const ROTATION_SETTLE_MINUTES = 5;
/** What an answer holds of the calls of both keys. */
export const ROTATION_CHART_MINUTES = 90;

/** A person of Bursar; the name as it is now. */
const who = z
  .object({ person_id: z.string(), name: z.string().nullable() })
  .nullable()
  .describe('null: Bursar itself, or somebody who is erased');

export const rotationStep = z.object({
  step: z.enum(ROTATION_STEPS),
  state: z.enum(['waiting', 'current', 'done', 'skipped']).describe('skipped: of a rotation that was cancelled'),
  at: instant.nullable().describe('When it was done'),
  by: who,
});
export type RotationStep = z.infer<typeof rotationStep>;

const keyFacts = {
  api_key_id: z.string(),
  name: z.string().nullable(),
  redacted_value: z.string().nullable().describe("OpenAI's; null until its list was read"),
  created_at: instant.nullable(),
  last_used_at: instant.nullable(),
  expires_at: instant.nullable(),
  gone_at: instant.nullable(),
};

export const rotationOldKey = z.object(keyFacts).extend({
  owner_type: z.string().nullable(),
  owner_id: z.string().nullable(),
  owner_name: z.string().nullable(),
});
export type RotationOldKey = z.infer<typeof rotationOldKey>;

export const rotationNewKey = z.object(keyFacts).extend({
  service_account_id: z.string(),
  service_account_name: z.string().nullable(),
  is_secret_lost: z
    .boolean()
    .describe("Nobody has its secret: OpenAI's answer never arrived, or somebody said so. Replace it: POST …/new-key"),
  made_by: who,
});
export type RotationNewKey = z.infer<typeof rotationNewKey>;

/**
 * What is known of the calls of the old key.
 *
 * - `traffic`: it was used in the last 15 minutes.
 * - `unknown`: something was not read, so that nothing can be said; refuses like traffic.
 * - `quiet`: no call for 15 minutes.
 * - `drained`: no call in the 25 minutes that end five minutes ago, each of which was read completely for every
 *   capability that can name a key and that OpenAI offers to the organization, and `last_used_at` says the same after a
 *   fresh read.
 */
export const DRAIN_STATES = ['traffic', 'unknown', 'quiet', 'drained'] as const;
export type DrainState = (typeof DRAIN_STATES)[number];

/** Why a key does not count as drained. */
export const DRAIN_REASONS = [
  'used_lately',
  'used_in_window',
  'minutes_missing',
  'keys_not_named',
  'last_used_lately',
  'last_used_not_read',
  'last_used_moved',
] as const;
export type DrainReason = (typeof DRAIN_REASONS)[number];

const span = z.object({ start: instant, end: instant });

export const drain = z
  .object({
    state: z.enum(DRAIN_STATES),
    reasons: z.array(z.enum(DRAIN_REASONS)).describe('Why it is not drained; empty where it is'),
    quiet_since: instant
      .nullable()
      .describe('End of the last minute with a call; null: there was one just now, or none'),
    last_call_at: instant
      .nullable()
      .describe('The newest of what minutes of usage and last_used_at tell; null: neither knows of a call'),
    required_minutes: z.number().int(),
    requests_in_required: z.number().int().describe('Calls in the last required_minutes, as far as they were read'),
    looked_from: instant,
    looked_to: instant,
    coverage: z
      .array(
        z.object({
          capability: z.string(),
          is_complete: z.boolean(),
          names_keys: z.boolean().describe('False: OpenAI refused to tell these minutes by key'),
          gaps: z.array(span).describe('What of the looked-at minutes was not read'),
          requests: z.number().int().describe('Calls of the old key in them'),
          not_offered_at: instant
            .nullable()
            .describe(
              'OpenAI answered just now, then, that it does not offer this to the organization (404): nothing is metered, so ' +
                'that its gaps hinder nothing; null: it does, or nobody knows',
            ),
        }),
      )
      .describe('Every capability that can name a key'),
    last_used_at: instant.nullable().describe("OpenAI's, of the old key"),
    last_used_read_at: instant.nullable().describe('When OpenAI was asked for it last'),
  })
  .meta({ id: 'Drain' });
export type Drain = z.infer<typeof drain>;

const minute = z.object({
  start: instant,
  old: z.number().int(),
  new: z.number().int(),
  is_complete: z.boolean().describe('Whether every capability that can name a key was read for it'),
});
export type RotationMinute = z.infer<typeof minute>;

export const ROTATION_EVENTS = [
  'opened',
  'new_key_created',
  'new_key_found',
  'new_key_replaced',
  'placed',
  'first_call_of_new_key',
  'last_call_of_old_key',
  'quiet',
  'expiry_set',
  'expiry_moved',
  'delete_refused_by_openai',
  'old_key_deleted',
  'old_account_deleted',
  'old_key_gone',
  'cancelled',
  'done',
] as const;
export type RotationEvent = (typeof ROTATION_EVENTS)[number];

export const rotationEvent = z.object({
  at: instant,
  event: z.enum(ROTATION_EVENTS),
  by: who,
  reason: z.string().nullable(),
  request_id: z.string().nullable().describe('By which the activity trail and the log know it'),
  was_forced: z.boolean(),
});

const rotationFacts = {
  id: z.string(),
  organization_id: z.string().nullable(),
  project_id: z.string(),
  project_name: z.string().nullable(),
  kind: z.enum(ROTATION_KINDS),
  state: z.enum(ROTATION_STATES),
  reason: z.string().nullable().describe('null: erased'),
  opened_at: instant,
  opened_by: who,
  closed_at: instant.nullable(),
  old_key: rotationOldKey,
  new_key: rotationNewKey.nullable(),
};

/** A line of the list. */
export const rotationItem = z.object(rotationFacts).meta({ id: 'RotationItem' });
export type RotationItem = z.infer<typeof rotationItem>;

/** `GET /api/v1/rotations/{id}` */
export const rotation = z
  .object(rotationFacts)
  .extend({
    steps: z.array(rotationStep),
    is_creation_open: z
      .boolean()
      .describe('A new key was asked for and nobody knows yet whether OpenAI made it: POST …/new-key finds out'),
    replaced_keys: z.array(z.string()).describe('Ids of new keys whose secret was lost, and which were deleted'),
    needs_new_account: z
      .boolean()
      .describe(
        'OpenAI refuses to delete keys of service accounts here: the account has to go, which is offered only where ' +
          'no other key is on it. Move to another account: POST …/new-key with service_account_id or a new name',
      ),
    drain,
    minutes: z.array(minute).describe('The last 90 minutes, oldest first'),
    timeline: z.array(rotationEvent).describe('Oldest first'),
  })
  .meta({ id: 'Rotation' });
export type Rotation = z.infer<typeof rotation>;

export const rotationsAnswer = page(rotationItem).meta({ id: 'Rotations' });
export type RotationsAnswer = z.infer<typeof rotationsAnswer>;

/** `GET /api/v1/rotations`, the newest first. A repeated filter means OR, different filters mean AND. */
export const rotationsQuery = z
  .strictObject({
    limit: listQuery.limit,
    cursor: listQuery.cursor,
    organization: repeatable(identifier),
    state: repeatable(z.enum(ROTATION_STATES)),
    project_id: repeatable(identifier),
    api_key_id: repeatable(identifier).describe('The old key or the new one'),
    since: dayOrInstant.optional().describe('Opened then or later'),
  })
  .meta({ id: 'RotationsQuery' });
export type RotationsQuery = z.infer<typeof rotationsQuery>;

/** `POST /api/v1/rotations` */
export const rotationBody = z
  .strictObject({
    api_key_id: identifier,
    project_id: identifier,
    reason,
    organization: identifier.optional().describe('Needed where several are connected'),
  })
  .meta({ id: 'RotationBody' });
export type RotationBody = z.infer<typeof rotationBody>;

/**
 * `POST /api/v1/rotations/{id}/new-key`. For a member's key, and to move away from an account: one of
 * `service_account_id` and `new_service_account_name`.
 */
export const rotationKeyBody = z
  .strictObject({
    name: keyName.optional().describe('Default: the old name with the day'),
    scopes: z.array(identifier).max(200).optional().describe('Absent: everything that its account may do'),
    expires_in_seconds: z.number().int().positive().optional().describe('Absent: it does not expire'),
    service_account_id: identifier.optional(),
    new_service_account_name: keyName.optional(),
    replace_lost: z
      .boolean()
      .default(false)
      .describe('Nobody has the secret of the new key: deletes it, unless it was called already, and makes another'),
    reason: reason.optional().describe('For the activity trail'),
  })
  .refine((body) => body.service_account_id === undefined || body.new_service_account_name === undefined, {
    error: 'either an account that is there, or the name of a new one',
    path: ['new_service_account_name'],
  })
  .meta({ id: 'RotationKeyBody' });
export type RotationKeyBody = z.infer<typeof rotationKeyBody>;

/**
 * Answer of `POST /api/v1/rotations/{id}/new-key`: with the secret, this once.
 *
 * Without it: the answer of OpenAI was lost. 202 where it is not even known whether a key was made.
 */
export const rotationKeyAnswer = z
  .object({
    rotation,
    secret: z.string().nullable().describe('Shown this once and kept nowhere; null: nobody has it'),
    state: z.enum(['created', 'found', 'unknown']),
  })
  .meta({ id: 'RotationKeyAnswer' });
export type RotationKeyAnswer = z.infer<typeof rotationKeyAnswer>;

/** `POST /api/v1/rotations/{id}/placed` */
export const rotationPlacedBody = z.strictObject({ reason: reason.optional() }).meta({ id: 'RotationPlacedBody' });
export type RotationPlacedBody = z.infer<typeof rotationPlacedBody>;

/** Without `force`, what is still used, or not known to be unused, is left alone: 409. */
const force = z.boolean().default(false);

/** `POST /api/v1/rotations/{id}/expire` */
export const rotationExpireBody = z
  .strictObject({ expires_in_seconds: z.number().int().min(1).max(31_536_000), reason, force })
  .meta({ id: 'RotationExpireBody' });
export type RotationExpireBody = z.infer<typeof rotationExpireBody>;

/** `POST /api/v1/rotations/{id}/delete` */
export const rotationDeleteBody = z
  .strictObject({
    reason,
    force,
    with_account: z
      .boolean()
      .default(false)
      .describe('Where OpenAI refuses to delete the key alone: its account with it, if no other key is on it'),
  })
  .meta({ id: 'RotationDeleteBody' });
export type RotationDeleteBody = z.infer<typeof rotationDeleteBody>;

/** `POST /api/v1/rotations/{id}/cancel`: keys stay as they are. */
export const rotationCancelBody = z.strictObject({ reason }).meta({ id: 'RotationCancelBody' });
export type RotationCancelBody = z.infer<typeof rotationCancelBody>;

/** `POST /api/v1/rotations/{id}/done` */
export const rotationDoneBody = z.strictObject({ reason: reason.optional() }).meta({ id: 'RotationDoneBody' });
export type RotationDoneBody = z.infer<typeof rotationDoneBody>;
