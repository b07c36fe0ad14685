/** What every request has to pass before anything else looks at it. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ProblemError, REQUEST_ID_HEADER, sendProblem } from './problem.js';

export type Next = (error?: unknown) => void;

const HOST_NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const READS = ['GET', 'HEAD', 'OPTIONS'];
/** Scripts come from our own files only. Styles may be inline: the components set positions and sizes that way. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * Names the request, sets the security headers and refuses what another web page might have sent.
 *
 * A page that has its own host name point at this machine (DNS rebinding) still sends that name as Host; a page that
 * posts here from elsewhere sends its Origin. Both are answered with a problem document and go no further.
 */
export function guardRequest(request: IncomingMessage, response: ServerResponse, next: Next): void {
  response.setHeader(REQUEST_ID_HEADER, `req_${randomUUID().replaceAll('-', '')}`);
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (request.url?.startsWith('/api/')) response.setHeader('cache-control', 'no-store');
  const refusal = refuseHost(request) ?? (isWrite(request) ? (refuseOrigin(request) ?? refuseBody(request)) : null);
  if (refusal === null) next();
  else sendProblem(response, refusal);
}

function isWrite({ method }: IncomingMessage): boolean {
  return !READS.includes(method ?? '');
}

/** The hosts that this server answers to, as they stand in a Host header. */
function ownHosts({ socket }: IncomingMessage): string[] {
  const withPort = HOST_NAMES.map((name) => `${name}:${socket.localPort}`);
  return socket.localPort === 80 ? [...withPort, ...HOST_NAMES] : withPort;
}

function refuseHost(request: IncomingMessage): ProblemError | null {
  const allowed = ownHosts(request);
  if (allowed.includes(request.headers.host?.toLowerCase() ?? '')) return null;
  const seen = request.headers.host ?? 'none';
  const errors = [{ parameter: 'Host', message: `is ${seen}`, allowed }];
  return new ProblemError(
    'host-not-allowed',
    421,
    `The Host is ${seen}; Bursar answers to ${allowed.join(', ')}.`,
    errors,
  );
}

function refuseOrigin(request: IncomingMessage): ProblemError | null {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const foreignOrigin = origin !== undefined && !ownHosts(request).some((host) => origin === `http://${host}`);
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
