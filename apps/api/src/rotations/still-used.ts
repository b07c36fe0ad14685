import type { Drain, DrainReason } from '@bursar/contract';
import { writeInstant } from '../directory/directory-object.js';
import { type FieldError, ProblemError } from '../http/problem.js';

const WORDS: Record<DrainReason, (drain: Drain) => string> = {
  used_lately: ({ requests_in_required: requests, required_minutes: minutes }) =>
    `it made ${requests} requests in the last ${minutes} minutes`,
  used_in_window: ({ last_call_at: at }) => `its last call was ${at}`,
  minutes_missing: ({ coverage }) =>
    `minutes were not read of ${namesOf(coverage.filter((one) => !one.is_complete && one.not_offered_at === null))}`,
  keys_not_named: ({ coverage }) =>
    `OpenAI does not tell by key of ${namesOf(coverage.filter((one) => !one.names_keys && one.not_offered_at === null))}`,
  last_used_lately: ({ last_used_at: at }) => `OpenAI says that it was used last ${at}`,
  last_used_not_read: () => 'OpenAI was not asked of late when it was used last',
  last_used_moved: ({ last_used_at: at }) => `when it was used last has changed while it was looked at, to ${at}`,
};

/**
 * What is not known refuses like traffic.
 *
 * @throws ProblemError 409 with what was seen; `force` is for who knows better and says why.
 */
export function refuseWhileUsed(drain: Drain, { force }: { force: boolean }): void {
  if (force || drain.state === 'quiet' || drain.state === 'drained') return;
  const words = drain.reasons.map((reason) => WORDS[reason](drain)).join('; ');
  const what =
    drain.state === 'traffic' ? 'The old key is still used' : 'Nobody knows whether the old key is still used';
  const detail = `${what}: ${words}. Wait, or send force with a reason.`;
  const errors = drain.reasons.map((reason): FieldError => ({ pointer: '/force', message: reason }));
  throw new ProblemError('still-used', 409, detail, errors);
}

/**
 * A key that was called has its secret somewhere: taken away, it would be missed.
 *
 * @throws ProblemError 409
 */
export function refuseIfCalled(keyId: string, lastCallAt: Date | null): void {
  if (lastCallAt === null) return;
  const detail =
    `The new key ${keyId} has been called already, last at ${writeInstant(lastCallAt)}, so that somebody has its secret. ` +
    'Find out who, then say that it is in place, or cancel this rotation.';
  throw new ProblemError('still-used', 409, detail, [{ pointer: '/replace_lost', message: 'the new key is used' }]);
}

const namesOf = (coverage: Drain['coverage']): string => coverage.map(({ capability }) => capability).join(', ');
