/** The schemas of what the directory's calls answer, made from the table of kinds. */
import { z } from 'zod';
import {
  DIRECTORY_OBJECTS,
  type DirectoryKindName,
  type FieldType,
  type Place,
  type WorkedOut,
} from './directory-kinds.js';
import { decimalString, instant } from './wire.js';

const SCHEMAS = {
  text: z.string().nullable(),
  instant: instant.nullable(),
  object: z.record(z.string(), z.unknown()).nullable(),
  number: z.number().int().nullable(),
  flag: z.boolean().nullable(),
  list: z.array(z.unknown()).nullable(),
  any: z.unknown().refine((value) => value !== undefined, 'a value or null'),
} as const satisfies Record<FieldType, z.ZodType>;

/** What an object stands in; each names the fields of an answer that say so. */
const PLACES = {
  organization: {},
  project: { project_id: z.string() },
  anywhere: { project_id: z.string().nullable().describe('null: of the whole organization') },
  group: { group_id: z.string() },
  principal: {
    project_id: z.string().nullable().describe('null: holds in the whole organization'),
    user_id: z.string().nullable(),
    group_id: z.string().nullable(),
  },
} as const satisfies Record<Place, z.ZodRawShape>;

/** What Bursar works out, besides what OpenAI says. */
const WORKED_OUT = {
  nothing: {},
  spend: {
    spend_last_30_days: decimalString
      .nullable()
      .describe('Costs of the last 30 UTC days, today included; null: unknown'),
    spend_month_to_date: decimalString.nullable().describe('Costs since the first of the month (UTC); null: unknown'),
    spend_currency: z.string().nullable(),
    last_activity_at: instant.nullable().describe('Last use of it, or of one of its keys, as OpenAI tells'),
  },
  limits: {
    unlimited: z.array(z.string()).describe('Limits at 2147483647, by which OpenAI means none'),
    other_limits: z.record(z.string(), z.number()).describe('Limits that this version does not know, as they came'),
  },
  threshold: {
    threshold: decimalString.nullable().describe('threshold_amount, which OpenAI counts in cents, in whole units'),
  },
} as const satisfies Record<WorkedOut, z.ZodRawShape>;

/**
 * Why an object counts as gone: two complete lists in a row did not hold it; OpenAI answered 404 for it; its project
 * was archived, which ends it too and makes OpenAI refuse its lists; its project is gone, or whatever else it was of.
 */
export const GONE_REASONS = ['not_listed', 'not_found', 'project_archived', 'project_gone', 'parent_gone'] as const;
export type GoneReason = (typeof GONE_REASONS)[number];

/** When and how Bursar saw an object. */
export const SEEN = {
  organization_id: z.string().nullable().describe('null until an answer of OpenAI named the organization'),
  first_seen_at: instant,
  last_seen_at: instant,
  gone_at: instant.nullable().describe('When OpenAI stopped listing it; null while it is listed'),
  gone_reason: z.enum(GONE_REASONS).nullable().describe('How Bursar knows; null while it is listed'),
};

type FieldShape<Fields extends Readonly<Record<string, FieldType>>> = {
  [Name in keyof Fields]: (typeof SCHEMAS)[Fields[Name]];
};

/** The schema of one kind's answer: OpenAI's names and meaning, where it stands, and when Bursar saw it. */
export function directoryItem<Name extends DirectoryKindName>(kind: Name) {
  const { fields, place, worksOut } = DIRECTORY_OBJECTS[kind] as (typeof DIRECTORY_OBJECTS)[Name];
  type Fields = (typeof DIRECTORY_OBJECTS)[Name]['fields'];
  const entries = Object.entries(fields as Readonly<Record<string, FieldType>>).map(([name, type]) => [
    name,
    SCHEMAS[type],
  ]);
  // Object.fromEntries forgets the names that its entries were made from.
  const shape = Object.fromEntries(entries) as FieldShape<Fields>;
  return z.object({
    id: z.string(),
    object: z.string(),
    ...(PLACES[place] as (typeof PLACES)[(typeof DIRECTORY_OBJECTS)[Name]['place']]),
    ...shape,
    ...(WORKED_OUT[worksOut] as (typeof WORKED_OUT)[(typeof DIRECTORY_OBJECTS)[Name]['worksOut']]),
    ...SEEN,
  });
}
