import type { Environment } from '../env.js';
import { ProblemError } from '../http/problem.js';

/** @throws ProblemError 403 where passwords are switched off, and with them all that leads to one. */
export function needLocalSignIn({ localSignIn, oidc }: Pick<Environment, 'localSignIn' | 'oidc'>): void {
  if (localSignIn) return;
  const way = oidc?.name ?? 'the identity provider';
  const detail = `Passwords are switched off here (BURSAR_LOCAL_SIGN_IN). People sign in with ${way}, which says who they are and what they may do.`;
  throw new ProblemError('not-allowed', 403, detail);
}
