/** Answers cost questions from rows in memory, slowly and by the words of the API: what the store is held against. */
import { ATTRIBUTIONS, type CostBucket, deriveFromLineItem } from '@bursar/contract';
import type { Report } from '../report-shape.js';
import type { CostRow } from './metering-fixture.js';

const DAY_MS = 86_400_000;
const UNIT = 10n ** 34n;

/** What one day was last read as. */
export interface OracleDay {
  groupBy: readonly string[];
  rows: readonly CostRow[];
  /** By member and project, where that was read. */
  byMember?: readonly CostRow[];
}

export interface OracleQuestion {
  start: string;
  end: string;
  bucket: CostBucket;
  groupBy: readonly string[];
  filters: ReadonlyMap<string, readonly string[]>;
  without: readonly string[];
  limit: number;
  /** What the caller may see; absent: everything. */
  projectIds?: readonly string[];
}

type Answer = Pick<Report, 'total' | 'points' | 'other'> & {
  groups: Pick<Report['groups'][number], 'key' | 'attribution' | 'total' | 'points'>[];
};

interface Fact {
  day: number;
  amount: bigint;
  /** It is part of what a side reading leaves over, which alone makes no point. */
  isTaken?: true;
  /** It stands beside the base, which has the total, and less of what is left over stands for it. */
  isSide?: true;
  /** The value and its place in `ATTRIBUTIONS`. */
  key: (dimension: string) => { value: string | null; rank: number };
}

const [NAMED, NONE, NOT_COLLECTED, UNATTRIBUTED] = [0, 1, 2, 3] as const;
const MEMBER = 'user_id';

export function answerFromRows(days: ReadonlyMap<string, OracleDay>, question: OracleQuestion): Answer {
  const start = Date.parse(question.start);
  const facts = factsFor(days, question).filter(
    ({ day, key }) =>
      day >= start &&
      day < Date.parse(question.end) &&
      [...question.filters].every(([name, values]) => values.includes(key(name).value ?? '\u0000')) &&
      (question.projectIds?.includes(key('project_id').value ?? '\u0000') ?? true) &&
      question.without.every((name) => key(name).rank === NONE),
  );
  const bucketOf = (fact: Fact) => bucketStart(fact.day, question.bucket, start);
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const id = JSON.stringify(question.groupBy.map((name) => orderOf(fact.key(name))));
    groups.set(id, [...(groups.get(id) ?? []), fact]);
  }
  const ranked = [...groups]
    .filter(([, list]) => isThere(list) && (sum(list) !== 0n || !isLeftOver(list, question.groupBy)))
    .toSorted(([idA, a], [idB, b]) => compare(sum(b), sum(a)) || compareKeys(idA, idB));
  const shown = ranked.slice(0, question.limit);
  const rest = ranked.slice(question.limit).flatMap(([, list]) => list);
  const points = (list: readonly Fact[]) => pointsOf(list, bucketOf);
  const named = shown.map(([, list]) => ({
    ...keyOf(list, question.groupBy),
    total: format(sum(list)),
    points: points(list),
  }));
  // A bucket in which nothing was billed has no point, whatever a side reading tells of it.
  const total = { total: format(sum(facts)), points: points(facts.filter(({ isSide }) => !isSide)) };
  const everything = { key: {}, attribution: 'named' as const, ...total };
  return {
    ...total,
    groups: question.groupBy.length === 0 ? [everything] : named,
    other:
      ranked.length > shown.length
        ? { groups: ranked.length - shown.length, total: format(sum(rest)), points: points(rest) }
        : null,
  };
}

/** Members are told by readings of their own: of days that have one they take their part, and leave the rest to nobody. */
function factsFor(days: ReadonlyMap<string, OracleDay>, { groupBy, filters }: OracleQuestion): Fact[] {
  const base = [...days].flatMap(([day, { groupBy: collected, rows }]) => factsOf(day, rows, collected));
  if (!groupBy.includes(MEMBER) && !filters.has(MEMBER)) return base;
  const side = [...days].flatMap(([day, { byMember = [] }]) => factsOf(day, byMember, [MEMBER, 'project_id']));
  if (filters.has(MEMBER)) return side;
  const told = new Set([...days].filter(([, { byMember }]) => byMember?.length).map(([day]) => Date.parse(day)));
  const unattributed = (fact: Fact): Fact => ({
    ...fact,
    key: (name) => (name === MEMBER ? { value: null, rank: UNATTRIBUTED } : fact.key(name)),
  });
  const parts = side.map((fact): Fact => ({ ...fact, isSide: true }));
  const taken = parts.map((fact): Fact => ({ ...unattributed(fact), amount: -fact.amount, isTaken: true }));
  return [...base.map((fact) => (told.has(fact.day) ? unattributed(fact) : fact)), ...parts, ...taken];
}

function factsOf(day: string, rows: readonly CostRow[], collected: readonly string[]): Fact[] {
  const sources: Record<string, string> = { model: 'line_item', token_type: 'line_item' };
  return rows.map((row) => {
    const derived = deriveFromLineItem(row.item ?? null);
    const values: Record<string, string | null | undefined> = {
      project_id: row.project,
      line_item: row.item,
      api_key_id: row.key,
      user_id: row.user,
      model: derived.model,
      token_type: derived.token_type,
    };
    const key = (name: string) => {
      const isCollected = collected.includes(sources[name] ?? name);
      const value = isCollected ? (values[name] ?? null) : null;
      return { value, rank: value !== null ? NAMED : isCollected ? NONE : NOT_COLLECTED };
    };
    return { day: Date.parse(day), amount: parse(row.amount ?? '0'), key };
  });
}

function keyOf(facts: readonly Fact[], groupBy: readonly string[]) {
  const keys = groupBy.map((name) => ({ name, ...(facts[0]?.key(name) ?? { value: null, rank: NOT_COLLECTED }) }));
  const attribution = ATTRIBUTIONS[Math.max(NAMED, ...keys.map(({ rank }) => rank))] ?? 'named';
  return { key: Object.fromEntries(keys.map(({ name, value }) => [name, value])), attribution };
}

/** Named before none before not collected before left over, then by code point. */
function orderOf({ value, rank }: { value: string | null; rank: number }): [number, string] {
  return [rank, value ?? ''];
}

function compareKeys(a: string, b: string): number {
  const [left, right] = [JSON.parse(a) as [number, string][], JSON.parse(b) as [number, string][]];
  for (const [index, [rank, text]] of left.entries()) {
    const [otherRank = 0, otherText = ''] = right[index] ?? [];
    const order = rank - otherRank || Buffer.compare(Buffer.from(text), Buffer.from(otherText));
    if (order !== 0) return order;
  }
  return 0;
}

function bucketStart(day: number, bucket: CostBucket, rangeStart: number): number {
  const date = new Date(day);
  if (bucket === 'total') return rangeStart;
  if (bucket === 'week') return day - ((date.getUTCDay() + 6) % 7) * DAY_MS;
  if (bucket === 'day') return day;
  const month = bucket === 'month' ? date.getUTCMonth() : Math.floor(date.getUTCMonth() / 3) * 3;
  return Date.UTC(date.getUTCFullYear(), month, 1);
}

function pointsOf(facts: readonly Fact[], bucketOf: (fact: Fact) => number): { start: string; value: string }[] {
  const buckets = new Map<number, Fact[]>();
  for (const fact of facts) buckets.set(bucketOf(fact), [...(buckets.get(bucketOf(fact)) ?? []), fact]);
  return [...buckets]
    .filter(([, list]) => isThere(list))
    .toSorted(([a], [b]) => a - b)
    .map(([start, list]) => ({ start: new Date(start).toISOString().replace('.000Z', 'Z'), value: format(sum(list)) }));
}

/** What was taken away makes nothing of nothing. */
const isThere = (facts: readonly Fact[]): boolean => facts.some(({ isTaken }) => !isTaken) || sum(facts) !== 0n;
const isLeftOver = ([fact]: readonly Fact[], groupBy: readonly string[]): boolean =>
  groupBy.some((name) => fact?.key(name).rank === UNATTRIBUTED);
const sum = (facts: readonly Fact[]): bigint => facts.reduce((total, { amount }) => total + amount, 0n);
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

export function parse(decimal: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  const value = BigInt(whole) * UNIT + BigInt(fraction.padEnd(34, '0'));
  return sign === '-' ? -value : value;
}

export function format(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(35, '0');
  const fraction = digits.slice(-34).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -34)}${fraction === '' ? '' : `.${fraction}`}`;
}
