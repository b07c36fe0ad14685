import { z } from 'zod';

/** A plain decimal: no exponent, no trailing zeros, at most 34 decimals, `-` for negative. Never a JSON number. */
export const decimalString = z
  .string()
  .regex(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/, 'a plain decimal such as "12.5"')
  .meta({ id: 'DecimalString', description: 'Plain decimal, no exponent, no trailing zeros', example: '19992.73' });

/** An instant in UTC, to the second: `2026-10-01T00:00:00Z`. */
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'an instant such as 2026-10-01T00:00:00Z')
  .meta({ id: 'Instant', description: 'ISO 8601, UTC', example: '2026-10-01T00:00:00Z' });

/** What a caller may write for an instant: a UTC day stands for its midnight. Answers use `instant`. */
export const dayOrInstant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/, { error: 'YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ', abort: true })
  .refine(isRealInstant, 'a day that exists')
  .transform((text) => (text.length === 10 ? `${text}T00:00:00Z` : text));

function isRealInstant(text: string): boolean {
  const full = text.length === 10 ? `${text}T00:00:00Z` : text;
  const time = Date.parse(full);
  return !Number.isNaN(time) && new Date(time).toISOString().replace('.000Z', 'Z') === full;
}

/** A query parameter that may be repeated: one value or several arrive as a list. */
export const repeatable = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(item).optional());

/** Text that Postgres can compare with what it keeps: it has no NUL character. */
const storable = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((text) => !text.includes('\0'), 'text without a NUL character');

export const identifier = storable(500).min(1);

/** Why something is done: stands in the activity trail. */
export const reason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((text) => !text.includes('\0'), 'text without a NUL character');

/** What a file may be written as. */
export const EXPORT_FORMATS = ['csv'] as const;
export const exportFormat = z.enum(EXPORT_FORMATS).default('csv');

/** `limit`, `cursor` and `q` of every list. A cursor holds the text that the list is sorted by, so it may be long. */
export const listQuery = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(4000).optional(),
  q: storable(200).optional(),
};

export const page = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), next_cursor: z.string().nullable() });

/** A query parameter that is there or not: absent means false. */
export const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

/** Each of them up and, with `-`, down. */
export function bothWays<const Field extends string>(fields: readonly Field[]): (Field | `-${Field}`)[] {
  return fields.flatMap((field): (Field | `-${Field}`)[] => [field, `-${field}`]);
}
