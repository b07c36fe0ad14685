/** What binds a browser to its visit at the provider: all of it is made from one random text that only it holds. */
import { calculatePKCECodeChallenge } from 'openid-client';
import { derivedFrom } from '../secrets.js';

export const VISIT_COOKIE = 'visit';

/** What the provider gives back; whoever brings it has to hold the cookie that it was made from. */
export const stateOf = (token: string): string => derivedFrom(token, 'state');

/** What stands in the ID token. */
export const nonceOf = (token: string): string => derivedFrom(token, 'nonce');

/** What the provider is shown when the code is turned in; it knows the hash since the start (RFC 7636). */
export const verifierOf = (token: string): string => derivedFrom(token, 'verifier');

export const challengeOf = (token: string): Promise<string> => calculatePKCECodeChallenge(verifierOf(token));

/**
 * A path of ours, whatever was asked for.
 *
 * Browsers read `/\` as `//` and drop tabs and line ends, so that what begins with one slash may still name another
 * host; what the API answers is no page to come back to.
 */
export function pathToReturnTo(wanted: string | undefined): string {
  const isPath = wanted !== undefined && /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(wanted);
  return isPath && !/^\/api(\/|$|\?)/i.test(wanted) ? wanted : '/';
}
