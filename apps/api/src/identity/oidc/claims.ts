/** What a provider tells of somebody, read carefully: all of it is text of strangers. */
import { mailAddress } from '@bursar/contract';
import type { Member } from '../../group-map.js';

export type Claims = Readonly<Record<string, unknown>>;

/** Somebody at the provider. */
export interface Visitor extends Member {
  issuer: string;
  subject: string;
  /** In small letters; null: none, or what is no mail address. */
  email: string | null;
  /** `unknown`: the provider does not say. */
  mail: 'verified' | 'unverified' | 'unknown';
  name: string | null;
  /** Whether the provider says that it asked for a second factor (RFC 8176: `mfa` in `amr`). */
  provedTwice: boolean;
}

const MOST_GROUPS = 5_000;
const LONGEST_NAME = 200;

/** Whether something is missing for which the provider's userinfo has to be asked. */
export function isIncomplete(claims: Claims, groupClaim: string): boolean {
  return claimOf(claims, groupClaim) === undefined || typeof claims['email'] !== 'string' || nameOf(claims) === null;
}

/** @param claims of the ID token, and of userinfo where it was asked */
export function visitorOf(claims: Claims, groupClaim: string): Visitor {
  const email = mailAddress.safeParse(claims['email']).data ?? null;
  const verified = claims['email_verified'];
  // Some providers write it as text.
  const isVerified = verified === true || verified === 'true';
  const amr = claims['amr'];
  return {
    issuer: String(claims['iss']),
    subject: String(claims['sub']),
    email,
    mail: isVerified ? 'verified' : verified === undefined ? 'unknown' : 'unverified',
    name: nameOf(claims),
    groups: groupsOf(claimOf(claims, groupClaim)),
    verifiedDomain: isVerified && email !== null ? email.slice(email.lastIndexOf('@') + 1) : null,
    provedTwice: Array.isArray(amr) && amr.includes('mfa'),
  };
}

/** By its own name first: some providers name claims by addresses, which have dots. */
function claimOf(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let found: unknown = claims;
  for (const part of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined;
    // An object that has it can be asked for it.
    found = (found as Claims)[part];
  }
  return found;
}

function groupsOf(claim: unknown): string[] {
  if (typeof claim === 'string') return [claim];
  if (!Array.isArray(claim)) return [];
  return claim.filter((group): group is string => typeof group === 'string').slice(0, MOST_GROUPS);
}

function nameOf(claims: Claims): string | null {
  const named = [claims['name'], claims['preferred_username']].find((one) => typeof one === 'string');
  const text = String(named ?? '')
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME);
  return text === '' ? null : text;
}
