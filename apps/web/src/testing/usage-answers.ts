/** Answers of `GET /api/v1/usage…` from a few rules, in the shape of the contract. */
import type { BucketState, UsageAnswer, UsageOverview, UsageSummary } from '@bursar/contract';
import { CAPABILITIES, usageCapabilities, type Capability } from '@bursar/contract/capabilities';
import { addDays, dayOf, daysOf, midnight, startOfMonth } from '../lib/days.js';
import { NOW, ORGANIZATION, TODAY } from './ledger.js';
import type { Scene } from './stand-in-server.js';

const TABLE = usageCapabilities(CAPABILITIES);
/** Places in the table, because no file but the table names a capability. */
const USED = new Set([0, 2, 4, 7]);

const HOUR_MS = 3_600_000;
const instant = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

export interface UsageScene {
  scene: Scene;
  projects: readonly { id: string; name: string | null; organization_id: string | null }[];
}

/** Nothing was ever collected. */
const isUnread = ({ scene }: Pick<UsageScene, 'scene'>): boolean => scene === 'connecting' || scene === 'unconnected';

function stateOf({ scene }: UsageScene, place: number): UsageSummary['state'] {
  if (isUnread({ scene })) return 'waiting';
  if (scene === 'gaps' && place === 1) return 'missing_scope';
  if (scene === 'gaps' && place === 3) return 'disabled';
  return USED.has(place) ? 'collected' : 'no_traffic';
}

export function answerUsageOverview(world: UsageScene, query: URLSearchParams): UsageOverview {
  const range = { start: query.get('start') ?? '', end: query.get('end') ?? '' };
  const length = Date.parse(range.end) - Date.parse(range.start);
  const previous = { start: instant(Date.parse(range.start) - length), end: range.start };
  const capabilities = TABLE.map(([name, capability], place): UsageSummary => {
    const state = stateOf(world, place);
    const isUsed = state === 'collected' && world.scene !== 'empty';
    const days = isUsed ? daysOf({ start: dayOf(range.start), end: dayOf(range.end) }) : [];
    const points = days.map((day, index) => ({ start: midnight(day), value: String(1000 * (place + 1) + index) }));
    const total = points.reduce((sum, { value }) => sum + BigInt(value), 0n);
    const { unit, combine } = measure(capability);
    const completeness = isUnread(world) ? 'incomplete' : 'final';
    return {
      capability: name,
      label: capability.label,
      measure: capability.headline,
      unit,
      combine,
      total: String(total),
      previous_total: isUsed ? String((total * 4n) / 5n) : '0',
      points,
      shares: Object.keys(capability.shares ?? {}).map((share) => ({
        name: share,
        numerator: isUsed ? '412' : '0',
        denominator: isUsed ? '1000' : '0',
        previous: { numerator: '400', denominator: '1000' },
      })),
      state,
      missing_scope: state === 'missing_scope' ? 'api.usage.read' : null,
      last_activity: USED.has(place) && world.scene !== 'connecting' ? midnight('2026-10-18') : null,
      completeness: { range: completeness, previous: completeness },
    };
  });
  return { range, previous, synced_at: isUnread(world) ? null : '2026-11-21T14:08:00Z', capabilities };
}

const measure = ({ measures, headline }: Capability, name = headline) => {
  const found = measures[name];
  if (found === undefined) throw new RangeError(`No measure ${name}.`);
  return found;
};

type Width = UsageAnswer['bucket'];

function startOf(ms: number, bucket: Width, rangeStart: number): number {
  if (bucket === 'minute') return Math.floor(ms / 60_000) * 60_000;
  if (bucket === 'hour') return Math.floor(ms / HOUR_MS) * HOUR_MS;
  if (bucket === 'total') return rangeStart;
  const day = dayOf(instant(ms));
  if (bucket === 'month') return Date.parse(midnight(startOfMonth(day)));
  const back = bucket === 'week' ? (new Date(ms).getUTCDay() + 6) % 7 : 0;
  return Date.parse(midnight(addDays(day, -back)));
}

/** Each project uses 100 an hour and its number; every second one only in odd hours. */
export function answerUsage(world: UsageScene, name: string, query: URLSearchParams): UsageAnswer | null {
  const capability = TABLE.find(([each]) => each === name)?.[1];
  if (capability === undefined) return null;
  const bucket = (query.get('bucket') ?? 'day') as Width; // The page asks what the contract allows.
  const asked = query.get('measure') ?? capability.headline;
  const [start, end] = [Date.parse(query.get('start') ?? ''), Date.parse(query.get('end') ?? '')];
  const step = bucket === 'minute' ? 60_000 : HOUR_MS;
  const groupBy = query.getAll('group_by');
  const wanted = query.getAll('project_id');
  const wantedOf = query.getAll('organization');
  const empty = world.scene === 'empty' || isUnread(world);
  const isWanted = (all: readonly string[], value: string | null): boolean =>
    all.length === 0 || (value !== null && all.includes(value));
  const projects = world.projects.filter(
    ({ id, organization_id: of }) => !empty && isWanted(wanted, id) && isWanted(wantedOf, of),
  );
  const buckets = new Map<number, UsageAnswer['buckets'][number]>();
  const sums = new Map<string, Map<number, bigint>>();
  for (let ms = start; ms < end && ms < Date.parse(NOW); ms += step) {
    const place = startOf(ms, bucket, start);
    const known = buckets.get(place);
    const to = Math.min(end, ms + step);
    buckets.set(place, {
      start: instant(place),
      from: known?.from ?? instant(ms),
      to: instant(to),
      state: stateAt(world, ms, bucket),
    });
    projects.forEach(({ id }, index) => {
      const key = groupBy.includes('project_id') ? id : '';
      const own = sums.get(key) ?? new Map<number, bigint>();
      own.set(place, (own.get(place) ?? 0n) + BigInt(100 + index));
      sums.set(key, own);
    });
  }
  const group = ([id, own]: readonly [string, Map<number, bigint>]) => ({
    key:
      groupBy.length === 0 ? {} : Object.fromEntries(groupBy.map((each) => [each, each === 'project_id' ? id : null])),
    label: world.projects.find((project) => project.id === id)?.name ?? null,
    attribution: groupBy.every((each) => each === 'project_id') ? ('named' as const) : ('none' as const),
    ...sumOf([own]),
  });
  const ranked = [...sums].sort(([, a], [, b]) => (total(a) > total(b) ? -1 : 1));
  const limit = Number(query.get('limit') ?? '100');
  const left = ranked.slice(limit).map(([, own]) => own);
  const { unit, combine } = measure(capability, asked);
  return {
    range: { start: instant(start), end: instant(end) },
    capability: name,
    bucket,
    measure: asked,
    unit,
    combine,
    group_by: groupBy,
    ...sumOf([...sums.values()]),
    buckets: [...buckets.values()],
    groups: ranked.slice(0, limit).map(group),
    other: left.length === 0 ? null : { groups: left.length, ...sumOf(left) },
    completeness: {
      state: isUnread(world) ? 'incomplete' : 'provisional',
      billed_through: null,
      provisional_from: null,
      synced_at: isUnread(world) ? null : '2026-11-21T14:08:00Z',
      gaps: isUnread(world)
        ? [{ organization_id: ORGANIZATION, start: instant(start), end: instant(end), reason: 'not_collected_yet' }]
        : [],
    },
  };
}

function stateAt({ scene }: UsageScene, ms: number, bucket: Width): BucketState {
  if (isUnread({ scene })) return 'missing';
  const isDays = bucket !== 'minute' && bucket !== 'hour';
  const running = isDays ? Date.parse(midnight(TODAY)) : Math.floor(Date.parse(NOW) / HOUR_MS) * HOUR_MS;
  if (ms >= running) return 'pending';
  return ms >= Date.parse(midnight(addDays(TODAY, -2))) ? 'provisional' : 'final';
}

const total = (own: ReadonlyMap<number, bigint>): bigint => [...own.values()].reduce((sum, each) => sum + each, 0n);

function sumOf(parts: readonly ReadonlyMap<number, bigint>[]): Pick<UsageAnswer, 'total' | 'points'> {
  const sums = new Map<number, bigint>();
  for (const part of parts) for (const [at, value] of part) sums.set(at, (sums.get(at) ?? 0n) + value);
  const points = [...sums]
    .sort(([a], [b]) => a - b)
    .map(([at, value]) => ({ start: instant(at), value: String(value) }));
  return { total: String(total(sums)), points };
}
