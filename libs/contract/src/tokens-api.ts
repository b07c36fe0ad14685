import { z } from 'zod';
import { type Permission, TOKEN_PERMISSIONS } from './permissions.js';
import { identifier, instant } from './wire.js';

const tokenPermission = z.enum(TOKEN_PERMISSIONS as [Permission, ...Permission[]]);

/** A token of the API, never with what it consists of. */
export const apiToken = z
  .object({
    id: z.string(),
    name: z.string(),
    person_id: z.string().describe('Who made it; it may never do more than they may'),
    person_name: z.string(),
    permissions: z.array(tokenPermission),
    project_ids: z
      .array(identifier)
      .nullable()
      .describe('The only projects that it sees; null: all that its maker sees'),
    created_at: instant,
    expires_at: instant,
    last_used_at: instant.nullable(),
  })
  .meta({ id: 'ApiToken' });
export type ApiToken = z.infer<typeof apiToken>;

export const apiTokensAnswer = z.object({ data: z.array(apiToken) }).meta({ id: 'ApiTokens' });
export type ApiTokensAnswer = z.infer<typeof apiTokensAnswer>;

export const apiTokenBody = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .refine((text) => !text.includes('\0'), 'text without a NUL character'),
    permissions: z.array(tokenPermission).min(1).max(TOKEN_PERMISSIONS.length),
    project_ids: z.array(identifier).min(1).max(1000).nullable().default(null),
    expires_in_days: z.number().int().min(1).max(366).default(90),
  })
  .meta({ id: 'ApiTokenBody' });
export type ApiTokenBody = z.infer<typeof apiTokenBody>;

export const madeApiToken = z
  .object({ token: z.string().describe('Shown this once; not kept'), api_token: apiToken })
  .meta({ id: 'MadeApiToken' });
export type MadeApiToken = z.infer<typeof madeApiToken>;
