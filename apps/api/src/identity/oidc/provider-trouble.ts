/** What a provider's failure is called: in words that hold no code, no token and nothing long of the provider's own. */
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { OutgoingRefusedError } from '../../outgoing/outgoing-rules.js';
import { SignOnRefusedError } from './sign-on-refused.js';

/** Failures of the ID token: somebody, or something, is not what it says. */
const UNTRUSTED = /JWT|JSON_ATTRIBUTE|INVALID_RESPONSE|KEY|UNSUPPORTED/;

/** Turns what openid-client throws into what the sign-in page can say. */
export function refusalOf(error: unknown): SignOnRefusedError {
  if (error instanceof SignOnRefusedError) return error;
  if (error instanceof AuthorizationResponseError) {
    const why = error.error === 'access_denied' ? 'cancelled' : 'failed';
    return new SignOnRefusedError(why, `The provider came back with ${codeWord(error.error)}.`);
  }
  if (error instanceof ResponseBodyError) {
    return new SignOnRefusedError('failed', `The provider answered ${error.status}, ${codeWord(error.error)}.`);
  }
  const unreached = whyUnreached(error);
  if (unreached !== null) return new SignOnRefusedError('unreachable', unreached);
  if (error instanceof ClientError) {
    const why = UNTRUSTED.test(error.code ?? '') ? 'untrusted' : 'failed';
    return new SignOnRefusedError(why, `What the provider answered is not accepted: ${error.message} (${error.code}).`);
  }
  throw error;
}

/** Null: somebody answered. What went wrong on the way is a cause of what openid-client throws. */
function whyUnreached(error: unknown): string | null {
  for (let cause = error, depth = 0; typeof cause === 'object' && cause !== null && depth < 5; depth++) {
    if (cause instanceof OutgoingRefusedError) return cause.message;
    if ('name' in cause && cause.name === 'TimeoutError') return 'The provider did not answer in time.';
    const code: unknown = 'code' in cause ? cause.code : null;
    if (typeof code === 'string' && /^(E[A-Z]{3,}$|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|ERR_TLS)/.test(code)) {
      return `The provider cannot be reached (${code}).`;
    }
    cause = 'cause' in cause ? cause.cause : null;
  }
  return null;
}

/** A word of the protocol; whatever else stands there is not repeated. */
function codeWord(text: string): string {
  return /^[\w.-]{1,60}$/.test(text) ? text : 'an error without a usable name';
}
