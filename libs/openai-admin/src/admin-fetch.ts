import { bodyChunks, bodyText } from './answer-body.js';

/** The SDK insists on a key; the real one joins the request behind its back, so that nothing of the SDK can tell it. */
export const KEY_PLACEHOLDER = 'the-key-is-added-to-each-request';

const MAX_ERROR_BYTES = 256 * 1024;
const SENT_HEADERS = /^(accept|content-type|user-agent|x-stainless-.*)$/;

/**
 * The `fetch` that the SDK is given: adds the admin key, sends no header that the environment slipped in
 * (`OPENAI_CUSTOM_HEADERS`), follows no redirect with the key, and reads bodies of errors in time, which the SDK does not.
 */
export function createAdminFetch(adminKey: string, timeoutMs: number) {
  return async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const headers = new Headers();
    for (const [name, value] of new Headers(init?.headers)) if (SENT_HEADERS.test(name)) headers.set(name, value);
    headers.set('authorization', `Bearer ${adminKey}`);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' }).catch((error: unknown) => {
      // The SDK aborts a request that takes too long and knows it again by this text; who else aborts is asked later.
      throw init?.signal?.aborted ? new Error('Request timed out.') : error;
    });
    return response.ok ? response : withBodyRead(response, timeoutMs);
  };
}

async function withBodyRead(response: Response, timeoutMs: number): Promise<Response> {
  // The status says what went wrong; its text is worth a wait, its loss is not worth another error.
  const text = await bodyText(bodyChunks(response, { timeoutMs }), MAX_ERROR_BYTES).catch(() => '');
  const { status, statusText, headers } = response;
  return new Response(text === '' ? null : text, { status, statusText, headers });
}
