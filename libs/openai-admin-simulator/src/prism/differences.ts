/**
 * Where OpenAI's clients and answers are newer than the OpenAPI file: all differences in one table.
 *
 * Each changes a copy of the file before Prism reads it. One that changes nothing any more throws: it is to be taken out.
 */
import { CAPABILITIES } from '@bursar/contract';
import { isMoney } from '../measures.js';
import { isObject, listAt, objectAt, operationsOf, type Json, type JsonObject } from './openapi-file.js';

export interface Difference {
  what: string;
  /** Where the newer fact comes from. */
  reason: string;
  apply: (document: JsonObject) => void;
}

const MONEY_PATHS: readonly string[] = Object.values(CAPABILITIES)
  .filter(isMoney)
  .map(({ path }) => path);
const isCosts = (path: string) => MONEY_PATHS.includes(path);
const isUsage = (path: string) => path.startsWith('/organization/usage/');

const schemas = (document: JsonObject) => objectAt(document, 'components', 'schemas');

function parametersOf(details: JsonObject): JsonObject[] {
  return (Array.isArray(details['parameters']) ? details['parameters'] : []).filter(isObject);
}

/** Adds values to the enumeration of a list parameter of all operations that have it. */
function allow(
  document: JsonObject,
  isMeant: (path: string) => boolean,
  name: string,
  values: readonly string[],
): void {
  let changed = 0;
  for (const { path, details } of operationsOf(document)) {
    if (!isMeant(path)) continue;
    for (const parameter of parametersOf(details)) {
      if (parameter['name'] !== name) continue;
      const known = listAt(objectAt(parameter, 'schema', 'items'), 'enum');
      const fresh = values.filter((value) => !known.includes(value));
      known.push(...fresh);
      changed += fresh.length;
    }
  }
  if (changed === 0) throw new Error(`The file knows ${values.join(', ')} of ${name} by now: take the difference out.`);
}

/** A new operation, with an answer that is any object. */
function addOperation(document: JsonObject, path: string, method: 'get' | 'post', answer: JsonObject): void {
  const paths = objectAt(document, 'paths');
  const known = paths[path];
  const item = isObject(known) ? known : {};
  if (item[method] !== undefined) throw new Error(`The file has ${method} ${path} by now: take the difference out.`);
  const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]): JsonObject => {
    return { name: name ?? '', in: 'path', required: true, schema: { type: 'string' } };
  });
  const content = { 'application/json': { schema: answer } };
  const body: JsonObject =
    method === 'post' ? { requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } } : {};
  item[method] = {
    operationId: `${method}${path}`,
    parameters: ids,
    ...body,
    responses: { '200': { description: 'OK', content } },
  };
  paths[path] = item;
}

const TIERS: JsonObject = {
  type: 'object',
  required: ['object', 'default', 'enabled_tiers'],
  properties: {
    object: { type: 'string', enum: ['project.service_tier_settings'] },
    default: { type: 'string', enum: ['standard', 'fast', 'scale'] },
    enabled_tiers: {
      anyOf: [
        { type: 'string', enum: ['all'] },
        { type: 'array', items: { type: 'string' } },
      ],
    },
  },
};
const TIER_PATH = '/organization/projects/{project_id}/service_tier_settings';

export const DIFFERENCES: readonly Difference[] = [
  {
    what: 'Lists in queries are written with brackets: group_by[]=model.',
    reason: 'openai 7.57.0 writes them so; the file names most of them without, which Prism would not look at.',
    apply: (document) => {
      for (const { details } of operationsOf(document)) {
        for (const parameter of parametersOf(details)) {
          const name = parameter['name'];
          if (parameter['in'] !== 'query' || objectAt(parameter, 'schema')['type'] !== 'array') continue;
          if (typeof name === 'string' && !name.endsWith('[]')) parameter['name'] = `${name}[]`;
        }
      }
    },
  },
  {
    what: 'amount.value of costs is a text of up to 34 digits.',
    reason: 'Seen alive since May 2026 (openai-java #769); the file says number.',
    apply: (document) => {
      const value = objectAt(schemas(document), 'CostsResult', 'properties', 'amount', 'properties', 'value');
      if (value['type'] !== 'number') throw new Error('The file no longer says number: take the difference out.');
      delete value['type'];
      value['anyOf'] = [{ type: 'number' }, { type: 'string', pattern: '^-?\\d+(\\.\\d+)?(E-?\\d+)?$' }];
    },
  },
  {
    what: 'Costs group by user_id and api_source.',
    reason: 'openai 7.57.0, UsageCostsParams.',
    apply: (document) => allow(document, isCosts, 'group_by[]', ['user_id', 'api_source']),
  },
  {
    what: 'Usage groups by api_source.',
    reason: 'openai 7.57.0, UsageCompletionsParams and UsageWebSearchCallsParams.',
    apply: (document) => allow(document, isUsage, 'group_by[]', ['api_source']),
  },
  {
    what: 'Service tiers of a project have a call.',
    reason: 'openai 7.50.0 brought it.',
    apply: (document) => {
      addOperation(document, TIER_PATH, 'get', TIERS);
      addOperation(document, TIER_PATH, 'post', TIERS);
    },
  },
  {
    what: 'Scopes and expiry of a key can be changed.',
    reason: 'openai 7.33.0 and 7.35.0 brought it.',
    apply: (document) => {
      const answer: JsonObject = { $ref: '#/components/schemas/ProjectApiKey' };
      addOperation(document, '/organization/projects/{project_id}/api_keys/{api_key_id}', 'post', answer);
    },
  },
];

/** The file as it would be today. `paths` below usage that it lacks are described like a neighbour. */
export function withDifferences(document: JsonObject, newerUsagePaths: readonly string[] = []): JsonObject {
  for (const path of newerUsagePaths) copyUsagePath(document, path);
  for (const { apply } of DIFFERENCES) apply(document);
  return document;
}

/** Something new is metered: its call takes what others take, and its answer is some page of buckets. */
function copyUsagePath(document: JsonObject, path: string): void {
  const paths = objectAt(document, 'paths');
  if (paths[path] !== undefined) return;
  const neighbour = Object.keys(paths).find((known) => known.startsWith('/organization/usage/'));
  const copy: Json = structuredClone(objectAt(paths, neighbour ?? ''));
  const item = objectAt(copy, 'get');
  item['operationId'] = `get${path}`;
  item['responses'] = { '200': { description: 'OK', content: { 'application/json': { schema: { type: 'object' } } } } };
  paths[path] = copy;
}
