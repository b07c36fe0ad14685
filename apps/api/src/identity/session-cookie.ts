/** The cookie that holds a session's token. */
import { requestIdOf } from '../http/problem.js';
import type { WebRequest, WebResponse } from '../http/web-request.js';
import { clearCookie, cookieOf, setCookie } from './cookies.js';
import type { RequestOrigin } from './sessions.store.js';

const NAME = 'sid';

/** What the request's cookie holds; null where there is none. */
export const sessionTokenOf = (request: WebRequest): string | null => cookieOf(request, NAME);

export const setSessionCookie = (response: WebResponse, token: string): void => setCookie(response, NAME, token);

export const clearSessionCookie = (response: WebResponse): void => clearCookie(response, NAME);

export function originOf(request: WebRequest): RequestOrigin {
  const { ip, headers, res } = request;
  return { address: ip ?? null, userAgent: headers['user-agent'] ?? null, requestId: requestIdOf(res) };
}
