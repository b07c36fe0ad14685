/** Reads and checks the query of a usage or costs call, as strictly as OpenAI does. */
import { maxPageLimit, WIDTHS, type Capability, type Width } from '@bursar/contract';
import { badRequest } from './errors.js';
import { isMoney } from './measures.js';
import { readToken } from './page-token.js';
import type { Parameters } from './parameters.js';

export interface MeteringQuery {
  path: string;
  parameters: Parameters;
  capability: Capability;
  /** Unix seconds. */
  start: number;
  end: number;
  /** Where this page begins: `start`, or what the token says. */
  from: number;
  width: Width;
  limit: number;
  groupBy: readonly string[];
  /** Allowed values by dimension. */
  filters: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Before this, costs are not known by key: 2025-12-06. */
export const COSTS_BY_KEY_SINCE = 1_764_979_200;
const LATEST_SECONDS = 10_000_000_000;
/** Dimensions that can be grouped but not filtered by. */
const UNFILTERED = new Set(['service_tier', 'api_source']);

export function filterName(dimension: string): string {
  return dimension === 'batch' ? 'batch' : `${dimension}s`;
}

function filterable(capability: Capability): string[] {
  return capability.dimensions.filter((name) => !UNFILTERED.has(name) && !capability.sideDimensions?.includes(name));
}

function seconds(parameters: Parameters, name: string): number | undefined {
  const text = parameters[name]?.[0];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^-?\d+$/.test(text)) throw badRequest(`Invalid type for '${name}': expected an integer, got '${text}'.`, name);
  if (value < 0) throw badRequest(`Invalid '${name}': ${text}. It must not be negative.`, name);
  if (value > LATEST_SECONDS) throw badRequest(`Invalid '${name}': ${text}. Expected Unix seconds.`, name);
  return value;
}

function readWidth(parameters: Parameters, { widths }: Capability): Width {
  const text = parameters['bucket_width']?.[0] ?? '1d';
  const width = widths.find((candidate) => candidate === text);
  if (!width) {
    const list = widths.map((name) => `'${name}'`).join(', ');
    throw badRequest(`Invalid value: '${text}'. Supported values are: ${list}.`, 'bucket_width', 'invalid_value');
  }
  return width;
}

/** @throws ApiError 400 in OpenAI's words. */
export function readLimit(parameters: Parameters, initial: number, most: number, least = 1): number {
  const text = parameters['limit']?.[0] ?? String(initial);
  const limit = Number(text);
  if (!/^-?\d+$/.test(text)) throw badRequest(`Invalid type for 'limit': expected an integer, got '${text}'.`, 'limit');
  if (limit > most) {
    throw badRequest(`Invalid limit provided: ${text}. Limit must be less than or equal to ${most}.`, 'limit');
  }
  if (limit < least) {
    throw badRequest(`Invalid limit provided: ${text}. Limit must be greater than or equal to ${least}.`, 'limit');
  }
  return limit;
}

function readGroupBy(parameters: Parameters, { dimensions }: Capability): string[] {
  const wanted = [...new Set(parameters['group_by'] ?? [])];
  const strange = wanted.find((name) => !dimensions.includes(name));
  if (strange !== undefined) {
    const list = dimensions.map((name) => `'${name}'`).join(', ');
    throw badRequest(`Invalid value: '${strange}'. Supported values are: ${list}.`, 'group_by', 'invalid_value');
  }
  return wanted;
}

export function refuseUnknown(parameters: Parameters, known: readonly string[]): void {
  const strange = Object.keys(parameters).find((name) => !known.includes(name));
  if (strange !== undefined) throw badRequest(`Unknown parameter: '${strange}'.`, strange, 'unknown_parameter');
}

const COMMON = ['start_time', 'end_time', 'bucket_width', 'limit', 'page', 'group_by'];

export function readMeteringQuery(
  path: string,
  parameters: Parameters,
  capability: Capability,
  nowSeconds: number,
): MeteringQuery {
  const filterNames = filterable(capability);
  refuseUnknown(parameters, [...COMMON, ...filterNames.map(filterName)]);
  const start = seconds(parameters, 'start_time');
  if (start === undefined)
    throw badRequest("Missing required parameter: 'start_time'.", 'start_time', 'missing_required_parameter');
  const end = seconds(parameters, 'end_time') ?? nowSeconds;
  if (parameters['end_time'] && end < start)
    throw badRequest("'end_time' must not be before 'start_time'.", 'end_time');
  const width = readWidth(parameters, capability);
  const limit = readLimit(parameters, WIDTHS[width].defaultPageLimit, maxPageLimit(capability, width));
  const groupBy = readGroupBy(parameters, capability);
  if (isMoney(capability) && groupBy.includes('api_key_id') && start < COSTS_BY_KEY_SINCE) {
    const message = `Grouping by api_key_id is only supported for start_time >= ${COSTS_BY_KEY_SINCE}.`;
    throw badRequest(message, 'start_time', 'invalid_request_error');
  }
  const filters = new Map(
    filterNames.flatMap((name) => {
      const values = parameters[filterName(name)];
      return values ? [[name, new Set(values)] as const] : [];
    }),
  );
  const token = parameters['page']?.[0];
  const from = token === undefined ? start : readToken(token, path, parameters, nowSeconds);
  return { path, parameters, capability, start, end, from, width, limit, groupBy, filters };
}
