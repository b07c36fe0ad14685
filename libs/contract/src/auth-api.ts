import { z } from 'zod';
import { type Permission, PERMISSIONS, ROLE_NAMES } from './permissions.js';
import { identifier, instant } from './wire.js';

/** Long enough that guessing has no chance, whatever it is made of. */
export const SHORTEST_PASSWORD = 12;

export const role = z.enum(ROLE_NAMES).meta({ id: 'Role' });

/**
 * Compared without regard to case, as every mail system does.
 *
 * Without the signs by which a header holds several addresses, or another behind a name: a message goes to what is
 * stored, and to nobody else.
 */
export const mailAddress = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@\p{Cc}<>()[\]:;,"\\]+@[^\s@\p{Cc}<>()[\]:;,"\\]+$/u, 'a mail address')
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
    state: z.enum(['active', 'invited', 'disabled', 'erased']).describe('erased: name and mail address are gone'),
    has_password: z.boolean(),
    has_identity: z
      .boolean()
      .describe('They have signed in by the identity provider, which decides their role each time'),
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
    local_sign_in: z.boolean().describe('Passwords are taken, and links by which one chooses them'),
    sends_mail: z.boolean().describe('Who forgot the password can be sent a link, by POST /api/auth/forgotten'),
    single_sign_on: z
      .object({ name: z.string().describe('Of the provider, as the button says it') })
      .nullable()
      .describe('GET /api/auth/oidc/start leads to the identity provider; null: there is none'),
    demo: z.boolean().describe('One click signs in as any role, on invented numbers'),
    needs_second_factor: z
      .boolean()
      .describe('The role needs a second factor that is not set up yet; nothing else is allowed until it is'),
    awaits_code: z.boolean().describe('The password was right; the code of the second factor is missing'),
    person: person
      .pick({
        id: true,
        email: true,
        name: true,
        role: true,
        project_ids: true,
        has_password: true,
        has_identity: true,
        has_second_factor: true,
      })
      .extend({ permissions: z.array(permission) })
      .nullable()
      .describe('Who has signed in; null: nobody'),
  })
  .meta({ id: 'AuthState' });
export type AuthState = z.infer<typeof authState>;

export const setUpBody = z
  .strictObject({ code: typedSecret, email: mailAddress, name: personName, password })
  .meta({ id: 'SetUpBody' });
export type SetUpBody = z.infer<typeof setUpBody>;

export const signInBody = z.strictObject({ email: mailAddress, password: typedSecret }).meta({ id: 'SignInBody' });
export type SignInBody = z.infer<typeof signInBody>;

export const signInAnswer = z
  .object({ mfa: z.boolean().describe('True: the code of the second factor comes next') })
  .meta({ id: 'SignInAnswer' });
export type SignInAnswer = z.infer<typeof signInAnswer>;

export const demoSignInBody = z.strictObject({ role }).meta({ id: 'DemoSignInBody' });
export type DemoSignInBody = z.infer<typeof demoSignInBody>;

/** A session of one's own, to know it by and to end it. */
export const session = z
  .object({
    id: z.string(),
    is_current: z.boolean(),
    created_at: instant,
    last_seen_at: instant,
    expires_at: instant,
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
  })
  .meta({ id: 'Session' });
export type SessionItem = z.infer<typeof session>;

export const sessionsAnswer = z.object({ data: z.array(session) }).meta({ id: 'Sessions' });
export type SessionsAnswer = z.infer<typeof sessionsAnswer>;

export const passwordBody = z
  .strictObject({ current_password: typedSecret, new_password: password })
  .meta({ id: 'PasswordBody' });
export type PasswordBody = z.infer<typeof passwordBody>;

/** What is asked again before something that a left desk should not allow. */
export const confirmBody = z.strictObject({ password: typedSecret }).meta({ id: 'ConfirmBody' });
export type ConfirmBody = z.infer<typeof confirmBody>;

/** Shown once, for the authenticator. */
export const secondFactorSeed = z
  .object({ secret: z.string().describe('Base32'), uri: z.string().describe('otpauth://…, for a QR code') })
  .meta({ id: 'SecondFactorSeed' });
export type SecondFactorSeed = z.infer<typeof secondFactorSeed>;

export const codeBody = z.strictObject({ code: typedSecret }).meta({ id: 'CodeBody' });
export type CodeBody = z.infer<typeof codeBody>;

export const recoveryCodes = z
  .object({ recovery_codes: z.array(z.string()).describe('Each works once; shown once') })
  .meta({ id: 'RecoveryCodes' });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;

export const peopleAnswer = z.object({ data: z.array(person) }).meta({ id: 'People' });
export type PeopleAnswer = z.infer<typeof peopleAnswer>;

export const invitationBody = z
  .strictObject({ email: mailAddress, name: personName, role, project_ids: projectLimit.default(null) })
  .meta({ id: 'InvitationBody' });
export type InvitationBody = z.infer<typeof invitationBody>;

/** A link that lets its person choose a password; whoever has it can, so it is shown once and works once. */
export const personLink = z
  .object({
    person,
    link_token: z.string().describe('To stand behind /welcome# in the address; not kept'),
    expires_at: instant,
    mail: z
      .object({
        is_sent: z.boolean(),
        problem: z.string().nullable().describe('Why it is not sent; the link has to be handed over by another way'),
      })
      .nullable()
      .describe('Whether the link went out to their mail address; null: no mail server is configured'),
  })
  .meta({ id: 'PersonLink' });
export type PersonLink = z.infer<typeof personLink>;

export const personChange = z
  .strictObject({
    name: personName.optional(),
    role: role.optional(),
    project_ids: projectLimit.optional(),
    is_disabled: z.boolean().optional(),
  })
  .meta({ id: 'PersonChange' });
export type PersonChange = z.infer<typeof personChange>;

/** `POST /api/auth/forgotten`; the answer never tells whether somebody has that address. */
export const forgottenBody = z.strictObject({ email: mailAddress }).meta({ id: 'ForgottenBody' });
export type ForgottenBody = z.infer<typeof forgottenBody>;

export const linkBody = z.strictObject({ token: typedSecret }).meta({ id: 'LinkBody' });
export type LinkBody = z.infer<typeof linkBody>;

/** Whom a link is for, before its password is chosen. */
export const linkAnswer = z
  .object({ purpose: z.enum(['invitation', 'reset']), email: z.string(), name: z.string() })
  .meta({ id: 'Link' });
export type LinkAnswer = z.infer<typeof linkAnswer>;

export const linkUseBody = z.strictObject({ token: typedSecret, password }).meta({ id: 'LinkUseBody' });
export type LinkUseBody = z.infer<typeof linkUseBody>;
