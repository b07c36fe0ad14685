/** What a figure may be trusted with: states of days and buckets, gaps and their reasons. */
import type { Completeness } from '@bursar/contract';
import { ceilTo, DAY_MS, floorTo, intersect, type Span, splitAt, subtract } from '../sync/spans.js';
import { instantOf, startsIn } from './buckets.js';
import { type NarrowPolicy, stateOfBucket } from './bucket-states.js';
import { type ReadStretch, type StateRun, statesOfDays } from './day-states.js';
import { worstOf } from './state-runs.js';

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
  /** Each day once. */
  reads: readonly ReadStretch[];
  /** How hours or minutes are read; null: the buckets are made of days. */
  narrow: NarrowPolicy | null;
  /** The first instant that is collected by itself. */
  historyStart: number;
  /** Whether a reading can tell what is asked: one without a dimension that is filtered by cannot. */
  answers: (reading: string) => boolean;
}

export interface AnsweredCompleteness {
  completeness: Completeness;
  /** The worst states over the organizations, in order, of all of the range. */
  states: readonly StateRun[];
}

export function assessCompleteness(question: CompletenessQuestion): AnsweredCompleteness {
  const parts = question.organizations.map((organization) => assessOne(question, organization));
  const states = worstOf(
    question.range,
    parts.map((part) => part.states),
  );
  return {
    states,
    completeness: {
      state: summary(states),
      billed_through: earliest(parts.map((part) => part.billedThrough)),
      provisional_from: firstOf(parts.map((part) => part.provisionalFrom)),
      synced_at: earliest(parts.map((part) => part.syncedAt)),
      gaps: parts.flatMap((part) => part.gaps),
    },
  };
}

interface Part {
  states: readonly StateRun[];
  billedThrough: number | null;
  provisionalFrom: number | null;
  syncedAt: number | null;
  gaps: Completeness['gaps'];
}

function assessOne(question: CompletenessQuestion, organization: CollectedOrganization): Part {
  const { range, now, narrow } = question;
  const own = question.reads.filter((read) => read.organizationId === organization.id);
  const states = stretchesOf(range, own).flatMap(({ read, ...span }): StateRun[] => {
    if (read !== undefined && !question.answers(read.reading)) return [{ ...span, state: 'missing' }];
    if (narrow !== null) return statesOfNarrow(span, organization, narrow, now);
    return read === undefined ? [{ ...span, state: 'missing' }] : statesOfDays({ ...read, ...span }, now);
  });
  const unbroken = states.findIndex(({ state }) => state === 'missing' || state === 'pending');
  const billed = unbroken < 0 ? states : states.slice(0, unbroken);
  return {
    states,
    billedThrough: billed.at(-1)?.end ?? null,
    provisionalFrom: billed.find(({ state }) => state !== 'final')?.start ?? null,
    syncedAt: syncedAt(own, range, now),
    gaps: gapsOf(question, organization, { own, states }),
  };
}

type Stretch = Span & { read: ReadStretch | undefined };

/** All of a range in order: what was read, and what lies between. */
function stretchesOf(range: Span, own: readonly ReadStretch[]): Stretch[] {
  const read = own.flatMap((one): Stretch[] => intersect(range, [one]).map((span) => ({ ...span, read: one })));
  const rest = subtract(range, own).map((span): Stretch => ({ ...span, read: undefined }));
  return [...read, ...rest].sort((a, b) => a.start - b.start);
}

/** Each hour or minute has a state of its own; neighbours in the same one are told together. */
function statesOfNarrow(
  span: Span,
  organization: CollectedOrganization,
  narrow: NarrowPolicy,
  now: number,
): StateRun[] {
  const runs: StateRun[] = [];
  for (const start of startsIn(span, narrow.lengthMs)) {
    const state = stateOfBucket(start, organization, narrow, now);
    const last = runs.at(-1);
    if (last?.state === state) last.end = start + narrow.lengthMs;
    else runs.push({ start, end: start + narrow.lengthMs, state });
  }
  return runs;
}

/** The newest day asked for; just after midnight, before the first read of the new day, the one before it. */
function syncedAt(own: readonly ReadStretch[], range: Span, now: number): number | null {
  const newest = floorTo(range.end - 1, DAY_MS);
  const isRunning = now >= newest && now < newest + DAY_MS;
  const readOf = (day: number) => own.find(({ start, end }) => start <= day && end > day);
  return (readOf(newest) ?? (isRunning ? readOf(newest - DAY_MS) : undefined))?.readAt ?? null;
}

function gapsOf(
  question: CompletenessQuestion,
  organization: CollectedOrganization,
  { own, states }: { own: readonly ReadStretch[]; states: readonly StateRun[] },
): Completeness['gaps'] {
  const lengthMs = question.narrow?.lengthMs ?? DAY_MS;
  const borders = [question.range.start + ceilTo(question.historyStart - question.range.start, lengthMs)];
  const missing = states.filter(({ state }) => state === 'missing');
  const gaps: (Span & { reason: string })[] = [];
  for (const { start, end } of missing.flatMap((run) => splitAt(run, borders))) {
    const read = own.find((one) => one.start <= start && one.end > start);
    const reason = reasonOf(question, organization, start, read);
    const last = gaps.at(-1);
    if (last !== undefined && last.end === start && last.reason === reason) last.end = end;
    else gaps.push({ start, end, reason });
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
  read: ReadStretch | undefined,
): string {
  if (read !== undefined && !answers(read.reading)) return 'dimension_not_collected';
  if (at < historyStart) return 'before_history';
  if (organization.isPaused) return 'paused';
  if (organization.isStopped) return 'stopped';
  if (organization.isFailing) return 'failed';
  return narrow !== null && organization.isQuiet ? 'no_traffic' : 'not_collected_yet';
}

function summary(states: readonly StateRun[]): Completeness['state'] {
  if (states.some(({ state }) => state === 'missing')) return 'incomplete';
  return states.every(({ state }) => state === 'final') ? 'final' : 'provisional';
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
