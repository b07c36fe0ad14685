/** The cookie that holds a session's token. */
import { cameEncrypted } from '../http/own-address.js';
import { requestIdOf } from '../http/problem.js';
import type { WebRequest, WebResponse } from '../http/web-request.js';
import type { RequestOrigin } from './sessions.store.js';

/**
 * Under https the browser itself holds the cookie to this host, path and to encrypted lines (`__Host-`); on loopback
 * without encryption it would refuse such a name.
 */
const nameFor = (request: WebRequest): string => (cameEncrypted(request) ? '__Host-sid' : 'sid');

/** Lax, not Strict: who comes back from an identity provider comes from another site. */
const flagsFor = (request: WebRequest): string =>
  `Path=/; HttpOnly; SameSite=Lax${cameEncrypted(request) ? '; Secure' : ''}`;

/** What the request's cookie holds; null where there is none. */
export function sessionTokenOf(request: WebRequest): string | null {
  const wanted = nameFor(request);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.split('=', 2);
    if (name?.trim() === wanted && value !== undefined && value.trim() !== '') return value.trim();
  }
  return null;
}

/** It ends with the browser; the server ends it earlier. */
export function setSessionCookie(response: WebResponse, token: string): void {
  response.setHeader('set-cookie', `${nameFor(response.req)}=${token}; ${flagsFor(response.req)}`);
}

export function clearSessionCookie(response: WebResponse): void {
  response.setHeader('set-cookie', `${nameFor(response.req)}=; Max-Age=0; ${flagsFor(response.req)}`);
}

export function originOf(request: WebRequest): RequestOrigin {
  const { ip, headers, res } = request;
  return { address: ip ?? null, userAgent: headers['user-agent'] ?? null, requestId: requestIdOf(res) };
}
