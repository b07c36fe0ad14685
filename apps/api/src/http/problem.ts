/** Errors that are the caller's business, and how they are written (RFC 9457). */
import type { ServerResponse } from 'node:http';
import type { Problem, ProblemCode } from '@bursar/contract';

export type FieldError = Problem['errors'][number];

const TITLES: Record<ProblemCode, string> = {
  'invalid-request': 'The request is not valid',
  'not-found': 'Not found',
  'sign-in-needed': 'Nobody has signed in',
  'sign-in-refused': 'The sign-in was refused',
  'not-allowed': 'This is not allowed to you',
  'second-factor-needed': 'A second factor is needed',
  'too-many-attempts': 'Too many attempts',
  'host-not-allowed': 'This host name is not served',
  'origin-not-allowed': 'Requests of other web pages are refused',
  'several-organizations': 'Several organizations are connected',
  'too-large-answer': 'The answer would be too large',
  'too-many-exports': 'Other exports are being written',
  'organization-disconnected': 'The organization is not connected',
  'openai-refused': 'OpenAI refused it',
  'openai-missing-scope': 'The admin key may not do this',
  'openai-key-refused': 'OpenAI refused the admin key',
  'openai-other-organization': 'The admin key is of another organization',
  'openai-busy': 'OpenAI asked to slow down',
  'openai-unavailable': 'OpenAI does not answer',
  'openai-answer-lost': 'The answer of OpenAI was lost',
  'still-used': 'The key is used, or it is not known that it is not',
  unavailable: 'The database does not answer',
  internal: 'Something went wrong on our side',
};

/** Thrown by routes; becomes a problem document. `detail` says what was seen and what to do. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly status: number;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    status: number,
    detail: string,
    errors: readonly FieldError[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.code = code;
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

/** It was tried, and OpenAI said no, or did not say what came of it: the trail tells it as failed, not as refused here. */
export class ElsewhereError extends ProblemError {}

/** 400 that names each field, what is wrong with it and, where there is a list, what is allowed. */
export function invalidRequest(...errors: FieldError[]): ProblemError {
  const words = errors.map(({ parameter, pointer, message }) => `${parameter ?? pointer ?? 'request'}: ${message}`);
  return new ProblemError('invalid-request', 400, words.join('; '), errors);
}

/** 404 for an object that the caller named. */
export function notFound(detail: string): ProblemError {
  return new ProblemError('not-found', 404, detail);
}

/** Every answer carries the id by which the log knows its request. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** Null: the request guard has not named it. */
export function requestIdOf(response: ServerResponse): string | null {
  const id = response.getHeader(REQUEST_ID_HEADER);
  return typeof id === 'string' ? id : null;
}

/** Ends a response with a problem document. Nothing may have been sent before. */
export function sendProblem(response: ServerResponse, error: ProblemError): void {
  const problem: Problem = {
    type: `/problems/${error.code}`,
    title: TITLES[error.code],
    status: error.status,
    detail: error.message,
    request_id: String(response.getHeader(REQUEST_ID_HEADER)),
    errors: [...error.errors],
  };
  response.statusCode = error.status;
  response.setHeader('content-type', 'application/problem+json; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
  response.end(JSON.stringify(problem));
}
