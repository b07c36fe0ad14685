/** What a feed has learnt, as plain data in its row. */
import type { BucketEvent } from '@bursar/openai-admin';
import { z } from 'zod';

type PageEvent = Extract<BucketEvent, { kind: 'page' }>;

const refusal = z.object({
  /** The grouping that OpenAI refused. */
  groupBy: z.array(z.string()),
  /** Windows that end here or earlier are refused, in milliseconds since 1970; null: whatever the date. */
  before: z.number().nullable(),
  learnedAt: z.number(),
});
export type Refusal = z.infer<typeof refusal>;

const feedMemory = z.object({
  /** Re-reads that are done, see `RereadMarks`. */
  rereads: z.record(z.string(), z.string()).default({}),
  /** What is due of them and not read yet, newest first, in milliseconds since 1970. */
  rereadsLeft: z.array(z.object({ start: z.number(), end: z.number() })).default([]),
  refusals: z.array(refusal).default([]),
  /** By grouping, its dimensions joined by "+"; see `PageSize`. */
  pageSizes: z.record(z.string(), z.object({ buckets: z.number().int().min(1) })).default({}),
  /** What the history has cost so far: the estimate of what is left rests on it. Of a log, a bucket is a day. */
  backfill: z
    .object({ calls: z.number(), seconds: z.number(), buckets: z.number() })
    .default({ calls: 0, seconds: 0, buckets: 0 }),
  /** What OpenAI sends that this version does not know, as sentences for people; an example as it came. */
  oddities: z
    .array(z.object({ text: z.string(), example: z.string().nullable(), firstSeenAt: z.number() }))
    .default([]),
  /** The newest series whose ids were looked up in the directory. */
  seriesSeen: z.string().regex(/^\d+$/).default('0'),
  /** The UTC day on which old numbers were thinned and dropped last. */
  tidiedOn: z.string().nullable().default(null),
  /** Whether the capability had no rows today and none yesterday when this feed looked last. */
  isQuiet: z.boolean().default(false),
  /** When the present round through many lists began, in milliseconds since 1970; null between rounds. */
  roundStartedAt: z.number().nullable().default(null),
});
export type FeedMemory = z.infer<typeof feedMemory>;

/** Reads what is stored; a form that this version does not know is forgotten, for all of it can be learnt again. */
export function readMemory(stored: unknown): FeedMemory {
  const read = feedMemory.safeParse(stored);
  return read.success ? read.data : feedMemory.parse({});
}

const MOST_ODDITIES = 20;
const LONGEST_EXAMPLE = 2_000;

/**
 * Notes what a page held that this version does not know: rows of another kind, which are in no total, numbers that no
 * measure names, and measures that no longer add up.
 *
 * @returns the sentences that are new, to be told once.
 */
export function noteOddities(memory: FeedMemory, page: PageEvent, now: number): string[] {
  const seen = [
    ...[...page.ignored.keys()].map((object) => ({
      text: `OpenAI sends rows of the unknown kind "${object}"; they are in no total.`,
      example: page.ignoredRows.find((row) => row.object === object)?.json.slice(0, LONGEST_EXAMPLE) ?? null,
    })),
    ...page.unknownFields.map((field) => ({
      text: `OpenAI sends the unknown number "${field}"; it is not stored.`,
      example: null,
    })),
    ...page.brokenSums.map(({ whole, parts, json }) => ({
      text: `OpenAI sends rows in which ${whole} is not the sum of ${parts.join(', ')}; they are stored as they came.`,
      example: json.slice(0, LONGEST_EXAMPLE),
    })),
  ];
  const fresh = seen.filter(({ text }) => !memory.oddities.some((known) => known.text === text));
  memory.oddities = [...memory.oddities, ...fresh.map((oddity) => ({ ...oddity, firstSeenAt: now }))].slice(
    0,
    MOST_ODDITIES,
  );
  return fresh.map(({ text }) => text);
}
