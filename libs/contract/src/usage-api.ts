import { z } from 'zod';
import { CAPABILITIES, type CapabilityTable, usageCapabilities } from './capabilities.js';
import { attribution, bucket, completeness, MAX_RANGE_DAYS } from './costs-api.js';
import { UNITS, type Unit, type Width } from './units.js';
import { dayOrInstant, decimalString, exportFormat, identifier, instant, repeatable } from './wire.js';

export const USAGE_BUCKETS = ['minute', 'hour', 'day', 'week', 'month', 'total'] as const;
export type UsageBucket = (typeof USAGE_BUCKETS)[number];

/** The longest range that one call may ask for, in days, by the width that its buckets are read from. */
export const MAX_USAGE_DAYS = { '1m': 3, '1h': 92, '1d': MAX_RANGE_DAYS } as const satisfies Record<Width, number>;

/** Every dimension that some capability of usage has. */
export function usageDimensions(table: CapabilityTable): readonly string[] {
  return [...new Set(usageCapabilities(table).flatMap(([, { dimensions }]) => dimensions))];
}

const unit = z
  .enum(Object.keys(UNITS) as [Unit, ...Unit[]]) // The keys of a constant object are its names.
  .meta({ id: 'Unit', description: 'What the values count' });

const USAGE_DIMENSIONS = usageDimensions(CAPABILITIES);

const filters = Object.fromEntries(USAGE_DIMENSIONS.map((dimension) => [dimension, repeatable(identifier)]));

const withoutFilters = z.strictObject({
  start: dayOrInstant.meta({
    description: 'First instant, inclusive, on a border of the width',
    example: '2026-10-01',
  }),
  end: dayOrInstant.meta({ description: 'Last instant, exclusive, on a border of the width', example: '2026-11-01' }),
  bucket: z.enum(USAGE_BUCKETS).default('day'),
  measure: z.string().max(100).optional().describe('One measure of the capability; its headline if absent'),
  group_by: repeatable(z.enum(['organization_id', ...USAGE_DIMENSIONS])),
  organization: repeatable(identifier),
  without: repeatable(z.enum(USAGE_DIMENSIONS)),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** A query without its filters, which are named like dimensions; see `usageFilters`. */
export type UsageQuery = z.infer<typeof withoutFilters>;

/**
 * `GET /api/v1/usage/{capability}`. Half-open range in UTC, on borders of the width that the bucket is read from; a
 * repeated filter means OR, different filters mean AND. `without` selects the rows in which OpenAI names no value for
 * that dimension. Which of the dimensions and measures a capability has is checked when it is known.
 */
// Of any text as a name, the type would know none of the others any more.
export const usageQuery = withoutFilters.extend(filters as Record<never, never>).meta({ id: 'UsageQuery' });

/**
 * `GET /api/v1/usage/{capability}/export`: the same question with every group, which therefore has no limit.
 *
 * Without `measure` a file has a column for each measure that may be added up like the headline.
 */
export const usageExportQuery = withoutFilters
  .omit({ limit: true })
  .extend({
    measure: withoutFilters.shape.measure.describe('One measure of the capability; all that add up if absent'),
    format: exportFormat,
  })
  .extend(filters as Record<never, never>)
  .meta({ id: 'UsageExportQuery' });
export type UsageExportQuery = z.infer<typeof usageExportQuery>;

/** The filters of a query that was read: dimension → values, one of which a row has to have. */
export function usageFilters(query: Omit<UsageQuery, 'limit'>): ReadonlyMap<string, readonly string[]> {
  // What the schema adds to the type: for each dimension, a list of texts or nothing.
  const given = query as typeof query & Readonly<Record<string, readonly string[] | undefined>>;
  return new Map(
    USAGE_DIMENSIONS.flatMap((dimension) => {
      const values = given[dimension];
      return values === undefined ? [] : [[dimension, values] as const];
    }),
  );
}

const point = z.object({ start: instant, value: decimalString });

export const usageGroup = z
  .object({
    key: z.record(z.string(), z.string().nullable()).describe('Each asked dimension; null where none is named'),
    label: z
      .string()
      .nullable()
      .describe('Name of the entity as last seen, of two both; null where there is none to show'),
    attribution,
    total: decimalString,
    points: z.array(point).describe('Sparse: a bucket without rows has no point'),
  })
  .meta({ id: 'UsageGroup' });
export type UsageGroup = z.infer<typeof usageGroup>;

/**
 * Answer of `GET /api/v1/usage/{capability}`: groups + other = total, exactly.
 *
 * A measure that is a level (`combine`) is the last value over time, and the sum of those over groups.
 */
export const usageAnswer = z
  .object({
    range: z.object({ start: instant, end: instant }),
    capability: z.string(),
    bucket: z.enum(USAGE_BUCKETS),
    measure: z.string(),
    unit,
    combine: z.enum(['sum', 'level']),
    group_by: z.array(z.string()),
    total: decimalString,
    buckets: z.array(bucket),
    points: z.array(point).describe('The total of each bucket that has rows'),
    groups: z.array(usageGroup),
    other: z.object({ groups: z.number().int(), total: decimalString, points: z.array(point) }).nullable(),
    completeness,
  })
  .meta({ id: 'Usage' });
export type UsageAnswer = z.infer<typeof usageAnswer>;

/** `GET /api/v1/usage`: every capability at a glance. The previous period is as long as the range and ends where it starts. */
export const usageOverviewQuery = z
  .strictObject({
    start: dayOrInstant.meta({ description: 'First instant, inclusive, a UTC midnight', example: '2026-10-01' }),
    end: dayOrInstant.meta({ description: 'Last instant, exclusive, a UTC midnight', example: '2026-11-01' }),
    organization: repeatable(identifier),
    project_id: repeatable(identifier),
  })
  .meta({ id: 'UsageOverviewQuery' });
export type UsageOverviewQuery = z.infer<typeof usageOverviewQuery>;

/**
 * How the collecting of a capability goes.
 *
 * - `collected`: read, and used at some time.
 * - `no_traffic`: read, and never used as far as was read.
 * - `waiting`: not read yet.
 * - `disabled`: OpenAI answers 404, so the feature is probably switched off; tried again rarely.
 * - `missing_scope`: the admin key may not read it; `missing_scope` names the permission.
 * - `stopped`: the key is refused, or belongs to another organization.
 * - `failing`: the last attempts failed and are repeated.
 */
export const USAGE_STATES = [
  'collected',
  'no_traffic',
  'waiting',
  'failing',
  'disabled',
  'missing_scope',
  'stopped',
] as const;
export type UsageState = (typeof USAGE_STATES)[number];

const share = z
  .object({
    name: z.string().describe('Name in the capability table, such as cached or batch'),
    numerator: decimalString,
    denominator: decimalString,
    previous: z.object({ numerator: decimalString, denominator: decimalString }),
  })
  .meta({
    id: 'UsageShare',
    description:
      'numerator / denominator, both exact sums over the range; where the denominator is "0" there is no share',
  });

export const usageSummary = z
  .object({
    capability: z.string(),
    label: z.string(),
    measure: z.string().describe('The headline'),
    unit,
    combine: z.enum(['sum', 'level']),
    total: decimalString,
    previous_total: decimalString,
    points: z.array(point).describe('By UTC day; sparse'),
    shares: z.array(share),
    state: z.enum(USAGE_STATES),
    missing_scope: z.string().nullable(),
    last_activity: instant.nullable().describe('Start of the newest UTC day with rows, at any time; null: never any'),
    completeness: z.object({
      range: z.enum(['final', 'provisional', 'incomplete']),
      previous: z.enum(['final', 'provisional', 'incomplete']),
    }),
  })
  .meta({ id: 'UsageSummary' });
export type UsageSummary = z.infer<typeof usageSummary>;

/** In the order of the capability table; the page decides what to show first. */
export const usageOverview = z
  .object({
    range: z.object({ start: instant, end: instant }),
    previous: z.object({ start: instant, end: instant }),
    synced_at: instant.nullable().describe('Of the capability that was read longest ago'),
    capabilities: z.array(usageSummary),
  })
  .meta({ id: 'UsageOverview' });
export type UsageOverview = z.infer<typeof usageOverview>;
