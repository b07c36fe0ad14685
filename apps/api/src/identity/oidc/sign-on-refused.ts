import type { SignOnRefusal } from '@bursar/contract';
import { ProblemError } from '../../http/problem.js';

/** Somebody comes back from the provider and is not let in; the message is for the trail and the log. */
export class SignOnRefusedError extends ProblemError {
  readonly why: SignOnRefusal;
  /** Whom it is about, where that is known. */
  readonly personId: number | null;

  /** The page that tells it. */
  readonly page: '/sign-in' | '/account';

  constructor(why: SignOnRefusal, detail: string, about: { personId?: number | null; page?: '/account' } = {}) {
    super('sign-in-refused', 409, detail);
    this.why = why;
    this.personId = about.personId ?? null;
    this.page = about.page ?? '/sign-in';
  }
}
