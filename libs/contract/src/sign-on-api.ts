/** The way in by an identity provider. */
import { z } from 'zod';

/** Why somebody comes back from the identity provider and is not in: `/sign-in?refused=…`. */
export const SIGN_ON_REFUSALS = [
  'unreachable',
  'cancelled',
  'failed',
  'stale',
  'untrusted',
  'no_role',
  'no_projects',
  'no_mail',
  'mail_unverified',
  'mail_taken',
  'identity_taken',
  'disabled',
  'second_factor',
  'not_set_up',
  'too_many',
] as const;
export type SignOnRefusal = (typeof SIGN_ON_REFUSALS)[number];

/** `POST /api/auth/oidc/tie` */
export const tieAnswer = z
  .object({ location: z.string().describe('The provider, for the browser to go to') })
  .meta({ id: 'Tie' });
export type TieAnswer = z.infer<typeof tieAnswer>;

/** `GET /api/auth/oidc/start` */
export const signOnQuery = z
  .strictObject({
    return_to: z.string().max(2000).optional().describe('A path of Bursar to open after it; anything else opens /'),
  })
  .meta({ id: 'SignOnQuery' });
export type SignOnQuery = z.infer<typeof signOnQuery>;
