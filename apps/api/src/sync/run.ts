/** One claim of a feed at work. */
import type { Conversation } from '../organizations/conversation.js';
import type { FeedMemory } from './feed-memory.js';
import type { Feed } from './feeds.js';
import type { Fence } from './fence.js';
import type { Span } from './spans.js';

/** `live`: what the schedule asks for, re-reads included. `asked`: a range that a person named. */
export type Purpose = 'live' | 'backfill' | 'asked';

/** One feed taken for one run. */
export interface Claim extends Fence {
  runId: string;
  purpose: Purpose;
  /** A person asked for it; else the schedule did. */
  byPerson: boolean;
  /** What a person asked to be read; null: the feed's own windows. */
  asked: Span | null;
  coverage: readonly Span[];
  /** Changed in place by the run, stored with its windows and at its end. */
  memory: FeedMemory;
  /** In a row, of this purpose. */
  failures: number;
}

export interface RunCounts {
  requests: number;
  pages: number;
  rows: number;
}

export interface Run<F extends Feed = Feed> {
  claim: Claim;
  feed: F;
  conversation: Conversation;
  counts: RunCounts;
  /** Aborted when the claim is lost, another organization answered or the server stops; the reason is the error. */
  signal: AbortSignal;
  /** Stops the run with an error. */
  abort(reason: unknown): void;
  /** OpenAI's time. */
  now(): Date;
  /** See `Conversation.confirm`; lets the feeds of an organization that had been stopped go on. */
  confirm(): Promise<void>;
}

/** What a collector found when it had done its work. */
export interface Outcome {
  /** Whether history is missing that the schedule is to read. */
  hasBackfill: boolean;
  /** When the feed has its next turn; absent: a period from now. */
  nextInSeconds?: number;
  /** What went wrong although the rest was done; the feed says so and goes on all the same. */
  problem?: unknown;
  /** The feed's period where it is not its own at present; a run that takes longer makes it longer. */
  periodSeconds?: number;
}
