/** Answers of `GET /api/v1/costs` added up from a ledger, in the shape and with the rules of the contract. */
import type { BucketState, CostDimension, CostGroup, CostsAnswer, CostsQuery } from '@bursar/contract';
import {
  addDays,
  addMonths,
  dayOf,
  earlier,
  later,
  midnight,
  startOfMonth,
  type Day,
  type DayRange,
} from '../lib/days.js';
import { exact } from '../lib/decimal.js';
import {
  HISTORY_START,
  KEYS_KNOWN_FROM,
  NOW,
  ORGANIZATION,
  TODAY,
  total,
  type Organization,
  type Row,
} from './ledger.js';

export interface CostWorld extends Organization {
  /** Days that were never read completely. */
  missing: readonly DayRange[];
  /** Whose days those are; absent: the only organization's. */
  missingOf?: string;
  syncedAt: string | null;
}

const DIMENSIONS: readonly CostDimension[] = ['project_id', 'line_item', 'api_key_id', 'model', 'token_type'];

export function answerCosts(world: CostWorld, query: CostsQuery): CostsAnswer {
  const start = dayOf(query.start);
  const end = earlier(dayOf(query.end), addDays(TODAY, 1));
  const range = { start, end };
  const rows = world.rows.filter(
    (row) =>
      row.day >= start && row.day < end && isStored(world, row.day) && matches(row, query) && isOf(world, row, query),
  );
  const groupBy = query.group_by ?? [];
  const buckets = bucketsOf(world, range, query.bucket);
  const groups = groupsOf(world, rows, query).sort(byTotal);
  const shown = groups.slice(0, query.limit);
  const left = new Set(groups.slice(query.limit).flatMap((group) => group.rows));
  const gaps = [...world.missing, { start: '2000-01-01', end: HISTORY_START }]
    .map((gap) => ({ start: later(gap.start, start), end: earlier(gap.end, end) }))
    .filter((gap) => gap.start < gap.end);
  const states = bucketsOf(world, range, 'day');
  const firstUnbilled = states.find(({ state }) => state === 'missing' || state === 'pending');
  const billedThrough = firstUnbilled?.from ?? midnight(end);
  return {
    range: { start: midnight(start), end: midnight(end) },
    bucket: query.bucket,
    group_by: groupBy,
    currency: 'usd',
    total: total(rows),
    other_currencies: [],
    buckets,
    points: pointsOf(rows, query.bucket, start),
    groups: shown.map(({ key, label, attribution, rows: own }) => ({
      key,
      label,
      attribution,
      total: total(own),
      points: pointsOf(own, query.bucket, start),
    })),
    other:
      left.size === 0
        ? null
        : {
            groups: groups.length - shown.length,
            total: total([...left]),
            points: pointsOf([...left], query.bucket, start),
          },
    completeness: {
      state: gaps.length > 0 ? 'incomplete' : states.some(({ state }) => state !== 'final') ? 'provisional' : 'final',
      billed_through: billedThrough === midnight(start) ? null : billedThrough,
      provisional_from: states.find(({ state }) => state === 'provisional')?.from ?? null,
      synced_at: world.syncedAt,
      gaps: gaps.map((gap) => ({
        organization_id: gap.end === HISTORY_START ? ORGANIZATION : (world.missingOf ?? ORGANIZATION),
        start: midnight(gap.start),
        end: midnight(gap.end),
        reason: gap.end === HISTORY_START ? 'before_history' : gap.start === start ? 'not_collected_yet' : 'failed',
      })),
    },
  };
}

const isStored = ({ missing }: CostWorld, day: Day): boolean =>
  day >= HISTORY_START && !missing.some((gap) => day >= gap.start && day < gap.end);

function matches(row: Row, query: CostsQuery): boolean {
  return DIMENSIONS.every((dimension) => {
    const wanted = query[dimension];
    const value = row[dimension];
    if (query.without?.includes(dimension) === true && value !== null) return false;
    return wanted === undefined || (value !== null && wanted.includes(value));
  });
}

/** What names no project is the first organization's. */
const organizationOf = ({ projects }: CostWorld, { project_id: id }: Row): string =>
  projects.find((project) => project.id === id)?.organization_id ?? ORGANIZATION;

const isOf = (world: CostWorld, row: Row, { organization }: CostsQuery): boolean =>
  organization === undefined || organization.includes(organizationOf(world, row));

type Grouped = Pick<CostGroup, 'key' | 'label' | 'attribution'> & { rows: Row[] };

function groupsOf(world: CostWorld, rows: readonly Row[], query: CostsQuery): Grouped[] {
  const groupBy = query.group_by ?? [];
  const groups = new Map<string, Grouped>();
  if (groupBy.length === 0) groups.set('', { key: {}, label: null, attribution: 'named', rows: [] });
  for (const row of rows) {
    const key = Object.fromEntries(
      groupBy.map((name) => [
        name,
        name === 'organization_id' ? organizationOf(world, row) : name === 'user_id' ? null : row[name],
      ]),
    );
    const unread = groupBy.includes('api_key_id') && row.day < KEYS_KNOWN_FROM && row.project_id !== null;
    const isNamed = Object.values(key).every((value) => value !== null);
    const attribution = unread ? 'not_collected' : isNamed ? 'named' : 'none';
    const id = groupBy.length === 0 ? '' : `${attribution} ${JSON.stringify(key)}`;
    const group = groups.get(id) ?? { key, label: labelOf(world, key), attribution, rows: [] };
    group.rows.push(row);
    groups.set(id, group);
  }
  return [...groups.values()];
}

function labelOf({ projects }: CostWorld, key: CostGroup['key']): string | null {
  const values = Object.entries(key).map(([dimension, value]) => {
    if (dimension === 'organization_id') return value === ORGANIZATION ? 'Acme Robotics' : 'Beta Labs';
    if (dimension === 'project_id') return projects.find(({ id }) => id === value)?.name ?? null;
    return dimension === 'api_key_id' && value !== null ? keyName(projects, value) : value;
  });
  const named = values.filter((value) => value !== null);
  return named.length === 0 ? null : named.join(' \u00B7 ');
}

export function keyName(projects: CostWorld['projects'], id: string): string {
  const project = projects.find((each) => id.startsWith(`key_${each.id}_`));
  return `${(project?.name ?? 'unknown').toLowerCase().replaceAll(' ', '-')}-${id.endsWith('0') ? 'prod' : 'batch'}`;
}

function byTotal(a: Grouped, b: Grouped): number {
  const [first, second] = [sumOf(a.rows), sumOf(b.rows)];
  return first === second ? (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1) : first > second ? -1 : 1;
}

const sumOf = (rows: readonly Row[]): bigint => rows.reduce((sum, row) => sum + row.amount, 0n);

function bucketStart(day: Day, bucket: CostsQuery['bucket'], rangeStart: Day): Day {
  switch (bucket) {
    case 'day':
      return day;
    case 'week':
      return addDays(day, -((new Date(midnight(day)).getUTCDay() + 6) % 7));
    case 'month':
      return startOfMonth(day);
    case 'quarter':
      return addMonths(day, -((Number(day.slice(5, 7)) - 1) % 3));
    case 'total':
      return rangeStart;
  }
}

function pointsOf(rows: readonly Row[], bucket: CostsQuery['bucket'], rangeStart: Day): CostGroup['points'] {
  const sums = new Map<Day, bigint>();
  for (const row of rows) {
    const start = bucketStart(row.day, bucket, rangeStart);
    sums.set(start, (sums.get(start) ?? 0n) + row.amount);
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([start, sum]) => ({ start: midnight(start), amount: exact(sum) }));
}

const WORST: readonly BucketState[] = ['missing', 'pending', 'provisional', 'final'];

function stateOf(world: CostWorld, day: Day): BucketState {
  if (!isStored(world, day)) return 'missing';
  if (day >= TODAY) return 'pending';
  return day >= addDays(dayOf(NOW), -2) ? 'provisional' : 'final';
}

function bucketsOf(world: CostWorld, { start, end }: DayRange, bucket: CostsQuery['bucket']): CostsAnswer['buckets'] {
  const buckets = new Map<Day, CostsAnswer['buckets'][number]>();
  for (let day = start; day < end; day = addDays(day, 1)) {
    const nominal = bucketStart(day, bucket, start);
    const state = stateOf(world, day);
    const known = buckets.get(nominal);
    const worst = known === undefined || WORST.indexOf(state) < WORST.indexOf(known.state) ? state : known.state;
    const to = midnight(addDays(day, 1));
    buckets.set(nominal, { start: midnight(nominal), from: known?.from ?? midnight(day), to, state: worst });
  }
  return [...buckets.values()];
}
