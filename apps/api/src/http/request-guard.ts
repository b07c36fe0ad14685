/** What every request has to pass before anything else looks at it. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { noteEncrypted, OwnAddress } from './own-address.js';
import { ProblemError, REQUEST_ID_HEADER, sendProblem } from './problem.js';
import { setSecurityHeaders } from './security-headers.js';
import type { WebRequest, WebResponse } from './web-request.js';

export type Next = (error?: unknown) => void;

const READS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Names the request, sets the security headers and refuses what another web page might have sent.
 *
 * A page that has its own host name point at this machine (DNS rebinding) still sends that name as Host; a page that
 * posts here from elsewhere sends its Origin. Both are answered with a problem document and go no further.
 *
 * @param publicOrigin what is answered besides loopback, such as `https://bursar.example`; null: nothing
 */
export function guardRequests(publicOrigin: string | null) {
  const address = new OwnAddress(publicOrigin);
  return (request: WebRequest, response: WebResponse, next: Next): void => {
    const isEncrypted = address.isEncrypted(request);
    if (isEncrypted) noteEncrypted(request);
    response.setHeader(REQUEST_ID_HEADER, `req_${randomUUID().replaceAll('-', '')}`);
    setSecurityHeaders(response, isEncrypted);
    if (request.url?.startsWith('/api/')) response.setHeader('cache-control', 'no-store');
    const refusal = refuse(request, address);
    if (refusal === null) next();
    else sendProblem(response, refusal);
  };
}

function refuse(request: WebRequest, address: OwnAddress): ProblemError | null {
  const foreignHost = refuseHost(request, address);
  if (foreignHost !== null || !isWrite(request)) return foreignHost;
  return refuseOrigin(request, address) ?? refuseBody(request);
}

/** Whether it may change something; by its method alone. */
export function isWrite({ method }: IncomingMessage): boolean {
  return !READS.includes(method ?? '');
}

function refuseHost(request: WebRequest, address: OwnAddress): ProblemError | null {
  if (address.isOwnHost(request)) return null;
  const seen = request.headers.host ?? 'none';
  const allowed = address.hosts(request);
  const errors = [{ parameter: 'Host', message: `is ${seen}`, allowed }];
  const detail = `The Host is ${seen}; Bursar answers to ${allowed.join(', ')}. BURSAR_URL adds another address.`;
  return new ProblemError('host-not-allowed', 421, detail, errors);
}

function refuseOrigin(request: WebRequest, address: OwnAddress): ProblemError | null {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const foreignOrigin = origin !== undefined && !address.isOwnOrigin(request, origin);
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (!foreignOrigin && !foreignSite) return null;
  const detail = `A write may come from Bursar's own pages or from outside a browser, not from ${origin ?? 'another site'}.`;
  return new ProblemError('origin-not-allowed', 403, detail);
}

/** A body of another type would be left unread, and the write done as if it had none. */
function refuseBody({ headers }: IncomingMessage): ProblemError | null {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  const type = headers['content-type'] ?? 'none';
  if (!hasBody || /^application\/json\s*(;|$)/i.test(type)) return null;
  return new ProblemError('invalid-request', 415, `The Content-Type is ${type}; the body has to be application/json.`);
}
