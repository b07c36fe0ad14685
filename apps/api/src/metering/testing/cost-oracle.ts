/** Answers cost questions from rows in memory, slowly and by the words of the API: what the store is held against. */
import { type CostBucket, deriveFromLineItem } from '@bursar/contract';
import type { Report } from '../report-shape.js';
import type { CostRow } from './metering-fixture.js';

const DAY_MS = 86_400_000;
const UNIT = 10n ** 34n;

/** What one day was last read as. */
export interface OracleDay {
  groupBy: readonly string[];
  rows: readonly CostRow[];
}

export interface OracleQuestion {
  start: string;
  end: string;
  bucket: CostBucket;
  groupBy: readonly string[];
  filters: ReadonlyMap<string, readonly string[]>;
  without: readonly string[];
  limit: number;
}

type Answer = Pick<Report, 'total' | 'points' | 'other'> & {
  groups: Pick<Report['groups'][number], 'key' | 'attribution' | 'total' | 'points'>[];
};

interface Fact {
  day: number;
  amount: bigint;
  key: (dimension: string) => { value: string | null; isCollected: boolean };
}

export function answerFromRows(days: ReadonlyMap<string, OracleDay>, question: OracleQuestion): Answer {
  const start = Date.parse(question.start);
  const facts = factsOf(days).filter(
    ({ day, key }) =>
      day >= start &&
      day < Date.parse(question.end) &&
      [...question.filters].every(([name, values]) => values.includes(key(name).value ?? '\u0000')) &&
      question.without.every((name) => key(name).value === null && key(name).isCollected),
  );
  const bucketOf = (fact: Fact) => bucketStart(fact.day, question.bucket, start);
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const id = JSON.stringify(question.groupBy.map((name) => orderOf(fact.key(name))));
    groups.set(id, [...(groups.get(id) ?? []), fact]);
  }
  const ranked = [...groups].toSorted(([idA, a], [idB, b]) => compare(sum(b), sum(a)) || compareKeys(idA, idB));
  const shown = ranked.slice(0, question.limit);
  const rest = ranked.slice(question.limit).flatMap(([, list]) => list);
  const points = (list: readonly Fact[]) => pointsOf(list, bucketOf);
  const named = shown.map(([, list]) => ({
    ...keyOf(list, question.groupBy),
    total: format(sum(list)),
    points: points(list),
  }));
  const everything = { key: {}, attribution: 'named' as const, total: format(sum(facts)), points: points(facts) };
  return {
    total: format(sum(facts)),
    points: points(facts),
    groups: question.groupBy.length === 0 ? [everything] : named,
    other:
      ranked.length > shown.length
        ? { groups: ranked.length - shown.length, total: format(sum(rest)), points: points(rest) }
        : null,
  };
}

function factsOf(days: ReadonlyMap<string, OracleDay>): Fact[] {
  return [...days].flatMap(([day, { groupBy, rows }]) =>
    rows.map((row) => {
      const derived = deriveFromLineItem(row.item ?? null);
      const values: Record<string, string | null | undefined> = {
        project_id: row.project,
        line_item: row.item,
        api_key_id: row.key,
        model: derived.model,
        token_type: derived.token_type,
      };
      const sources: Record<string, string> = { model: 'line_item', token_type: 'line_item' };
      const key = (name: string) => {
        const isCollected = groupBy.includes(sources[name] ?? name);
        return { value: isCollected ? (values[name] ?? null) : null, isCollected };
      };
      return { day: Date.parse(day), amount: parse(row.amount ?? '0'), key };
    }),
  );
}

function keyOf(facts: readonly Fact[], groupBy: readonly string[]) {
  const keys = groupBy.map((name) => ({ name, ...(facts[0]?.key(name) ?? { value: null, isCollected: false }) }));
  const isMissing = keys.some(({ isCollected }) => !isCollected);
  const hasNone = keys.some(({ value }) => value === null);
  const attribution = isMissing ? ('not_collected' as const) : hasNone ? ('none' as const) : ('named' as const);
  return { key: Object.fromEntries(keys.map(({ name, value }) => [name, value])), attribution };
}

/** Named before none before not collected, then by code point. */
function orderOf({ value, isCollected }: { value: string | null; isCollected: boolean }): [number, string] {
  return [value !== null ? 0 : isCollected ? 1 : 2, value ?? ''];
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
    .toSorted(([a], [b]) => a - b)
    .map(([start, list]) => ({ start: new Date(start).toISOString().replace('.000Z', 'Z'), value: format(sum(list)) }));
}

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
