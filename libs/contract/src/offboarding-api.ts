import { z } from 'zod';
import { keyInventoryItem } from './key-inventory-api.js';
import { decimalString, instant } from './wire.js';

/** What there is to do before a member goes, in the order in which it is done. */
export const OFFBOARDING_ACTIONS = [
  'rotate_to_service_account',
  'hand_over',
  'delete_key',
  'withdraw_invite',
  'remove',
] as const;

/** Why; the web has the words. */
export const OFFBOARDING_REASONS = {
  key_in_use: 'The key was used in the last 30 days: what calls with it would fail',
  key_use_unknown: 'It is not known whether the key is used: no day was read',
  key_idle: 'The key was not used in the last 30 days',
  admin_key_in_use: 'The admin key was used in the last 30 days: another admin has to make one in its place',
  admin_key_idle: 'The admin key was not used in the last 30 days',
  only_owner: 'Nobody else is an owner of the project',
  only_organization_owner: 'Nobody else is an owner of the organization',
  open_invite: 'Whoever was invited by them may still come',
  leaves: 'What is left is to remove them',
} as const satisfies Record<string, string>;
export type OffboardingReason = keyof typeof OFFBOARDING_REASONS;
const offboardingReason = z.enum(Object.keys(OFFBOARDING_REASONS) as [OffboardingReason, ...OffboardingReason[]]);

export const offboardingStep = z
  .object({
    action: z.enum(OFFBOARDING_ACTIONS),
    why: offboardingReason,
    blocking: z.boolean().describe('Whether something breaks, or nobody is left in charge, where it is not done first'),
    target: z.object({
      kind: z.enum(['api_key', 'admin_api_key', 'project', 'organization', 'invite', 'user']),
      id: z.string(),
      name: z.string().nullable(),
      project_id: z.string().nullable(),
    }),
  })
  .meta({ id: 'OffboardingStep' });
export type OffboardingStep = z.infer<typeof offboardingStep>;

/** Answer of `GET /api/v1/members/{id}/offboarding`: what a member's leaving would break, and what to do first. */
export const offboarding = z
  .object({
    member: z.object({
      id: z.string(),
      organization_id: z.string().nullable(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      role: z.string().nullable(),
      gone_at: instant.nullable().describe('Where they have left already'),
    }),
    range: z.object({ start: instant, end: instant }).describe('Of costs and requests: 30 UTC days with today'),
    currency: z.string().nullable(),
    cost_last_30_days: decimalString.nullable().describe('Of all their keys; null: unknown'),
    requests_last_30_days: z.number().int().nullable(),
    api_keys: z.array(keyInventoryItem).describe('Theirs, project and admin keys, those that cost most first'),
    projects: z.array(
      z.object({
        project_id: z.string(),
        project_name: z.string().nullable(),
        role: z.string().nullable(),
        is_only_owner: z.boolean(),
        other_owners: z.number().int(),
      }),
    ),
    groups: z.array(z.object({ group_id: z.string(), name: z.string().nullable() })),
    invites: z
      .array(
        z.object({
          id: z.string(),
          email: z.string().nullable(),
          role: z.string().nullable(),
          expires_at: instant.nullable(),
        }),
      )
      .nullable()
      .describe('Open ones that they sent, by the audit log; null: the log may not be read'),
    unaffected: z
      .object({ service_accounts: z.number().int(), api_keys: z.number().int() })
      .describe('Service accounts of the projects they are in, and the keys of these: they go on working'),
    steps: z.array(offboardingStep).describe('In the order in which they are done'),
  })
  .meta({ id: 'Offboarding' });
export type Offboarding = z.infer<typeof offboarding>;
