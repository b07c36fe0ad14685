/** What a failure means for the feed: who stops, for how long, and how people are told. */
import type { SyncError } from '@bursar/contract';
import { OpenAIAdminError } from '@bursar/openai-admin';
import { OtherOrganizationError } from '../organizations/other-organization.js';

export type ProblemCode = SyncError['code'];

/** Whom a failure stops and when it is tried again. */
export interface Consequence {
  reach: 'organization' | 'scope' | 'feed';
  state: 'stopped' | 'disabled' | 'retrying';
  /** Seconds until the next try. */
  after: number;
}

/** What matters of a try that failed. */
export interface FailedTry {
  /** That failed before it in a row. */
  failures: number;
  /** What OpenAI asked for. */
  retryAfterMs: number | null;
  /** Whether OpenAI refuses this reading to some organizations as a whole. */
  isOptional: boolean;
}

const CAUTIOUSLY = 15 * 60;
const HOURLY = 3600;
const DAILY = 24 * HOURLY;
const FIRST_RETRY = 15;
const LONGEST_RETRY = 30 * 60;

/**
 * Decides what a failure stops.
 *
 * A refused key and another organization concern everything; a missing scope those that need it; a feature that is
 * switched off its own feed, which is tested again within the hour because OpenAI's 404s have been seen to pass, then
 * ever more rarely, down to once a day. So is a reading that OpenAI tells some organizations only. All others are retried
 * with growing pauses, spread by `random` (0 to 1) so that replicas do not return together.
 */
export function consequenceOf(
  problem: SyncError,
  { failures, retryAfterMs, isOptional }: FailedTry,
  random: number,
): Consequence {
  const rarely: Consequence = {
    reach: 'feed',
    state: 'disabled',
    after: Math.min(DAILY, HOURLY * 2 ** Math.min(failures, 10)),
  };
  switch (problem.code) {
    case 'credential_refused':
    case 'other_organization':
      return { reach: 'organization', state: 'stopped', after: CAUTIOUSLY };
    case 'missing_scope':
      return { reach: 'scope', state: 'disabled', after: HOURLY };
    case 'not_found':
      return rarely;
    default: {
      if (problem.code === 'refused' && isOptional) return rarely;
      const pause = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(failures, 20)) * (0.75 + random / 2);
      return { reach: 'feed', state: 'retrying', after: Math.max(pause, (retryAfterMs ?? 0) / 1000) };
    }
  }
}

/** Puts a failure into words and facts. Holds no key: OpenAI's own words come without, others are not repeated. */
export function describeProblem(error: unknown, at: Date): SyncError {
  const facts = { status: null, request_id: null, missing_scope: null, at: toInstant(at) };
  if (error instanceof OtherOrganizationError) {
    return { ...facts, code: 'other_organization', request_id: error.requestId, message: inOtherWords(error) };
  }
  if (error instanceof OpenAIAdminError) {
    return {
      ...facts,
      code: error.code,
      status: error.status,
      request_id: error.requestId,
      missing_scope: error.missingScope,
      message: inWords(error),
    };
  }
  return {
    ...facts,
    code: 'internal',
    message:
      `Bursar itself failed (${error instanceof Error ? error.name : typeof error}). The log of the server says where. ` +
      'It is tried again with growing pauses; if it stays, report it with that part of the log. What is stored is kept.',
  };
}

/** An instant as the API writes it: ISO 8601, UTC, whole seconds. */
export function toInstant(at: Date | number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function inOtherWords({ expected, seen, requestId }: OtherOrganizationError): string {
  const proof = requestId === null ? '' : ` (${requestId})`;
  const whose = seen === null ? 'an organization that shares no project with the stored one' : seen;
  return (
    `The admin key belongs to ${whose}${expected === null ? '' : `, but ${expected} is stored here`}${proof}. ` +
    'It was probably taken from another organization. Replace it by a key of the stored organization, under Organizations ' +
    'or where Bursar is configured; this one can be connected beside it. Nothing of it was written, and nothing stored is lost.'
  );
}

const RETRIED = 'It is tried again with growing pauses, nothing needs doing. What is stored is kept.';

/** What happened (code, request id). Likely cause. What to do. What is kept. */
function inWords(error: OpenAIAdminError): string {
  const seen = [error.status, error.requestId].filter((fact) => fact !== null).join(', ');
  const proof = seen === '' ? '' : ` (${seen})`;
  const said = error.detail === '' ? '' : `: ${error.detail.replace(/[.\s]+$/, '')}`;
  switch (error.code) {
    case 'credential_refused':
      return `OpenAI refused the admin key${proof}. It was probably revoked or has expired. Create a new one under Settings → Admin keys and replace it under Organizations, or where Bursar is configured. Nothing stored is lost.`;
    case 'missing_scope':
      return `OpenAI does not let the admin key read this${proof}: it lacks ${error.missingScope ?? 'a permission'}. The key was probably made with restricted permissions. Create an admin key that has it under Settings → Admin keys and replace the key under Organizations, or where Bursar is configured; changing the old one has been seen not to help. Nothing stored is lost, and what needs other permissions goes on.`;
    case 'rate_limited':
      return `OpenAI asked to slow down, and kept asking${proof}. Other programs probably use the admin API of this organization. It is tried again at a lower rate, nothing needs doing. What is stored is kept.`;
    case 'openai_unavailable':
      return `OpenAI failed to answer${proof}. It is probably a passing disturbance. ${RETRIED}`;
    case 'invalid_answer':
      return `OpenAI's answer could not be used${proof}${said}. Something on the way probably changed or cut it. ${RETRIED}`;
    case 'timeout':
      return `OpenAI did not answer in time${proof}. The network or OpenAI is probably slow. ${RETRIED}`;
    case 'connection':
      return `The connection to OpenAI failed${proof}${said}. The network is probably disturbed. Check that this server reaches OpenAI; it is tried again with growing pauses. What is stored is kept.`;
    case 'not_found':
      return `OpenAI does not know this${proof}${said}. The feature is probably not switched on for this organization. It is tried again within the hour, then more and more rarely, down to once a day; other feeds go on. What is stored is kept.`;
    case 'refused':
      return `OpenAI refused the request${proof}${said}. The API has probably changed. It is tried again with growing pauses; if it stays, look for a newer version of Bursar. What is stored is kept.`;
    default:
      return `The request to OpenAI could not be made${proof}${said}. ${RETRIED}`;
  }
}
