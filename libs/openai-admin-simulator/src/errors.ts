/** An answer that is not 200, with a body in one of OpenAI's shapes. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`answers ${status}: ${JSON.stringify(body)}`);
  }
}

export interface ErrorDetails {
  type?: string;
  param?: string | null;
  code?: string | null;
}

/** The usual shape: an object with all four keys. */
export function nestedBody(message: string, details: ErrorDetails = {}): unknown {
  const { type = 'invalid_request_error', param = null, code = null } = details;
  return { error: { message, type, param, code } };
}

export function badRequest(message: string, param: string | null, code: string | null = null): ApiError {
  return new ApiError(400, nestedBody(message, { param, code }));
}

export function notFound(message: string): ApiError {
  return new ApiError(404, nestedBody(message));
}

/** 403 in the shape that was seen since 2026: the error is a bare text. */
export function missingScope(scope: string): ApiError {
  const message =
    `You have insufficient permissions for this operation. Missing scopes: ${scope}. ` +
    'Check that you have the correct role in your organization, and if you are using a restricted API key, that it has the necessary scopes.';
  return new ApiError(403, { error: message });
}

export function wrongKey(given: string | null): ApiError {
  const message =
    given === null
      ? "You didn't provide an API key. Provide it in an Authorization header using Bearer auth."
      : `Incorrect API key provided: ${redact(given)}. You can find your API keys in your organization settings.`;
  return new ApiError(401, nestedBody(message, { code: 'invalid_api_key' }));
}

/** As OpenAI repeats a key in its answers: both ends of it. */
function redact(key: string): string {
  return key.length < 12 ? '*'.repeat(key.length) : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
}

export const INVALID_TOKEN = 'The page token is invalid, have you modified the query parameters?';
