/** Cookies that no script and no other site gets. */
import { cameEncrypted } from '../http/own-address.js';
import type { WebRequest, WebResponse } from '../http/web-request.js';

/**
 * Under https the browser itself holds the cookie to this host, path and to encrypted lines (`__Host-`); on loopback
 * without encryption it would refuse such a name.
 */
const nameFor = (name: string, request: WebRequest): string => (cameEncrypted(request) ? `__Host-${name}` : name);

/** Lax, not Strict: who comes back from an identity provider comes from another site. */
const flagsFor = (request: WebRequest): string =>
  `Path=/; HttpOnly; SameSite=Lax${cameEncrypted(request) ? '; Secure' : ''}`;

/** What the request's cookie of that name holds; null where there is none. */
export function cookieOf(request: WebRequest, name: string): string | null {
  const wanted = nameFor(name, request);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [found, value] = part.split('=', 2);
    if (found?.trim() === wanted && value !== undefined && value.trim() !== '') return value.trim();
  }
  return null;
}

/** It ends with the browser; the server ends it earlier. */
export function setCookie(response: WebResponse, name: string, value: string): void {
  response.appendHeader('set-cookie', `${nameFor(name, response.req)}=${value}; ${flagsFor(response.req)}`);
}

export function clearCookie(response: WebResponse, name: string): void {
  response.appendHeader('set-cookie', `${nameFor(name, response.req)}=; Max-Age=0; ${flagsFor(response.req)}`);
}
