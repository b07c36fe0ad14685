/** When a key was last used: the last minute before now in which one of its streams had traffic. */
import type { CountedMeasures } from './measures.js';
import { DAY_SECONDS } from './days.js';
import { MINUTES } from './hours.js';
import { dayTotals, lastDay, totalsBefore, type Chance, type Stream } from './traffic.js';
import type { EventStore } from './usage-events.js';

export interface LastUse {
  /** Unix seconds, null for a key that never was. */
  of(keyId: string): number | null;
}

export interface LastUseSource {
  /** Grows as traffic is added. */
  streams: readonly Stream[];
  events: EventStore;
  chance: Chance;
  nowSeconds: () => number;
}

/** A stream rests for days, never for longer. */
const DAYS_BACK = 40;
const LARGEST_COUNT = 32;

export function createLastUse({ streams, events, chance, nowSeconds }: LastUseSource): LastUse {
  const byKey = new Map<string, Stream[]>();
  let known = 0;
  const streamsOf = (keyId: string): readonly Stream[] => {
    for (; known < streams.length; known++) {
      const stream = streams[known]!;
      const id = stream.values['api_key_id'];
      if (!id || stream.level) continue;
      const own = byKey.get(id);
      if (own) own.push(stream);
      else byKey.set(id, [stream]);
    }
    return byKey.get(keyId) ?? [];
  };
  const [totals, part] = [new Float64Array(LARGEST_COUNT), new Float64Array(LARGEST_COUNT)];

  /** Of the day's requests that lie before a minute, the minute of the last. */
  function lastMinute(stream: Stream, day: number, before: number): number | null {
    if (!dayTotals(stream, day, chance, totals)) return null;
    const place = countedPlaceOfRequests(stream.counted);
    const until = (minute: number) => {
      totalsBefore(stream, { day, minute }, chance, totals, part);
      return part[place]!;
    };
    const all = until(before);
    if (all === 0) return null;
    let [low, high] = [0, before];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (until(middle) < all) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  function lastOfStream(stream: Stream, now: number): number {
    const today = Math.floor(now / DAY_SECONDS);
    const newest = Math.min(today, lastDay(stream));
    for (let day = newest; day >= Math.max(stream.fromDay, newest - DAYS_BACK); day--) {
      const before = day === today ? Math.floor((now - day * DAY_SECONDS) / 60) : MINUTES;
      const minute = lastMinute(stream, day, before);
      if (minute !== null) return day * DAY_SECONDS + minute * 60;
    }
    return 0;
  }

  return {
    of(keyId) {
      const now = nowSeconds();
      let last = events.lastUse(keyId, now);
      for (const stream of streamsOf(keyId)) last = Math.max(last, lastOfStream(stream, now));
      return last === 0 ? null : last;
    },
  };
}

/** Requests are counted by every capability that has keys; where they are not, any measure tells as much. */
function countedPlaceOfRequests({ base }: CountedMeasures): number {
  return Math.max(
    0,
    base.findIndex((name) => name.startsWith('num_')),
  );
}
