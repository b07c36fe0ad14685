import { z } from 'zod';
import { CAPABILITIES, type Capability } from './capabilities.js';
import { dayOrInstant, decimalString, exportFormat, identifier, instant, listQuery, page, repeatable } from './wire.js';

const costs: Capability = CAPABILITIES.costs;

/** Dimensions that costs can be grouped and filtered by: OpenAI's, and those derived from the line item. */
export const COST_DIMENSIONS = ['project_id', 'line_item', 'api_key_id', 'model', 'token_type'] as const;
export type CostDimension = (typeof COST_DIMENSIONS)[number];

/**
 * Dimensions that OpenAI tells in a reading of their own, without the line item. They go together with `project_id` at
 * most, where OpenAI tells both; other combinations are refused with the allowed ones.
 */
export const COST_SIDE_DIMENSIONS = ['user_id'] as const;

export const COST_GROUPINGS = ['organization_id', ...COST_DIMENSIONS, ...COST_SIDE_DIMENSIONS] as const;
export type CostGrouping = (typeof COST_GROUPINGS)[number];

export const COST_BUCKETS = ['day', 'week', 'month', 'quarter', 'total'] as const;
export type CostBucket = (typeof COST_BUCKETS)[number];

/** Longest range that one call may ask for, in days: five years with two leap days. */
export const MAX_RANGE_DAYS = 1827;
/** Groups × buckets of one answer. */
export const MAX_CELLS = 200_000;

/**
 * `GET /api/v1/costs`. Half-open range in UTC; a repeated filter means OR, different filters mean AND.
 * `without` selects the rows in which OpenAI names no value for that dimension. Unknown parameters are refused.
 */
export const costsQuery = z
  .strictObject({
    start: dayOrInstant.meta({ description: 'First instant, inclusive, a UTC midnight', example: '2026-10-01' }),
    end: dayOrInstant.meta({ description: 'Last instant, exclusive, a UTC midnight', example: '2026-11-01' }),
    bucket: z.enum(COST_BUCKETS).default('day'),
    group_by: repeatable(z.enum(COST_GROUPINGS)),
    organization: repeatable(identifier),
    project_id: repeatable(identifier),
    line_item: repeatable(identifier),
    api_key_id: repeatable(identifier),
    model: repeatable(identifier),
    token_type: repeatable(identifier),
    user_id: repeatable(identifier),
    without: repeatable(z.enum([...COST_DIMENSIONS, ...COST_SIDE_DIMENSIONS])),
    currency: z
      .string()
      .regex(/^[a-z]{3}$/, 'three lower-case letters')
      .optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  })
  .meta({ id: 'CostsQuery' });
export type CostsQuery = z.infer<typeof costsQuery>;

/** `GET /api/v1/costs/export`: the same question with every group, which therefore has no limit. */
export const costsExportQuery = costsQuery
  .omit({ limit: true })
  .extend({ format: exportFormat })
  .meta({ id: 'CostsExportQuery' });
export type CostsExportQuery = z.infer<typeof costsExportQuery>;

/** State of a day or of the worst day of a wider bucket; the meaning of each is in docs/architecture.md. */
export const BUCKET_STATES = ['missing', 'pending', 'provisional', 'final'] as const;
export const bucketState = z.enum(BUCKET_STATES).meta({ id: 'BucketState' });
export type BucketState = z.infer<typeof bucketState>;

export const bucket = z
  .object({
    start: instant.describe('Nominal start of the bucket'),
    from: instant.describe('Start of the part that lies inside the range'),
    to: instant.describe('End of that part, exclusive'),
    state: bucketState,
  })
  .meta({ id: 'Bucket' });
export type Bucket = z.infer<typeof bucket>;

export const completeness = z
  .object({
    state: z.enum(['final', 'provisional', 'incomplete']),
    billed_through: instant.nullable().describe('End of the unbroken run of billed days from the start of the range'),
    provisional_from: instant.nullable().describe('Start of the first day in that run that may still change'),
    synced_at: instant.nullable().describe('End of the last complete run that covers the newest day asked for'),
    gaps: z.array(
      z.object({
        organization_id: z.string().nullable().describe('null until an answer of OpenAI named the organization'),
        start: instant,
        end: instant,
        reason: z
          .string()
          .describe(
            'not_collected_yet | failed | before_history | stopped | dimension_not_collected: ' +
              'these days could not be read with a dimension that is filtered by | no_traffic: hours or minutes that ' +
              'are not read, for nothing was used of late',
          ),
      }),
    ),
  })
  .meta({ id: 'Completeness' });
export type Completeness = z.infer<typeof completeness>;

const point = z.object({ start: instant, amount: decimalString });

/** Whom the numbers of a group belong to. */
export const ATTRIBUTIONS = ['named', 'none', 'not_collected', 'unattributed'] as const;
export const attribution = z.enum(ATTRIBUTIONS).meta({
  id: 'Attribution',
  description:
    'none: OpenAI names none. not_collected: this time is not read, or not kept, by this dimension. unattributed: ' +
    'what is left of the total by a reading that tells this dimension of a part only',
});

export const costGroup = z
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
  .meta({ id: 'CostGroup' });
export type CostGroup = z.infer<typeof costGroup>;

/** Answer of `GET /api/v1/costs`: groups + other = total, exactly. */
export const costsAnswer = z
  .object({
    range: z.object({ start: instant, end: instant }),
    bucket: z.enum(COST_BUCKETS),
    group_by: z.array(z.enum(COST_GROUPINGS)),
    currency: z.string(),
    total: decimalString,
    other_currencies: z.array(z.object({ currency: z.string(), total: decimalString })),
    buckets: z.array(bucket),
    points: z.array(point).describe('The total of each bucket that has rows'),
    groups: z.array(costGroup),
    other: z.object({ groups: z.number().int(), total: decimalString, points: z.array(point) }).nullable(),
    completeness,
  })
  .meta({ id: 'Costs' });
export type CostsAnswer = z.infer<typeof costsAnswer>;

/** `GET /api/v1/restatements`: changes of days that had been read completely a day or more after their end. */
export const restatementsQuery = z
  .strictObject({
    start: dayOrInstant,
    end: dayOrInstant,
    organization: repeatable(identifier),
    project_id: repeatable(identifier),
    limit: listQuery.limit,
    cursor: listQuery.cursor,
  })
  .meta({ id: 'RestatementsQuery' });
export type RestatementsQuery = z.infer<typeof restatementsQuery>;

export const restatement = z
  .object({
    id: z.string(),
    organization_id: z.string(),
    capability: z.string(),
    day: instant,
    key: z.record(z.string(), z.union([z.string(), z.number()]).nullable()),
    currency: z.string().nullable(),
    old_amount: decimalString.nullable().describe('null: the group was not there'),
    new_amount: decimalString.nullable().describe('null: the group vanished'),
    delta: decimalString,
    first_seen_at: instant,
    detected_at: instant,
  })
  .meta({ id: 'Restatement' });
export type Restatement = z.infer<typeof restatement>;
export const restatementsAnswer = page(restatement).meta({ id: 'Restatements' });

/** Fails to compile, and at load, if a cost dimension is asked for that the capability table does not know. */
for (const dimension of [...COST_DIMENSIONS, ...COST_SIDE_DIMENSIONS]) {
  if (!costs.dimensions.includes(dimension) && !costs.derivedDimensions?.includes(dimension)) {
    throw new Error(
      `costs have no dimension ${dimension}: libs/contract/src/capabilities.ts and costs-api.ts disagree`,
    );
  }
}
