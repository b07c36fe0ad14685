/** What a figure may be trusted with: states of days and buckets, gaps and their reasons. */
import type { BucketState, Completeness } from '@bursar/contract';
import { DAY_MS, floorTo, type Span } from '../sync/spans.js';
import { instantOf, startsIn } from './buckets.js';
import { type NarrowPolicy, stateOfBucket } from './bucket-states.js';
import { type ReadDay, stateOfDay, worstState } from './day-states.js';

/** An organization and how its collecting goes. */
export interface CollectedOrganization {
  id: number;
  /** null until an answer of OpenAI named it. */
  openaiId: string | null;
  /** Nothing is collected any more until somebody does something about it. */
  isStopped: boolean;
  /** A person keeps these numbers from being collected. */
  isPaused: boolean;
  /** The last attempts failed and are repeated. */
  isFailing: boolean;
  /** Nothing was used of late, so that it is read seldom or not at all. */
  isQuiet: boolean;
  /** What was read completely, oldest first. */
  coverage: readonly Span[];
}

export interface CompletenessQuestion {
  range: Span;
  now: number;
  organizations: readonly CollectedOrganization[];
  reads: readonly ReadDay[];
  /** How hours or minutes are read; null: the buckets are made of days. */
  narrow: NarrowPolicy | null;
  /** The first instant that is collected by itself. */
  historyStart: number;
  /** Whether a reading can tell what is asked: one without a dimension that is filtered by cannot. */
  answers: (reading: string) => boolean;
}

export interface AnsweredCompleteness {
  completeness: Completeness;
  /** Start of each day, or of each hour or minute → its worst state over the organizations. */
  states: ReadonlyMap<number, BucketState>;
  /** Length of what has a state. */
  lengthMs: number;
}

export function assessCompleteness(question: CompletenessQuestion): AnsweredCompleteness {
  const lengthMs = question.narrow?.lengthMs ?? DAY_MS;
  const starts = startsIn(question.range, lengthMs);
  const parts = question.organizations.map((organization) => assessOne(question, organization, starts, lengthMs));
  const states = new Map(starts.map((start) => [start, worstOf(parts, start)]));
  return {
    states,
    lengthMs,
    completeness: {
      state: summary([...states.values()]),
      billed_through: earliest(parts.map((part) => part.billedThrough)),
      provisional_from: firstOf(parts.map((part) => part.provisionalFrom)),
      synced_at: earliest(parts.map((part) => part.syncedAt)),
      gaps: parts.flatMap((part) => part.gaps),
    },
  };
}

interface Part {
  states: ReadonlyMap<number, BucketState>;
  billedThrough: number | null;
  provisionalFrom: number | null;
  syncedAt: number | null;
  gaps: Completeness['gaps'];
}

function assessOne(
  question: CompletenessQuestion,
  organization: CollectedOrganization,
  starts: readonly number[],
  lengthMs: number,
): Part {
  const { reads, answers, now, range, narrow } = question;
  const own = new Map(reads.filter((read) => read.organizationId === organization.id).map((read) => [read.day, read]));
  const readOf = (at: number): ReadDay | undefined => own.get(floorTo(at, DAY_MS));
  const stateOf = (at: number): BucketState => {
    const read = readOf(at);
    if (read !== undefined && !answers(read.reading)) return 'missing';
    return narrow === null ? stateOfDay(at, read, now) : stateOfBucket(at, organization, narrow, now);
  };
  const states = new Map(starts.map((at) => [at, stateOf(at)]));
  const unbroken = starts.findIndex((at) => states.get(at) === 'missing' || states.get(at) === 'pending');
  const billed = unbroken < 0 ? starts : starts.slice(0, unbroken);
  const lastBilled = billed.at(-1);
  return {
    states,
    billedThrough: lastBilled === undefined ? null : lastBilled + lengthMs,
    provisionalFrom: billed.find((at) => states.get(at) !== 'final') ?? null,
    syncedAt: syncedAt(own, range, now),
    gaps: gapsOf(
      question,
      organization,
      starts.filter((at) => states.get(at) === 'missing').map((at) => ({ at, lengthMs, read: readOf(at) })),
    ),
  };
}

/** The newest day asked for; just after midnight, before the first read of the new day, the one before it. */
function syncedAt(own: ReadonlyMap<number, ReadDay>, range: Span, now: number): number | null {
  const newest = floorTo(range.end - 1, DAY_MS);
  const isRunning = now >= newest && now < newest + DAY_MS;
  return (own.get(newest) ?? (isRunning ? own.get(newest - DAY_MS) : undefined))?.readAt ?? null;
}

function gapsOf(
  question: CompletenessQuestion,
  organization: CollectedOrganization,
  missing: readonly { at: number; lengthMs: number; read: ReadDay | undefined }[],
): Completeness['gaps'] {
  const gaps: (Span & { reason: string })[] = [];
  for (const { at, lengthMs, read } of missing) {
    const reason = reasonOf(question, organization, at, read);
    const last = gaps.at(-1);
    if (last !== undefined && last.end === at && last.reason === reason) last.end = at + lengthMs;
    else gaps.push({ start: at, end: at + lengthMs, reason });
  }
  return gaps.map(({ start, end, reason }) => ({
    organization_id: organization.openaiId,
    start: instantOf(start),
    end: instantOf(end),
    reason,
  }));
}

function reasonOf(
  { answers, historyStart, narrow }: CompletenessQuestion,
  organization: CollectedOrganization,
  at: number,
  read: ReadDay | undefined,
): string {
  if (read !== undefined && !answers(read.reading)) return 'dimension_not_collected';
  if (at < historyStart) return 'before_history';
  if (organization.isPaused) return 'paused';
  if (organization.isStopped) return 'stopped';
  if (organization.isFailing) return 'failed';
  return narrow !== null && organization.isQuiet ? 'no_traffic' : 'not_collected_yet';
}

function worstOf(parts: readonly Part[], at: number): BucketState {
  return parts.length === 0 ? 'missing' : worstState(parts.map((part) => part.states.get(at) ?? 'missing'));
}

function summary(states: readonly BucketState[]): Completeness['state'] {
  if (states.includes('missing')) return 'incomplete';
  return states.every((state) => state === 'final') ? 'final' : 'provisional';
}

/** The worst counts: one organization without an answer leaves none. */
function earliest(times: readonly (number | null)[]): string | null {
  return times.length === 0 || times.includes(null) ? null : firstOf(times);
}

function firstOf(times: readonly (number | null)[]): string | null {
  const known = times.filter((time) => time !== null);
  // read_at may lie within a second, an instant of the API may not.
  return known.length === 0 ? null : instantOf(Math.floor(Math.min(...known) / 1000) * 1000);
}
