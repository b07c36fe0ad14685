import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { BodyTimeout } from './answer-body.js';
import { isRecord } from './json-reader.js';
import { InvalidAnswer, OpenAIAdminError, type ErrorFacts, type OpenAIAdminErrorCode } from './errors.js';
import { retryAfterMs } from './retry-after.js';

/** Where and how a request failed, as far as the failure itself does not say. */
export interface RequestContext {
  family: string;
  redact: (text: string) => string;
  receivedAt: Date;
  /** Of the answer, where its body is what failed. */
  status?: number;
  requestId?: string | null;
}

const SCOPES = /missing scopes?:\s*([a-z][\w-]*(?:\.[\w-]+)+(?:,\s*[a-z][\w-]*(?:\.[\w-]+)+)*)/i;
const NO_PERMISSION = /insufficient permissions|missing scopes?/i;

/** The failure of a request in the terms of this library. What was thrown is not kept: it may repeat the key. */
export function requestError(thrown: unknown, context: RequestContext): OpenAIAdminError {
  if (thrown instanceof OpenAIAdminError) return thrown;
  if (thrown instanceof APIError && typeof thrown.status === 'number')
    return statusError(thrown, thrown.status, context);
  const facts: ErrorFacts = {
    family: context.family,
    status: context.status ?? null,
    requestId: context.requestId ?? null,
    detail: context.redact(words(thrown)),
  };
  return new OpenAIAdminError(codeOf(thrown), facts);
}

function codeOf(thrown: unknown): OpenAIAdminErrorCode {
  if (thrown instanceof BodyTimeout || thrown instanceof APIConnectionTimeoutError) return 'timeout';
  if (thrown instanceof InvalidAnswer) return 'invalid_answer';
  // What fetch says once the status has arrived: the connection broke off in the middle of the body.
  return thrown instanceof APIConnectionError || words(thrown).startsWith('terminated') ? 'connection' : 'internal';
}

/** Messages of the network say "fetch failed"; what happened is at the end of their causes. */
function words(thrown: unknown): string {
  if (!isRecord(thrown) || typeof thrown['message'] !== 'string') return String(thrown);
  const message = thrown['message'].replace(/\.$/, '') || String(thrown['code'] ?? thrown['name'] ?? 'no reason given');
  return thrown['cause'] ? `${message} (${words(thrown['cause'])})` : message;
}

function statusError(thrown: APIError, status: number, context: RequestContext): OpenAIAdminError {
  const { family, redact, receivedAt } = context;
  const text = ownWords(thrown);
  const headers = thrown.headers ?? new Headers();
  const scopes = SCOPES.exec(text)?.[1] ?? null;
  const mayNot = (status === 401 || status === 403) && NO_PERMISSION.test(text);
  return new OpenAIAdminError(mayNot ? 'missing_scope' : codeOfStatus(status), {
    family,
    status,
    requestId: headers.get('x-request-id'),
    missingScope: mayNot ? scopes : null,
    parameter: typeof thrown.param === 'string' ? thrown.param : null,
    retryAfterMs: retryAfterMs(headers, receivedAt),
    detail: redact(text),
  });
}

function codeOfStatus(status: number): OpenAIAdminErrorCode {
  if (status === 401) return 'credential_refused';
  if (status === 404) return 'not_found';
  if (status === 408) return 'timeout';
  if (status === 429) return 'rate_limited';
  if (status >= 500) return 'openai_unavailable';
  return status >= 400 ? 'refused' : 'invalid_answer';
}

/** OpenAI's text: nested in an object, bare (403 for a missing scope), or whatever the edge answered instead. */
function ownWords(thrown: APIError): string {
  const body: unknown = thrown.error;
  if (typeof body === 'string') return body;
  if (typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string') {
    return body.message;
  }
  return thrown.message.replace(/^\d{3} /, '');
}
