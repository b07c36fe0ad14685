import { z } from 'zod';
import { type Permission, PERMISSIONS, ROLE_NAMES } from './permissions.js';
import { identifier, instant } from './wire.js';

/** Long enough that guessing has no chance, whatever it is made of. */
export const SHORTEST_PASSWORD = 12;

export const role = z.enum(ROLE_NAMES).meta({ id: 'Role' });

/** Compared without regard to case, as every mail system does. */
const email = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@\0]+@[^\s@\0]+$/, 'a mail address')
  .transform((text) => text.toLowerCase());

/** Hashing takes time with the length, so that it is bounded; what is hashed holds any text. */
const password = z
  .string()
  .min(SHORTEST_PASSWORD, `at least ${SHORTEST_PASSWORD} characters`)
  .max(200, 'at most 200 characters');

/** What somebody typed: checked against what is stored, never for its form. */
const typedSecret = z.string().min(1).max(200);

const personName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !text.includes('\0'), 'text without a NUL character');

/** Null: every project. */
const projectLimit = z.array(identifier).min(1).max(1000).nullable();

/** Somebody who may sign in to Bursar; never a member of the OpenAI organization as such. */
export const person = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role,
    project_ids: projectLimit.describe('The only projects that they see; null: all'),
    state: z.enum(['active', 'invited', 'disabled']),
    has_password: z.boolean(),
    has_second_factor: z.boolean(),
    created_at: instant,
    last_seen_at: instant.nullable(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof person>;

const permission = z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]]);

/** `GET /api/auth/state`: what a page needs to know before anybody has signed in, and who has. */
export const authState = z
  .object({
    needs_set_up: z.boolean().describe('True until the first owner exists'),
    demo: z.boolean().describe('One click signs in as any role, on invented numbers'),
    awaits_code: z.boolean().describe('The password was right; the code of the second factor is missing'),
    person: person
      .pick({ id: true, email: true, name: true, role: true, project_ids: true, has_second_factor: true })
      .extend({ permissions: z.array(permission) })
      .nullable()
      .describe('Who has signed in; null: nobody'),
  })
  .meta({ id: 'AuthState' });
export type AuthState = z.infer<typeof authState>;

export const setUpBody = z
  .strictObject({ code: typedSecret, email, name: personName, password })
  .meta({ id: 'SetUpBody' });
export type SetUpBody = z.infer<typeof setUpBody>;

export const signInBody = z.strictObject({ email, password: typedSecret }).meta({ id: 'SignInBody' });
export type SignInBody = z.infer<typeof signInBody>;

export const signInAnswer = z
  .object({ mfa: z.boolean().describe('True: the code of the second factor comes next') })
  .meta({ id: 'SignInAnswer' });
export type SignInAnswer = z.infer<typeof signInAnswer>;

export const demoSignInBody = z.strictObject({ role }).meta({ id: 'DemoSignInBody' });
export type DemoSignInBody = z.infer<typeof demoSignInBody>;
