/** Rate limits as they are and as somebody wants them. */
import type { DirectoryChange, DirectoryItem, RateLimitField } from '@bursar/contract';

export type RateLimit = DirectoryItem<'rate-limits'>;
export type LimitValues = Partial<Record<RateLimitField, number>>;

/** In the order of their columns. Named here anew: a value of the contract would bring zod along. */
export const LIMIT_FIELDS = [
  'max_requests_per_1_minute',
  'max_tokens_per_1_minute',
  'max_images_per_1_minute',
  'max_audio_megabytes_per_1_minute',
  'max_requests_per_1_day',
  'batch_1_day_max_input_tokens',
] as const satisfies readonly RateLimitField[];

/** OpenAI's number for no limit. */
export const NO_LIMIT = 2_147_483_647;

/** One line of a before and after. */
export interface LimitChange {
  field: RateLimitField;
  now: number;
  after: number;
}

/** What OpenAI names for the model, an unlimited one by OpenAI's number; those that it does not name cannot be set. */
export function namedLimits(limit: RateLimit): { field: RateLimitField; now: number }[] {
  return LIMIT_FIELDS.flatMap((field) => {
    const now = limit.unlimited.includes(field) ? NO_LIMIT : limit[field];
    return now === null ? [] : [{ field, now }];
  });
}

/** A whole number as people type it, with or without separators; null: it is none. */
export function readLimit(text: string): number | null {
  const digits = text.replace(/[\s,\u202F\u00A0]/g, '');
  if (!/^\d{1,16}$/.test(digits)) return null;
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : null;
}

/** Those that differ. */
export function differing(limit: RateLimit, values: LimitValues): LimitChange[] {
  return namedLimits(limit).flatMap(({ field, now }) => {
    const after = values[field];
    return after === undefined || after === now ? [] : [{ field, now, after }];
  });
}

/** What can be taken back: a change, and what was there before. */
export interface LastChange {
  changeId: string;
  changedAt: string;
  values: LimitValues;
}

/** The newest change of a limit, with all that changed at the same moment; null: none is known that can be undone. */
export function lastChange(changes: readonly DirectoryChange[]): LastChange | null {
  const known = changes.filter(
    ({ field, old_value: old }) => LIMIT_FIELDS.some((each) => each === field) && typeof old === 'number',
  );
  const [newest] = known;
  if (newest === undefined) return null;
  const together = known.filter(({ changed_at: at }) => at === newest.changed_at);
  return {
    changeId: newest.change_id,
    changedAt: newest.changed_at,
    values: Object.fromEntries(together.map(({ field, old_value: old }) => [field, old])),
  };
}
