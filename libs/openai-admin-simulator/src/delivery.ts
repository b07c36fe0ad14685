/** Sends an answer over the socket, as well or as badly as the faults say. */
import type { ServerResponse } from 'node:http';
import { nestedBody } from './errors.js';
import type { StatusFault } from './fault-kinds.js';
import type { ActiveFaults } from './faults.js';

const WEB_PAGE =
  '<!doctype html><html><head><title>Service unavailable</title></head><body><h1>Please wait</h1></body></html>';
const JSON_TYPE = 'application/json';
const TRICKLE = 1024;

export interface Answer {
  status: number;
  type?: string;
  headers?: Readonly<Record<string, string>>;
  body: Iterable<string>;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** An answer that a fault puts in place of the real one. */
export function answerOfFault(faults: ActiveFaults): Answer | undefined {
  const status = faults.find('status');
  if (status) return statusAnswer(status);
  if (faults.has('html-200')) return { status: 200, type: 'text/html; charset=utf-8', body: [WEB_PAGE] };
  if (faults.has('empty-200')) return { status: 200, body: [] };
  return faults.has('no-content') ? { status: 204, body: [] } : undefined;
}

function statusAnswer(fault: StatusFault): Answer {
  const {
    status,
    body = 'nested',
    message = `Simulated failure ${status}.`,
    retryAfter,
    retryAfterMs,
    shouldRetry,
  } = fault;
  const headers = {
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    ...(retryAfterMs === undefined ? {} : { 'retry-after-ms': String(retryAfterMs) }),
    ...(shouldRetry === undefined ? {} : { 'x-should-retry': String(shouldRetry) }),
  };
  if (body === 'html') return { status, headers, type: 'text/html; charset=utf-8', body: [WEB_PAGE] };
  if (body === 'empty') return { status, headers, body: [] };
  const { type = status >= 500 ? 'server_error' : 'invalid_request_error', param = null, code = null } = fault;
  const json = body === 'bare' ? { error: message } : nestedBody(message, { type, param, code });
  return { status, headers, body: [JSON.stringify(json)] };
}

export function tooManyRequests(): Answer {
  const message = "You're making too many requests, please slow down.";
  return {
    status: 429,
    body: [JSON.stringify(nestedBody(message, { type: 'requests', code: 'rate_limit_exceeded' }))],
  };
}

/**
 * Writes the answer, no faster than it is read. Bodies that a fault cuts or stretches are put together first.
 *
 * @returns the status that was sent, 0 if the connection was reset before it.
 */
export async function deliver(response: ServerResponse, answer: Answer, faults: ActiveFaults): Promise<number> {
  const reset = faults.find('reset');
  if (reset && reset.afterBytes === undefined) {
    response.socket?.resetAndDestroy();
    return 0;
  }
  response.writeHead(answer.status, { 'content-type': answer.type ?? JSON_TYPE, ...answer.headers });
  const cut = faults.find('cut-json');
  const slow = faults.find('slow-body');
  if (reset || cut || slow) {
    const whole = Buffer.from([...answer.body].join(''));
    const kept = whole.subarray(0, reset?.afterBytes ?? cut?.keepBytes ?? (cut ? whole.length / 2 : whole.length));
    if (slow) await trickle(response, kept, slow);
    else await write(response, kept);
    if (reset) {
      await flushed(response);
      response.socket?.resetAndDestroy();
      return answer.status;
    }
  } else {
    for (const piece of answer.body) await write(response, piece);
  }
  response.end();
  return answer.status;
}

/** Says nothing and resets the connection: what was done is done, and whoever asked cannot know. */
export async function loseAnswer(response: ServerResponse, faults: ActiveFaults): Promise<void> {
  const ms = faults.find('lost-answer')?.ms;
  const left = new Promise<void>((resolve) => response.once('close', () => resolve()));
  const over = ms === undefined ? faults.removed('lost-answer') : pause(ms);
  await Promise.race([left, over]);
  response.socket?.resetAndDestroy();
}

/** Settles when what was written has left: a reset would take it along. */
function flushed(response: ServerResponse): Promise<void> {
  response.flushHeaders();
  return new Promise((resolve) => {
    const look = () => (response.destroyed || !response.writableLength ? resolve() : setImmediate(look));
    setImmediate(look);
  });
}

async function trickle(
  response: ServerResponse,
  body: Buffer,
  { everyMs, chunkBytes = TRICKLE }: { everyMs: number; chunkBytes?: number },
): Promise<void> {
  for (let at = 0; at < body.length && !response.destroyed; at += chunkBytes) {
    await write(response, body.subarray(at, at + chunkBytes));
    await pause(everyMs);
  }
}

/** Waits for the reader where it is slower than the writer; a reader who has left ends the waiting. */
async function write(response: ServerResponse, piece: string | Buffer): Promise<void> {
  if (response.destroyed || piece.length === 0 || response.write(piece)) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
