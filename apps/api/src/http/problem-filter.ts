import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { redact } from '../redaction.js';
import { ProblemError, REQUEST_ID_HEADER, sendProblem } from './problem.js';

/** SQLSTATE classes and system errors that mean: there is no database to talk to at the moment. */
const DATABASE_GONE = /^(08|57P0|53[123])|^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT)$/;

/** The one place where what a route throws becomes an answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<IncomingMessage>();
    const response = http.getResponse<ServerResponse>();
    const problem = toProblem(thrown, request);
    if (problem.status >= 500) this.log(thrown, request, response);
    // Half an answer cannot be taken back; cutting it off is the only way to say that it is not whole.
    if (response.headersSent) response.destroy();
    else sendProblem(response, problem);
  }

  /** Without the query: it may hold what a caller should not have put there. */
  private log(thrown: unknown, request: IncomingMessage, response: ServerResponse): void {
    const path = request.url?.split('?', 1)[0];
    const id = response.getHeader(REQUEST_ID_HEADER);
    const stack = thrown instanceof Error ? thrown.stack : String(thrown);
    this.logger.error(`${id} ${request.method} ${path} failed`, redact(stack ?? ''));
  }
}

function toProblem(thrown: unknown, request: IncomingMessage): ProblemError {
  if (thrown instanceof ProblemError) return thrown;
  const status = statusOf(thrown);
  if (status === 404) {
    const path = request.url?.split('?', 1)[0];
    return new ProblemError('not-found', 404, `There is no ${request.method} ${path}. /api/docs lists what there is.`);
  }
  if (status === 413) return new ProblemError('invalid-request', 413, 'The body is larger than 100 kB.');
  if (isUnreadBody(thrown)) {
    return new ProblemError('invalid-request', 400, 'The body is not JSON: what stands in it could not be read.');
  }
  if (status !== null && status < 500) {
    return new ProblemError('invalid-request', status, thrown instanceof Error ? thrown.message : String(thrown));
  }
  if (isDatabaseGone(thrown)) {
    return new ProblemError('unavailable', 503, 'Postgres does not answer. Look whether it runs, then try again.');
  }
  return new ProblemError('internal', 500, 'The log of the server holds the reason, under this request_id.');
}

/** Node says what is wrong with JSON by repeating a part of it, which may be a password or a key. */
function isUnreadBody(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  return /\bJSON\b/.test(thrown.message) && statusOf(thrown) === 400;
}

/** Nest's exceptions know their status; so do those of the body parser, which are of no class of ours. */
function statusOf(thrown: unknown): number | null {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (typeof thrown !== 'object' || thrown === null || !('expose' in thrown) || !('status' in thrown)) return null;
  return typeof thrown.status === 'number' ? thrown.status : null;
}

function isDatabaseGone(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const cause: unknown = 'driverError' in thrown ? thrown.driverError : thrown;
  if (typeof cause !== 'object' || cause === null) return false;
  if ('code' in cause && typeof cause.code === 'string') return DATABASE_GONE.test(cause.code);
  return 'message' in cause && String(cause.message).startsWith('Connection terminated');
}
