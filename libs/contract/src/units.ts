/**
 * How the values of one measure become one value.
 *
 * - `sum`: over time and over series, the values add up (tokens, requests, money).
 * - `level`: a height, not a flow (stored bytes): over time the last bucket that has a value, over series the sum of those.
 */
export type Combine = 'sum' | 'level';

/** What Postgres keeps a measure in: money and quantities keep 34 decimals, counts are whole. */
export type Storage = 'decimal' | 'integer';

/** Units of measures, spelt as the API's answers name them. `quantity_unit` means: the series says which. */
export const UNITS = {
  currency: { storage: 'decimal' },
  quantity_unit: { storage: 'decimal' },
  tokens: { storage: 'integer' },
  requests: { storage: 'integer' },
  images: { storage: 'integer' },
  characters: { storage: 'integer' },
  seconds: { storage: 'decimal' },
  bytes: { storage: 'integer' },
  sessions: { storage: 'integer' },
} as const satisfies Record<string, { storage: Storage }>;

export type Unit = keyof typeof UNITS;

/** Bucket widths as OpenAI spells them, with their length and OpenAI's limits in buckets (source: API reference, costs differ). */
export const WIDTHS = {
  '1m': { seconds: 60, defaultPageLimit: 60, maxPageLimit: 1440 },
  '1h': { seconds: 3600, defaultPageLimit: 24, maxPageLimit: 168 },
  '1d': { seconds: 86_400, defaultPageLimit: 7, maxPageLimit: 31 },
} as const satisfies Record<string, { seconds: number; defaultPageLimit: number; maxPageLimit: number }>;

export type Width = keyof typeof WIDTHS;
