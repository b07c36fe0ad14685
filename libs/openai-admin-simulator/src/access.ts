/** Who may call what: the checks that OpenAI makes before it looks at a request. */
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, missingScope, nestedBody, notFound, wrongKey } from './errors.js';
import type { AdminApiKey } from './management/directory-model.js';
import type { Route } from './routes.js';
import type { World } from './world.js';

export interface Asking {
  method: string;
  /** Below `/v1`. */
  path: string;
  headers: IncomingHttpHeaders;
}

export interface Admitted {
  route: Route;
  /** Of the admin key. */
  keyId: string;
}

/** @throws ApiError as OpenAI refuses: no such path, wrong method, wrong or expired key, missing scope. */
export function admit(world: World, found: Route | 'other-method' | undefined, asking: Asking): Admitted {
  const { method, path, headers } = asking;
  const scope = found === undefined || found === 'other-method' ? scopeElsewhere(path) : found.scope;
  if (found === 'other-method') {
    const message = `Not allowed to ${method} on /v1${path} (HINT: Perhaps you meant to use a different HTTP method?)`;
    throw new ApiError(405, nestedBody(message, { code: 'method_not_supported' }));
  }
  if (scope === undefined) throw notFound(`Invalid URL (${method} /v1${path})`);
  const given = bearer(headers.authorization);
  // Keys of projects are real, but have no business here.
  if (given?.startsWith('sk-proj-')) throw missingScope(scope);
  const key = world.directory.adminKeys.find(({ value }) => value === given);
  const now = world.nowSeconds();
  if (!key || hasExpired(key, now)) throw wrongKey(given);
  const organization = headers['openai-organization'];
  if (organization !== undefined && organization !== world.organization.id) {
    const message = 'OpenAI-Organization header should match organization for API key';
    throw new ApiError(401, nestedBody(message, { code: 'mismatched_organization' }));
  }
  if (!found || (key.scopes !== 'all' && !key.scopes.includes(scope))) throw missingScope(scope);
  key.lastUsedAt = now;
  return { route: found, keyId: key.id };
}

/** Inference is refused by the scope that it would need. */
function scopeElsewhere(path: string): string | undefined {
  return path === '/models' ? 'api.model.read' : undefined;
}

function hasExpired({ expiresAt }: AdminApiKey, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

function bearer(header: string | undefined): string | null {
  return header?.startsWith('Bearer ') ? header.slice('Bearer '.length) : null;
}
