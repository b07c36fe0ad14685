/** How what is asked of OpenAI for a rotation ends for whoever asked for it. */
import type { ActionOutcome } from '@bursar/openai-admin';
import { notDone, problemOf } from '../management/openai-problems.js';

/** @throws ProblemError with OpenAI's own words where it refuses, or could not be read */
export async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw problemOf(error) ?? error;
  }
}

/**
 * What was done; null where nobody can tell whether it was.
 *
 * @throws ProblemError 503 where the answer was lost and reading shows that it was not done
 */
export function doneOrUnknown<T>(outcome: ActionOutcome<T>): { value: T } | null {
  if (outcome.state === 'done') return { value: outcome.value };
  if (outcome.state === 'not_done') throw notDone(outcome.problem);
  return null;
}
