/** What a figure may be trusted with: states of days and buckets, gaps and their reasons. */
import type { BucketState, Completeness } from '@bursar/contract';
import { DAY_MS, type Span } from '../sync/spans.js';
import { daysOf, instantOf } from './buckets.js';
import { type ReadDay, stateOfDay, worstState } from './day-states.js';

/** An organization and how its collecting goes. */
export interface CollectedOrganization {
  id: number;
  /** null until an answer of OpenAI named it. */
  openaiId: string | null;
  /** Nothing is collected any more until somebody does something about it. */
  isStopped: boolean;
  /** The last attempts failed and are repeated. */
  isFailing: boolean;
}

export interface CompletenessQuestion {
  range: Span;
  now: number;
  organizations: readonly CollectedOrganization[];
  reads: readonly ReadDay[];
  /** The first instant that is collected by itself. */
  historyStart: number;
  /** Whether a reading can tell what is asked: one without a dimension that is filtered by cannot. */
  answers: (reading: string) => boolean;
}

export interface AnsweredCompleteness {
  completeness: Completeness;
  /** Midnight → the worst state of that day over the organizations. */
  days: ReadonlyMap<number, BucketState>;
}

export function assessCompleteness(question: CompletenessQuestion): AnsweredCompleteness {
  const days = daysOf(question.range);
  const parts = question.organizations.map((organization) => assessOne(question, organization, days));
  const states = new Map(days.map((day) => [day, worstOf(parts, day)]));
  return {
    days: states,
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

function assessOne(question: CompletenessQuestion, organization: CollectedOrganization, days: readonly number[]): Part {
  const { reads, answers, now, range } = question;
  const own = new Map(reads.filter((read) => read.organizationId === organization.id).map((read) => [read.day, read]));
  const stateOf = (day: number): BucketState => {
    const read = own.get(day);
    return read !== undefined && !answers(read.reading) ? 'missing' : stateOfDay(day, read, now);
  };
  const states = new Map(days.map((day) => [day, stateOf(day)]));
  const unbroken = days.findIndex((day) => states.get(day) === 'missing' || states.get(day) === 'pending');
  const billed = unbroken < 0 ? days : days.slice(0, unbroken);
  const lastBilled = billed.at(-1);
  return {
    states,
    billedThrough: lastBilled === undefined ? null : lastBilled + DAY_MS,
    provisionalFrom: billed.find((day) => states.get(day) !== 'final') ?? null,
    syncedAt: syncedAt(own, range, now),
    gaps: gapsOf(
      question,
      organization,
      days.filter((day) => states.get(day) === 'missing').map((day) => ({ day, read: own.get(day) })),
    ),
  };
}

/** The newest day asked for; just after midnight, before the first read of the new day, the one before it. */
function syncedAt(own: ReadonlyMap<number, ReadDay>, range: Span, now: number): number | null {
  const newest = range.end - DAY_MS;
  const isRunning = now >= newest && now < range.end;
  return (own.get(newest) ?? (isRunning ? own.get(newest - DAY_MS) : undefined))?.readAt ?? null;
}

function gapsOf(
  question: CompletenessQuestion,
  organization: CollectedOrganization,
  missing: readonly { day: number; read: ReadDay | undefined }[],
): Completeness['gaps'] {
  const gaps: (Span & { reason: string })[] = [];
  for (const { day, read } of missing) {
    const reason = reasonOf(question, organization, day, read);
    const last = gaps.at(-1);
    if (last !== undefined && last.end === day && last.reason === reason) last.end = day + DAY_MS;
    else gaps.push({ start: day, end: day + DAY_MS, reason });
  }
  return gaps.map(({ start, end, reason }) => ({
    organization_id: organization.openaiId,
    start: instantOf(start),
    end: instantOf(end),
    reason,
  }));
}

function reasonOf(
  { answers, historyStart }: CompletenessQuestion,
  organization: CollectedOrganization,
  day: number,
  read: ReadDay | undefined,
): string {
  if (read !== undefined && !answers(read.reading)) return 'dimension_not_collected';
  if (day < historyStart) return 'before_history';
  if (organization.isStopped) return 'stopped';
  return organization.isFailing ? 'failed' : 'not_collected_yet';
}

function worstOf(parts: readonly Part[], day: number): BucketState {
  return parts.length === 0 ? 'missing' : worstState(parts.map((part) => part.states.get(day) ?? 'missing'));
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
