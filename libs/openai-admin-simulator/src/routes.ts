/** The paths below `/v1` that the simulator plays. */
import type { CapabilityTable } from '@bursar/contract';
import type { IncomingHttpHeaders } from 'node:http';
import { writeBucketPage } from './bucket-page.js';
import { pageOfBuckets } from './buckets.js';
import { costRows } from './cost-rows.js';
import { listKeys, listProjects, retrieveKey, retrieveProject, type DirectoryCall } from './directory.js';
import { ApiError, badRequest, INVALID_TOKEN, missingScope, nestedBody, notFound, wrongKey } from './errors.js';
import type { ActiveFaults } from './faults.js';
import { isLevel, isMoney } from './measures.js';
import { filterName, readMeteringQuery, type MeteringQuery } from './metering-query.js';
import type { World } from './world.js';
import { makeToken, TOKEN_LIFETIME_SECONDS } from './page-token.js';
import type { Parameters } from './parameters.js';
import { usageRows } from './usage-rows.js';

export interface Call {
  method: string;
  /** Below `/v1`. */
  path: string;
  parameters: Parameters;
  headers: IncomingHttpHeaders;
  faults: ActiveFaults;
}

interface Route {
  /** Path template, which is also the family that a rate limit counts. */
  family: string;
  scope: string;
  answer: (call: Call) => Iterable<string>;
}

const USAGE_SCOPE = 'api.usage.read';
const MANAGEMENT_SCOPE = 'api.management.read';

/** Finds what answers a path; undefined where OpenAI has nothing. */
export type RouteFinder = (path: string) => Route | undefined;

export function createRoutes(world: World, table: CapabilityTable): RouteFinder {
  const metering = new Map<string, Route>();
  for (const [name, capability] of Object.entries(table)) {
    const answer = (call: Call) => {
      const query = readMeteringQuery(call.path, call.parameters, capability, world.nowSeconds());
      return bucketPage(world, name, query, call.faults);
    };
    metering.set(capability.path, { family: capability.path, scope: USAGE_SCOPE, answer });
  }
  const directory = directoryRoutes(world);
  return (path) => metering.get(path) ?? directory(path);
}

function directoryRoutes(world: World): RouteFinder {
  const route = (family: string, answer: (call: DirectoryCall) => unknown): Route => ({
    family,
    scope: MANAGEMENT_SCOPE,
    answer: ({ parameters, faults }) => {
      const call = { organization: world.organization, parameters, faults, nowSeconds: world.nowSeconds() };
      return [JSON.stringify(answer(call))];
    },
  });
  const projects = '/organization/projects';
  return (path) => {
    const [, organization, collection, project, keys, key, ...rest] = path.split('/').map(decodeURIComponent);
    if (`/${organization}/${collection}` !== projects || rest.length > 0 || project === '' || key === '')
      return undefined;
    if (project === undefined) return route(projects, listProjects);
    if (keys === undefined) return route(`${projects}/{}`, (call) => retrieveProject(call, project));
    if (keys !== 'api_keys') return undefined;
    if (key === undefined) return route(`${projects}/{}/api_keys`, (call) => listKeys(call, project));
    return route(`${projects}/{}/api_keys/{}`, (call) => retrieveKey(call, project, key));
  };
}

/** @throws ApiError as OpenAI refuses: no such path, wrong method, wrong key, missing scope. */
export function admit(world: World, route: Route | undefined, call: Call): Route {
  const given = bearer(call.headers.authorization);
  const scope = route?.scope ?? (call.path === '/models' ? 'api.model.read' : undefined);
  if (scope === undefined) throw notFound(`Invalid URL (${call.method} /v1${call.path})`);
  if (call.method !== 'GET') {
    const message = `Not allowed to ${call.method} on /v1${call.path} (HINT: Perhaps you meant to use a different HTTP method?)`;
    throw new ApiError(405, nestedBody(message, { code: 'method_not_supported' }));
  }
  // Keys of projects are real, but have no business here.
  if (given?.startsWith('sk-proj-')) throw missingScope(scope);
  const key = world.adminKeys.find(({ value }) => value === given);
  if (!key) throw wrongKey(given);
  const asked = call.headers['openai-organization'];
  if (asked !== undefined && asked !== world.organization.id) {
    const message = 'OpenAI-Organization header should match organization for API key';
    throw new ApiError(401, nestedBody(message, { code: 'mismatched_organization' }));
  }
  const { scopes = 'all' } = key;
  if (!route || (scopes !== 'all' && !scopes.includes(scope))) throw missingScope(scope);
  return route;
}

function bearer(header: string | undefined): string | null {
  return header?.startsWith('Bearer ') ? header.slice('Bearer '.length) : null;
}

function bucketPage(world: World, name: string, query: MeteringQuery, faults: ActiveFaults): Iterable<string> {
  const refused = faults.find('refuse-dimensions')?.dimensions;
  if (refused?.every((dimension) => query.groupBy.includes(dimension) || query.filters.has(dimension))) {
    const names = refused.map((dimension) => `'${dimension}' / '${filterName(dimension)}'`).join(' together with ');
    throw badRequest(`${names} is not supported for this organization and time range.`, 'group_by');
  }
  if (faults.has('refuse-token')) throw badRequest(INVALID_TOKEN, null, 'invalid_request_error');
  const now = world.nowSeconds();
  const { buckets, next } = pageOfBuckets(query, now, faults.has('clip-last-bucket'));
  const expires = faults.has('expire-tokens') ? now - 1 : now + TOKEN_LIFETIME_SECONDS;
  const token = next === null ? null : makeToken(query.path, query.parameters, { expires, next });
  const repeated = faults.has('repeat-page-token') ? (query.parameters['page']?.[0] ?? null) : null;
  const nextPage = repeated ?? token;
  const rows = isMoney(query.capability)
    ? costRows(query, world.ledger, world.clock.now())
    : usageRows(query, usageSource(world, name, query));
  return writeBucketPage({ buckets, rows, hasMore: nextPage !== null, nextPage }, faults);
}

function usageSource(world: World, name: string, { capability }: MeteringQuery) {
  const { streams, events, chance, metered } = world;
  const { counted } = metered.get(name)!;
  const knownUntil = Math.floor((world.nowSeconds() - world.usageLagMinutes * 60) / 60) * 60;
  return { name, counted, level: isLevel(capability), streams, events, chance, knownUntil };
}
