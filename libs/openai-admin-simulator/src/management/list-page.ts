/** Pages of lists, in the envelopes and with the limits of each of OpenAI's page classes. */
import { badRequest } from '../errors.js';
import type { ActiveFaults } from '../faults.js';
import { readLimit, refuseUnknown } from '../metering-query.js';
import type { Parameters } from '../parameters.js';
import type { ManagementCall, Wire } from './call.js';

export interface ListRules<T> {
  /** `ids`: `first_id` and `last_id`; `next`: the cursor itself. */
  envelope: 'ids' | 'next';
  /** Page sizes: default and largest; `least` is 1 unless said otherwise. */
  limit: { initial: number; most: number; least?: number };
  /** Where the list may be asked for in either direction, which it has by itself. Items come oldest first then. */
  order?: 'asc' | 'desc';
  /** Beside limit, after, order and, where it is said, before. */
  parameters?: readonly string[];
  before?: boolean;
  wire: (item: T) => Wire;
  /** What is in the list; the cursor keeps its place even if its object has left it meanwhile. */
  isListed?: (item: T) => boolean;
  /** Default `item.id`. */
  idOf?: (item: T) => string;
  /** When an item came to be, unix seconds: new ones may be missing for a while. */
  bornAt?: (item: T) => number;
}

/** Newest first, as lists come that cannot be asked for in any order. */
export function newestFirst<T extends { createdAt: number; id: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}

function readOrder(parameters: Parameters, initial: 'asc' | 'desc'): 'asc' | 'desc' {
  const order = parameters['order']?.[0] ?? initial;
  if (order === 'asc' || order === 'desc') return order;
  throw badRequest(`Invalid value: '${order}'. Supported values are: 'asc' and 'desc'.`, 'order', 'invalid_value');
}

/** What comes after one cursor and before the other. */
function between<T>(all: readonly T[], parameters: Parameters, idOf: (item: T) => string): readonly T[] {
  const place = (name: 'after' | 'before') => {
    const id = parameters[name]?.[0];
    if (id === undefined) return undefined;
    const found = all.findIndex((item) => idOf(item) === id);
    if (found < 0) throw badRequest(`Invalid '${name}': no object with ID ${id}.`, name);
    return found;
  };
  return all.slice((place('after') ?? -1) + 1, place('before'));
}

/** Items with an id of their own need no `idOf`; for others the compiler cannot tell. */
function ownId(item: unknown): string {
  if (typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string') return item.id;
  throw new TypeError('A list of things without id needs idOf.');
}

export function listPage<T>(call: ManagementCall, items: readonly T[], rules: ListRules<T>): Wire {
  const { parameters, faults } = call;
  const { envelope, limit: sizes, order, idOf = ownId, isListed = () => true, bornAt } = rules;
  const known = ['limit', 'after', ...(order ? ['order'] : []), ...(rules.before ? ['before'] : [])];
  refuseUnknown(parameters, [...known, ...(rules.parameters ?? [])]);
  const limit = readLimit(parameters, sizes.initial, sizes.most, sizes.least);
  const isReversed = order !== undefined && readOrder(parameters, order) === 'desc';
  const lag = faults.find('creation-lag')?.seconds;
  const isThere = (item: T) => lag === undefined || !bornAt || bornAt(item) + lag <= call.now;
  const rest = between(isReversed ? items.toReversed() : items, parameters, idOf).filter(
    (item) => isListed(item) && isThere(item),
  );
  // With `before` alone, the page is what lies right before that object.
  const isBackwards = parameters['before'] !== undefined && parameters['after'] === undefined;
  const chosen = isBackwards ? rest.slice(Math.max(0, rest.length - limit)) : rest.slice(0, limit);
  const data = chosen.map((item) => withStrangeFields(rules.wire(item), faults));
  const ids = chosen.map(idOf);
  return writeEnvelope({ data, ids, hasMore: rest.length > limit, after: parameters['after']?.[0] }, envelope, faults);
}

interface PageParts {
  data: Wire[];
  ids: string[];
  hasMore: boolean;
  after: string | undefined;
}

/** A cursor that leads nowhere, for pages that claim to go on. */
const NOWHERE = 'cursor_of_nothing';

function writeEnvelope({ data, ids, hasMore, after }: PageParts, envelope: 'ids' | 'next', faults: ActiveFaults): Wire {
  const isEmptied = faults.has('empty-page-has-more');
  const forced = faults.find('last-id');
  const repeats = faults.has('repeat-last-id');
  const shown = isEmptied ? [] : data;
  const more = isEmptied || forced !== undefined || repeats || hasMore;
  const last = repeats ? (after ?? null) : forced ? forced.lastId : isEmptied ? null : (ids.at(-1) ?? null);
  const next = isEmptied ? (after ?? NOWHERE) : more ? last : null;
  return {
    object: 'list',
    ...(faults.has('without-data') ? {} : { data: shown }),
    ...(envelope === 'next' ? { next } : { first_id: isEmptied ? null : (ids[0] ?? null), last_id: last }),
    ...(faults.has('without-has-more') ? {} : { has_more: more }),
  };
}

/** Fields as a fault wants them: nobody promised that OpenAI's objects stay as they are. */
export function withStrangeFields(wire: Wire, faults: ActiveFaults): Wire {
  const fault = faults.find('item-fields');
  if (!fault || (fault.id !== undefined && wire['id'] !== fault.id)) return wire;
  const changed = { ...wire, ...fault.fields };
  for (const name of fault.without ?? []) delete changed[name];
  return changed;
}
