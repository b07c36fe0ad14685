/** Series: the dimensions of one stream of numbers, stored once, so that points are narrow. */
import { hash } from 'node:crypto';
import { type Capability, deriveFromLineItem, LINE_ITEM_FORMS_VERSION } from '@bursar/contract';
import type { ResultRow } from '@bursar/openai-admin';
import type { Reading } from './reading.js';
import { DERIVED_FROM } from './reading.js';
import { mayBeSummed, rollupGroupings, rollupReading } from './rollup-groupings.js';

/** Dimensions with a column of their own; the others share a jsonb. */
const COLUMNS = ['project_id', 'user_id', 'api_key_id', 'model', 'line_item'] as const;

export interface SeriesTuple {
  kind: Reading['kind'] | 'rollup';
  reading: string;
  dimensions: Readonly<Record<string, string | null>>;
  currency: string | null;
  quantityUnit: string | null;
}

/** A row of the table, as `json_to_recordset` takes it. */
export type SeriesRow = ReturnType<typeof seriesRow>;

/** ISO 4217's code for money of no known currency: shown as a currency of its own, never added to another. */
const NO_CURRENCY = 'xxx';

/** The tuple that a result row belongs to. */
export function tupleOf(row: ResultRow, reading: Reading, money: string | null): SeriesTuple {
  const hasMoney = money !== null && row.measures[money] !== undefined;
  return {
    kind: reading.kind,
    reading: reading.name,
    dimensions: Object.fromEntries(reading.dimensions.map((name) => [name, storable(row.dimensions[name] ?? null)])),
    currency: storable(row.currency) ?? (hasMoney ? NO_CURRENCY : null),
    quantityUnit: storable(row.quantityUnit),
  };
}

/** The measure that has a currency, where there is one. */
export function moneyOf(capability: Capability): string | null {
  return Object.entries(capability.measures).find(([, { unit }]) => unit === 'currency')?.[0] ?? null;
}

/** The tuples that the points of a base tuple are summed into, in the order of the capability's rollups. */
export function rollupTuples(capability: Capability, base: SeriesTuple): SeriesTuple[] {
  const counted = Object.entries(capability.measures).find(([, measure]) => measure.unit === 'quantity_unit')?.[0];
  return rollupGroupings(capability).map((grouping) => ({
    kind: 'rollup',
    reading: rollupReading(grouping, base.reading),
    dimensions: Object.fromEntries(grouping.dimensions.map((name) => [name, base.dimensions[name] ?? null])),
    currency: base.currency,
    // Where the quantity is not summed, its unit would only split the money.
    quantityUnit:
      counted !== undefined && mayBeSummed(capability, counted, grouping.dimensions) ? base.quantityUnit : null,
  }));
}

/** The first 128 bits of SHA-256 over everything that makes a series the one it is. */
export function identityOf(capabilityName: string, tuple: SeriesTuple): string {
  const { kind, reading, dimensions, currency, quantityUnit } = tuple;
  const canonical = JSON.stringify([capabilityName, kind, reading, Object.entries(dimensions), currency, quantityUnit]);
  return hash('sha256', canonical, 'hex').slice(0, 32);
}

export function seriesRow(capabilityName: string, capability: Capability, tuple: SeriesTuple) {
  const { dimensions } = tuple;
  const others = Object.entries(dimensions).filter(([name]) => !COLUMNS.some((column) => column === name));
  const derives = (capability.derivedDimensions ?? []).length > 0;
  const derived = derives ? deriveFromLineItem(dimensions[DERIVED_FROM] ?? null) : null;
  return {
    capability: capabilityName,
    reading: tuple.reading,
    kind: tuple.kind,
    identity: identityOf(capabilityName, tuple),
    project_id: dimensions['project_id'] ?? null,
    user_id: dimensions['user_id'] ?? null,
    api_key_id: dimensions['api_key_id'] ?? null,
    model: dimensions['model'] ?? null,
    line_item: dimensions['line_item'] ?? null,
    other_dimensions: others.length > 0 ? Object.fromEntries(others) : null,
    derived_model: derived?.model ?? null,
    derived_token_type: derived?.token_type ?? null,
    derived_version: derives ? LINE_ITEM_FORMS_VERSION : null,
    currency: tuple.currency,
    quantity_unit: tuple.quantityUnit,
  };
}

/**
 * SQL of a dimension, on `series` under the alias `s`.
 *
 * @throws RangeError for what is no dimension of the capability: nothing else may get into a statement.
 */
export function dimensionSql(capability: Capability, dimension: string): string {
  if (capability.dimensions.includes(dimension)) {
    return COLUMNS.some((column) => column === dimension) ? `s.${dimension}` : `s.other_dimensions->>'${dimension}'`;
  }
  if (capability.derivedDimensions?.includes(dimension)) return `s.derived_${dimension}`;
  throw new RangeError(`${capability.label} has no dimension ${dimension}.`);
}

/** OpenAI's text, as Postgres can keep it: without NUL, and with no half of a surrogate pair. */
function storable(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\0', '\uFFFD').toWellFormed();
}
