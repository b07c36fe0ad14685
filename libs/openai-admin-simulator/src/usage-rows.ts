/** Makes the rows of usage pages, down to the minute, from the same streams that costs are made of. */
import type { Bucket } from './buckets.js';
import { DAY_SECONDS } from './days.js';
import type { MeteringQuery } from './metering-query.js';
import { dayTotals, totalsBefore, type Chance, type Stream } from './traffic.js';
import type { CountedMeasures } from './measures.js';
import type { EventStore } from './usage-events.js';

type Values = Readonly<Record<string, string | null>>;

export interface UsageSource {
  name: string;
  counted: CountedMeasures;
  level: boolean;
  streams: readonly Stream[];
  events: EventStore;
  chance: Chance;
  /** Until when usage is known, unix seconds. */
  knownUntil: number;
}

/** One row in the making. */
interface Sums {
  values: Values;
  amounts: Float64Array;
  /** Whether anything was added. */
  seen: boolean;
}

function passes(values: Values, filters: MeteringQuery['filters']): boolean {
  for (const [name, allowed] of filters) {
    const value = values[name] ?? null;
    if (value === null || !allowed.has(value)) return false;
  }
  return true;
}

/** Totals of the streams' days; the buckets of one page mostly share one. */
function totalsByDay(streams: readonly Stream[], chance: Chance, size: number) {
  let known = Number.NaN;
  const totals = streams.map(() => new Float64Array(size));
  const active = new Uint8Array(streams.length);
  return (day: number) => {
    if (day !== known) {
      known = day;
      streams.forEach((stream, place) => {
        active[place] = dayTotals(stream, day, chance, totals[place]!) ? 1 : 0;
      });
    }
    return { totals, active };
  };
}

/** What one bucket holds of a day: from and until in minutes of it. */
interface Part {
  day: number;
  from: number;
  until: number;
}

function partOf({ start, end }: Bucket, knownUntil: number): Part {
  const day = Math.floor(start / DAY_SECONDS);
  const minuteOf = (at: number) => Math.floor((at - day * DAY_SECONDS) / 60);
  return { day, from: minuteOf(start), until: minuteOf(Math.min(end, knownUntil)) };
}

/** Groups by name, in the order in which they were met. */
function groupsOf(size: number, groupBy: readonly string[]) {
  const groups = new Map<string, Sums>();
  const groupOf = (values: Values): Sums => {
    const name = JSON.stringify(groupBy.map((dimension) => values[dimension] ?? null));
    const known = groups.get(name);
    if (known) return known;
    const made = { values, amounts: new Float64Array(size), seen: false };
    groups.set(name, made);
    return made;
  };
  return { groups, groupOf };
}

function add(group: Sums, amounts: ArrayLike<number>): void {
  for (let place = 0; place < group.amounts.length; place++) {
    const amount = amounts[place]!;
    if (amount === 0) continue;
    group.amounts[place]! += amount;
    group.seen = true;
  }
}

/** Rows of any number of buckets, one text each. */
export function usageRows(
  query: MeteringQuery,
  source: UsageSource,
): (bucket: Bucket) => Generator<string, void, void> {
  const { chance, counted, level } = source;
  const size = counted.base.length;
  const { groups, groupOf } = groupsOf(size, query.groupBy);
  const isAsked = ({ capability, values }: { capability: string; values: Values }) =>
    capability === source.name && passes(values, query.filters);
  const streams = source.streams.filter(isAsked);
  const streamGroups = streams.map(({ values }) => groupOf(values));
  const totalsOf = totalsByDay(streams, chance, size);
  const before = new Float64Array(size);
  const after = new Float64Array(size);

  function addStreams({ day, from, until }: Part): void {
    const { totals, active } = totalsOf(day);
    for (let place = 0; place < streams.length; place++) {
      if (active[place] === 0) continue;
      const stream = streams[place]!;
      totalsBefore(stream, { day, minute: until }, chance, totals[place]!, after);
      if (!level) {
        totalsBefore(stream, { day, minute: from }, chance, totals[place]!, before);
        for (let measure = 0; measure < size; measure++) after[measure]! -= before[measure]!;
      }
      add(streamGroups[place]!, after);
    }
  }

  return function* rows(bucket) {
    const part = partOf(bucket, source.knownUntil);
    if (part.until <= part.from) return;
    addStreams(part);
    for (const event of source.events.on(part.day)) {
      if (event.minute >= part.from && event.minute < part.until && isAsked(event)) {
        add(groupOf(event.values), event.totals);
      }
    }
    for (const group of groups.values()) {
      if (!group.seen) continue;
      const text = rowText(query, counted, group);
      group.amounts.fill(0);
      group.seen = false;
      yield text;
    }
  };
}

function rowText({ capability, groupBy }: MeteringQuery, { sums }: CountedMeasures, { values, amounts }: Sums): string {
  const row: Record<string, string | number | boolean | null> = { object: capability.result };
  for (const { measure, places } of sums) {
    row[measure] = places.reduce((total, place) => total + amounts[place]!, 0);
  }
  for (const name of capability.dimensions) {
    const value = groupBy.includes(name) ? (values[name] ?? null) : null;
    row[name] = name === 'batch' && value !== null ? value === 'true' : value;
  }
  return JSON.stringify(row);
}
