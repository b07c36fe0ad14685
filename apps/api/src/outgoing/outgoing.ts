/** The only way in which Bursar calls an address that somebody else named. */
import { type IncomingMessage, request as requestClear } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import { guardedLookup, type OutgoingRules, refuseLiteral, refuseUrl } from './outgoing-rules.js';

/** What is sent; redirects are never followed, so that what answers is what was checked. */
export interface OutgoingRequest {
  method: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | null;
  /** Ends it before its time. */
  signal?: AbortSignal;
}

/** Larger than any document of a provider, smaller than what would hurt. */
const LARGEST_ANSWER = 1_048_576;

/** Statuses that have no body; `Response` refuses to be made with one. */
const EMPTY_STATUSES = [204, 205, 304];

/**
 * Calls an address, and reads the whole answer.
 *
 * Each call has a connection of its own, to the very address that was checked after DNS.
 *
 * @returns any answer, also a redirect or an error: what it means is the caller's to know
 * @throws OutgoingRefusedError where the address may not be called; what Node throws where nobody answers; Error
 *   with name `TimeoutError` where it takes too long; Error where the answer is too large.
 */
export async function callOutside(url: URL, asked: OutgoingRequest, rules: OutgoingRules): Promise<Response> {
  refuseUrl(url);
  refuseLiteral(url, rules.allowedInside);
  const timeout = AbortSignal.timeout(rules.timeoutMs);
  const signal = asked.signal === undefined ? timeout : AbortSignal.any([timeout, asked.signal]);
  try {
    const answer = await send(url, asked, { rules, signal });
    return await readAnswer(answer);
  } catch (error) {
    // Node tells that it was aborted; the signal knows why.
    if (signal.aborted) throw signal.reason;
    throw error;
  }
}

function send(
  url: URL,
  { method, headers, body }: OutgoingRequest,
  { rules, signal }: { rules: OutgoingRules; signal: AbortSignal },
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestEncrypted : requestClear;
  const options = {
    method,
    // Unpacking would let a small answer become a large one.
    headers: { ...headers, 'accept-encoding': 'identity', connection: 'close' },
    lookup: guardedLookup(url, rules),
    agent: false,
    signal,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, options, resolve);
    sent.on('error', reject);
    sent.end(body ?? undefined);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Without an encoding a stream of Node's answers buffers.
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) {
      answer.destroy();
      throw new Error(`The answer is larger than ${LARGEST_ANSWER} bytes.`);
    }
    chunks.push(chunk);
  }
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const status = answer.statusCode ?? 0;
  return new Response(EMPTY_STATUSES.includes(status) ? null : Buffer.concat(chunks), { status, headers });
}
