import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzip } from 'node:zlib';
import type { Next } from './request-guard.js';

/** Below this, the headers weigh more than what is saved. */
export const WORTHWHILE_BYTES = 1024;
/** JSON shrinks to a tenth at any level; the low one takes a third of the time. */
export const COMPRESSION_LEVEL = 3;

/** Compresses JSON answers, which are made whole and ended at once; streams and files pass untouched. */
export function compressJson(request: IncomingMessage, response: ServerResponse, next: Next): void {
  if (request.method !== 'HEAD' && acceptsGzip(request)) compressEnd(response);
  next();
}

export function acceptsGzip({ headers }: IncomingMessage): boolean {
  const accepted = String(headers['accept-encoding'] ?? '');
  return /(^|[\s,])(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted);
}

function compressEnd(response: ServerResponse): void {
  const end = response.end.bind(response);
  const compressingEnd = (chunk?: unknown, ...rest: unknown[]): ServerResponse => {
    response.end = end;
    const body = typeof chunk === 'string' || Buffer.isBuffer(chunk) ? Buffer.from(chunk) : null;
    if (body === null || body.length < WORTHWHILE_BYTES || response.headersSent || !isJson(response)) {
      // The overloads of `end` cannot be spelt for arguments that are passed on as they came.
      return Reflect.apply(end, response, [chunk, ...rest]) as ServerResponse;
    }
    gzip(body, { level: COMPRESSION_LEVEL }, (error, compressed) => {
      if (response.destroyed) return;
      response.setHeader('vary', 'accept-encoding');
      if (error === null) response.setHeader('content-encoding', 'gzip');
      const sent = error === null ? compressed : body;
      response.setHeader('content-length', sent.length);
      end(sent);
    });
    return response;
  };
  response.end = compressingEnd;
}

function isJson(response: ServerResponse): boolean {
  const alreadyEncoded = response.hasHeader('content-encoding');
  return !alreadyEncoded && /^application\/(problem\+)?json/.test(String(response.getHeader('content-type') ?? ''));
}
