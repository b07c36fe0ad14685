import { z } from 'zod';
import { syncError } from './sync-api.js';
import { instant, reason } from './wire.js';

/** What a key of OpenAI's may be good for in Bursar. `read` collects; `write` changes things, and does nothing else. */
export const KEY_USES = ['read', 'write'] as const;
export type KeyUse = (typeof KEY_USES)[number];

/** As pasted; never logged, never answered, kept sealed only. */
const adminKey = z
  .string()
  .trim()
  .min(20, 'at least 20 characters')
  .max(500)
  .regex(/^[\x21-\x7e]+$/, 'one key, without blanks');

const organizationName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !text.includes('\0'), 'text without a NUL character');

/** OpenAI's read scopes, each of which is tried by a list that changes nothing. */
export const READ_SCOPES = ['api.usage.read', 'api.management.read', 'api.audit_logs.read'] as const;

export const scopeCheck = z
  .object({
    scope: z.enum(READ_SCOPES),
    state: z
      .enum(['works', 'missing', 'unknown'])
      .describe('unknown: OpenAI did not answer, or answered something that tells nothing'),
    needed_for: z.array(z.string()).describe('Feeds that stand still without it'),
    error: syncError.nullable().describe('What OpenAI said where it does not work'),
  })
  .meta({ id: 'ScopeCheck' });
export type ScopeCheck = z.infer<typeof scopeCheck>;

/** What is known of a key after it was tried. Writing is not tried: whether it works shows in the first action. */
export const keyTest = z
  .object({
    tested_at: instant,
    is_accepted: z.boolean().describe('False: OpenAI does not take the key at all, or could not be reached'),
    organization_id: z.string().nullable().describe('Whose key it is; null where OpenAI did not say'),
    scopes: z.array(scopeCheck),
    expires_at: instant.nullable(),
    is_expiry_known: z
      .boolean()
      .describe('False: the key was not found in the list of admin keys, or the list may not be read'),
    error: syncError.nullable().describe('Why it was not accepted'),
  })
  .meta({ id: 'KeyTest' });
export type KeyTest = z.infer<typeof keyTest>;

/** `POST /api/v1/organizations/test`: tries a key and keeps nothing. */
export const keyTestBody = z.strictObject({ admin_key: adminKey }).meta({ id: 'KeyTestBody' });
export type KeyTestBody = z.infer<typeof keyTestBody>;

export const keyTestAnswer = z
  .object({
    test: keyTest,
    connected: z
      .object({ id: z.string(), name: z.string().nullable(), organization_id: z.string().nullable() })
      .nullable()
      .describe('The stored organization that it belongs to; null: none, it would be a new one'),
  })
  .meta({ id: 'KeyTestAnswer' });
export type KeyTestAnswer = z.infer<typeof keyTestAnswer>;

/** A key that is kept, never with what it consists of. */
export const organizationKey = z
  .object({
    source: z.enum(['web', 'environment', 'demo']).describe('environment: changed there, not here'),
    redacted: z.string().describe('Its last four characters behind dots'),
    set_at: instant,
    set_by: z.string().nullable().describe('Name of the person who pasted it'),
    test: keyTest.nullable().describe('null: not tried yet'),
  })
  .meta({ id: 'OrganizationKey' });
export type OrganizationKey = z.infer<typeof organizationKey>;

export const organization = z
  .object({
    id: z.string().describe("Bursar's own, for these calls; OpenAI may not have named the organization yet"),
    organization_id: z.string().nullable(),
    name: z.string().nullable(),
    state: z
      .enum(['connecting', 'active', 'stopped', 'disconnected', 'removing'])
      .describe('disconnected: there is no key, its history is kept; removing: its history is being deleted'),
    error: syncError.nullable(),
    connected_at: instant,
    keys: z.object({ read: organizationKey.nullable(), write: organizationKey.nullable() }),
  })
  .meta({ id: 'Organization' });
export type Organization = z.infer<typeof organization>;

/** `GET /api/v1/organizations`. */
export const organizationsAnswer = z.object({ data: z.array(organization) }).meta({ id: 'Organizations' });
export type OrganizationsAnswer = z.infer<typeof organizationsAnswer>;

/** `POST /api/v1/organizations`: tries the key and begins to collect. */
export const organizationBody = z
  .strictObject({ admin_key: adminKey, write_key: adminKey.optional(), name: organizationName.optional() })
  .meta({ id: 'OrganizationBody' });
export type OrganizationBody = z.infer<typeof organizationBody>;

/** `PATCH /api/v1/organizations/{id}`. */
export const organizationChange = z.strictObject({ name: organizationName }).meta({ id: 'OrganizationChange' });
export type OrganizationChange = z.infer<typeof organizationChange>;

/** `PUT /api/v1/organizations/{id}/keys/{use}`: the new key is tried before the old one is forgotten. */
export const organizationKeyBody = z
  .strictObject({ admin_key: adminKey, reason: reason.optional() })
  .meta({ id: 'OrganizationKeyBody' });
export type OrganizationKeyBody = z.infer<typeof organizationKeyBody>;

/** `DELETE /api/v1/organizations/{id}/keys/write`: from then on changes are made with the key that reads. */
export const keyRemoval = z.strictObject({ reason: reason.optional() }).meta({ id: 'KeyRemoval' });
export type KeyRemoval = z.infer<typeof keyRemoval>;

/** `POST /api/v1/organizations/{id}/disconnect`: forgets its keys and keeps what was collected. */
export const disconnectBody = z.strictObject({ reason }).meta({ id: 'DisconnectBody' });
export type DisconnectBody = z.infer<typeof disconnectBody>;

/** `DELETE /api/v1/organizations/{id}`: deletes what was collected. Only of one that is disconnected. */
export const organizationRemoval = z
  .strictObject({ name: z.string().max(200).describe('Its name, or its id where it has none, as typed'), reason })
  .meta({ id: 'OrganizationRemoval' });
export type OrganizationRemoval = z.infer<typeof organizationRemoval>;
