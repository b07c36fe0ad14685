import type { SYNC_ERROR_CODES } from '@bursar/contract';

export type OpenAIAdminErrorCode = (typeof SYNC_ERROR_CODES)[number];

/** What is known about a failed request besides its code. */
export interface ErrorFacts {
  /** Method and path template: `GET /organization/costs`. */
  family: string;
  status?: number | null;
  requestId?: string | null;
  missingScope?: string | null;
  parameter?: string | null;
  retryAfterMs?: number | null;
  /** OpenAI's own words, already without keys. */
  detail?: string;
}

/**
 * A request to OpenAI that did not bring what was asked for.
 *
 * `code` decides what happens next (stop, disable, retry); `message` is a sentence for people. Neither it nor any other
 * property, the stack and the (absent) cause included, holds a key: the SDK's error is deliberately not kept.
 */
export class OpenAIAdminError extends Error {
  override readonly name = 'OpenAIAdminError';
  readonly code: OpenAIAdminErrorCode;
  /** null where no status arrived. */
  readonly status: number | null;
  /** OpenAI's `x-request-id`. */
  readonly requestId: string | null;
  /** `api.usage.read`; several are parted by `, `. */
  readonly missingScope: string | null;
  /** The query parameter that OpenAI complains about. */
  readonly parameter: string | null;
  /** How long OpenAI asks to wait. */
  readonly retryAfterMs: number | null;
  readonly detail: string;

  constructor(code: OpenAIAdminErrorCode, facts: ErrorFacts) {
    super(sentence(code, facts));
    this.code = code;
    this.status = facts.status ?? null;
    this.requestId = facts.requestId ?? null;
    this.missingScope = facts.missingScope ?? null;
    this.parameter = facts.parameter ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.detail = facts.detail ?? '';
  }
}

/** Thrown while a body is read: what arrived is not what the API promises. Becomes an `invalid_answer`. */
export class InvalidAnswer extends Error {
  override readonly name = 'InvalidAnswer';
}

const WHAT_HAPPENED: Record<OpenAIAdminErrorCode, string> = {
  credential_refused: 'OpenAI refused the admin key',
  missing_scope: 'the admin key may not read this',
  other_organization: 'the answer came from another organization',
  rate_limited: 'OpenAI asked to slow down, and kept asking',
  openai_unavailable: 'OpenAI failed to answer',
  invalid_answer: 'the answer makes no sense',
  timeout: 'no answer came in time',
  connection: 'the connection failed',
  not_found: 'OpenAI does not know this',
  refused: 'OpenAI refused the request',
  internal: 'the request could not be made',
};

const WHAT_TO_DO: Partial<Record<OpenAIAdminErrorCode, string>> = {
  credential_refused: 'Create a new admin key under Settings → Admin keys and replace it here.',
  missing_scope: 'Create an admin key that has this permission and replace the key here.',
  rate_limited: 'It is tried again later; other programs that use the same organization may slow it down.',
  openai_unavailable: 'It is tried again.',
  invalid_answer: 'Nothing of it was used; it is tried again.',
  timeout: 'It is tried again.',
  connection: 'Check that this server reaches OpenAI; it is tried again.',
};

function sentence(code: OpenAIAdminErrorCode, facts: ErrorFacts): string {
  const seen = [facts.status, facts.requestId].filter((fact) => fact !== null && fact !== undefined).join(', ');
  const scope = facts.missingScope ? `, missing ${facts.missingScope}` : '';
  const detail = facts.detail ? `: ${facts.detail.replace(/[.\s]+$/, '')}` : '';
  const advice = WHAT_TO_DO[code];
  return `${facts.family}: ${WHAT_HAPPENED[code]}${seen ? ` (${seen})` : ''}${scope}${detail}.${advice ? ` ${advice}` : ''}`;
}

const REFUSED_PAGE_TOKEN = /page token/i;

/** Whether OpenAI refused a page token: it expires, is bound to its query, and is sometimes refused for no reason. */
export function isRefusedPageToken(error: unknown): boolean {
  return (
    error instanceof OpenAIAdminError &&
    error.status === 400 &&
    (error.parameter === 'page' || REFUSED_PAGE_TOKEN.test(error.detail))
  );
}

const GROUPING_PARAMETER = /^(group_by|start_time)\b/;
const GROUPING_WORDS =
  /group_by|group(ed|ing)? by|\b(project|user|api_key)_ids?\b|line_items?\b|api_source|service_tier/i;

/**
 * Whether OpenAI refused what was grouped by: the dimension, its date (`api_key_id` before 2025-12-06) or the
 * combination (`user_id` with `project_id`). The same window without that dimension is then worth a try.
 *
 * OpenAI names the parameter or the dimension, not the reason, so this errs on the side of yes: a needless try is
 * refused again and does no harm, a missed one leaves a gap for ever.
 */
export function isRefusedGrouping(error: unknown): error is OpenAIAdminError {
  if (!(error instanceof OpenAIAdminError) || error.status !== 400 || isRefusedPageToken(error)) return false;
  return GROUPING_PARAMETER.test(error.parameter ?? '') || GROUPING_WORDS.test(error.detail);
}

/** Whether a list was refused because its project is archived: that lasts, there is no way back for a project. */
export function isArchivedProject(error: unknown): error is OpenAIAdminError {
  return error instanceof OpenAIAdminError && error.status === 400 && /\bis archived\b/i.test(error.detail);
}
