/** What OpenAI said no to, or did not say, in the words of problem documents: OpenAI's own, and what to do. */
import { type ActionUnknown } from '@bursar/contract';
import { OpenAIAdminError } from '@bursar/openai-admin';
import { ElsewhereError } from '../http/problem.js';
import { OtherOrganizationError } from '../organizations/other-organization.js';
import { toInstant } from '../sync/problems.js';

/** What to do about refusals that are known by their words; the first that fits. */
const ADVICE: readonly (readonly [words: RegExp, advice: string])[] = [
  [/default project/i, 'What OpenAI makes for each organization cannot be changed so: make a project of your own.'],
  [/already archived|is archived/i, 'There is no way back from an archive at OpenAI: make a new project.'],
  [/already accepted/i, 'Whoever accepted is a member by now: remove the member instead.'],
  [/owners are owners of every project/i, 'Change their role in the organization first.'],
  [/at least one owner/i, 'Make somebody else an owner first.'],
  [/delete the service account/i, 'Delete the service account, which ends its keys, or move to a new account first.'],
  [/expired api keys/i, 'A key that has expired works no more: delete it, and make another where one is needed.'],
  [/exceeds the organization/i, 'Choose at most what the organization has.'],
  [/managed by scim/i, 'Change it where your identity provider manages it.'],
  [/already (a member|in group)/i, 'There is nothing to do.'],
];

/**
 * An error of OpenAI's as our answer.
 *
 * Only of what was refused, or failed before it was sent: nothing was changed.
 *
 * @returns undefined for what has nothing to do with OpenAI
 */
export function problemOf(error: unknown): ElsewhereError | undefined {
  if (error instanceof OtherOrganizationError) {
    const detail = `${error.message} Replace the key for writing by one of that organization, under Organizations.`;
    return new ElsewhereError('openai-other-organization', 409, detail);
  }
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    const detail =
      'OpenAI was asked for so much that it was not this one’s turn in time. Nothing was sent. Try again in a minute.';
    return new ElsewhereError('openai-busy', 503, detail, [], { 'retry-after': '60' });
  }
  return error instanceof OpenAIAdminError ? problemOfOpenai(error) : undefined;
}

function problemOfOpenai(error: OpenAIAdminError): ElsewhereError {
  const proof = proofOf(error);
  const said = saidBy(error);
  switch (error.code) {
    case 'refused': {
      const advice = ADVICE.find(([words]) => words.test(error.detail))?.[1] ?? 'Nothing was changed.';
      return new ElsewhereError('openai-refused', 409, `OpenAI refused it${proof}${said}. ${advice}`);
    }
    case 'not_found':
      return new ElsewhereError('not-found', 404, `OpenAI does not know it${proof}${said}. It is read again.`);
    case 'missing_scope': {
      const scope = error.missingScope ?? 'a permission for it';
      const advice = 'Set a key for writing that has it, under Organizations: it does nothing but changes.';
      return new ElsewhereError(
        'openai-missing-scope',
        409,
        `The admin key may not do this${proof}: it lacks ${scope}. ${advice}`,
      );
    }
    case 'credential_refused': {
      const advice =
        'It was probably revoked or has expired. Replace it under Organizations, where the key for writing is.';
      return new ElsewhereError('openai-key-refused', 409, `OpenAI refused the admin key${proof}. ${advice}`);
    }
    case 'rate_limited': {
      const seconds = Math.ceil((error.retryAfterMs ?? 60_000) / 1000);
      const detail = `OpenAI asked to slow down${proof}. Nothing was changed. Try again in ${seconds} seconds.`;
      return new ElsewhereError('openai-busy', 503, detail, [], { 'retry-after': String(seconds) });
    }
    default:
      return new ElsewhereError(
        'openai-unavailable',
        503,
        `OpenAI could not be read before anything was changed${proof}${said}. Nothing was sent. Try again.`,
      );
  }
}

/** The answer was lost, and what OpenAI lists shows nothing of it. */
export function notDone(error: OpenAIAdminError): ElsewhereError {
  const detail =
    `OpenAI's answer was lost${proofOf(error)}${saidBy(error)}. It was sent once, and what OpenAI lists since then shows ` +
    'that it was not done. Look once more in a minute, then try again.';
  return new ElsewhereError('openai-answer-lost', 503, detail);
}

/** The answer was lost, and nothing else told. */
export function unknownAnswer(error: OpenAIAdminError, at: Date): ActionUnknown {
  const detail =
    `OpenAI's answer was lost${proofOf(error)}${saidBy(error)}. It was sent once, and whether it was done could not be ` +
    'found out. It is read again in the background: look in a minute before you try again.';
  return { state: 'unknown', detail, looked_at: toInstant(at) };
}

/** OpenAI did it, and Bursar failed to take it over. */
export function doneAndNotStored(requestId: string | null, at: Date): ActionUnknown {
  const proof = requestId === null ? '' : ` (${requestId})`;
  const detail =
    `OpenAI did it${proof}, and Bursar could not store what came of it; its log holds the reason. The lists follow when they ` +
    'are read next. If a key was made, its secret is lost: delete the key and make another.';
  return { state: 'unknown', detail, looked_at: toInstant(at) };
}

function proofOf({ status, requestId }: OpenAIAdminError): string {
  const seen = [status, requestId].filter((fact) => fact !== null).join(', ');
  return seen === '' ? '' : ` (${seen})`;
}

function saidBy({ detail }: OpenAIAdminError): string {
  return detail === '' ? '' : `: ${detail.replace(/[.\s]+$/, '')}`;
}
