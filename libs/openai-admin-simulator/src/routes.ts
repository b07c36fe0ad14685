/** The paths below `/v1` that the simulator plays. */
import type { CapabilityTable } from '@bursar/contract';
import type { IncomingHttpHeaders } from 'node:http';
import { writeBucketPage } from './bucket-page.js';
import { pageOfBuckets } from './buckets.js';
import { costRows } from './cost-rows.js';
import { badRequest, INVALID_TOKEN } from './errors.js';
import type { ActiveFaults } from './faults.js';
import type { Body } from './management/body.js';
import { findPath } from './management/routes.js';
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
  /** What was sent; empty where nothing was. */
  body: Body;
  headers: IncomingHttpHeaders;
  faults: ActiveFaults;
}

export interface Route {
  /** Method and path template, which is also the family that a rate limit counts. */
  family: string;
  scope: string;
  /** @param keyId of the admin key that asks */
  answer: (call: Call, keyId: string) => Iterable<string>;
}

const USAGE_SCOPE = 'api.usage.read';
const MANAGEMENT_SCOPE = 'api.management.read';

/** Finds what answers: undefined where OpenAI has nothing, `other-method` where it has something else. */
export type RouteFinder = (path: string, method: string) => Route | 'other-method' | undefined;

export function createRoutes(world: World, table: CapabilityTable): RouteFinder {
  const metering = new Map<string, Route>();
  for (const [name, capability] of Object.entries(table)) {
    const answer = (call: Call) => {
      const query = readMeteringQuery(call.path, call.parameters, capability, world.nowSeconds());
      return bucketPage(world, name, query, call.faults);
    };
    metering.set(capability.path, { family: `GET ${capability.path}`, scope: USAGE_SCOPE, answer });
  }
  return (path, method) => {
    const metered = metering.get(path);
    if (metered) return method === 'GET' ? metered : 'other-method';
    return managementRoute(world, path, method);
  };
}

function managementRoute(world: World, path: string, method: string): Route | 'other-method' | undefined {
  const found = findPath(path);
  if (!found) return undefined;
  const route = found.methods[method];
  if (!route) return 'other-method';
  return {
    family: `${method} ${found.template}`,
    scope: route.scope ?? MANAGEMENT_SCOPE,
    answer: ({ parameters, body, faults }, keyId) => {
      const { directory, organization, lastUse } = world;
      const by = { type: 'admin_key', keyId } as const;
      const call = { directory, organization, parameters, body, faults, now: world.nowSeconds(), lastUse, by };
      return [JSON.stringify(route.answer(call, ...found.ids))];
    },
  };
}

function bucketPage(world: World, name: string, query: MeteringQuery, faults: ActiveFaults): Iterable<string> {
  const { dimensions: refused, startBefore = Infinity } = faults.find('refuse-dimensions') ?? {};
  const isUsed = (dimension: string) => query.groupBy.includes(dimension) || query.filters.has(dimension);
  if (refused && query.start < startBefore && refused.every(isUsed)) {
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
