import { ErrorNotice } from '../../components/error-notice.js';
import { Notice } from '../../components/notice.js';
import { ApiError } from '../../lib/api.js';
import { fieldMessages } from './field-messages.js';

/** Refusals that the server words for the person who entered something. */
const WORDED = [
  'sign-in-needed',
  'sign-in-refused',
  'too-many-attempts',
  'not-found',
  'not-allowed',
  'invalid-request',
];

interface EntryProblemProps {
  error: Error;
  /** Names of the fields that say below themselves what is wrong with them. */
  known: readonly string[];
}

/** Why what was entered did not do it, in the words of the server. */
export function EntryProblem({ error, known }: EntryProblemProps) {
  if (!(error instanceof ApiError)) return <ErrorNotice error={error} />;
  const names = [...fieldMessages(error).keys()];
  if (error.code === 'invalid-request' && names.length > 0 && names.every((name) => known.includes(name))) return null;
  const isOfOthers = error.code === 'invalid-request' && names.length > 0;
  if (!WORDED.includes(error.code) || isOfOthers) return <ErrorNotice error={error} />;
  // The first sentence says what happened, the others what that means.
  const [what = '', ...meaning] = error.message.split(/(?<=\.) /);
  return (
    <Notice tone="critical" title={what.replace(/\.$/, '')}>
      {meaning.length > 0 && meaning.join(' ')}
    </Notice>
  );
}
