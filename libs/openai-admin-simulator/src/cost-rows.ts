/** Makes the rows of cost pages: groups and filters are worked out once for a request, a day then costs one pass. */
import type { Capability } from '@bursar/contract';
import type { Bucket } from './buckets.js';
import type { CostRow } from './cost-changes.js';
import type { CostLedger, CostSeries } from './cost-ledger.js';
import { DAY_SECONDS } from './days.js';
import { plainDecimal, wireDecimal } from './decimal.js';
import type { MeteringQuery } from './metering-query.js';
import { hash } from './random.js';

type Values = Readonly<Record<string, string | null>>;

/** The text around the numbers of one group's rows. */
interface Group {
  head: string;
  /** After the amount, up to the quantity. */
  middle: string;
  /** After the quantity. */
  tail: string;
  /** Whether rows say how much was bought. */
  counts: boolean;
}

interface GroupedSeries {
  groups: Group[];
  /** Place of each series' group, -1 where a filter leaves it out. */
  groupOf: Int32Array;
}

function passes(values: Values, filters: MeteringQuery['filters']): boolean {
  for (const [name, allowed] of filters) {
    const value = values[name] ?? null;
    if (value === null || !allowed.has(value)) return false;
  }
  return true;
}

function groupText(
  { dimensions, result }: Capability,
  key: Values,
  { currency, unit }: { currency: string; unit: string | null },
): Group {
  const named = dimensions.map((name) => `${JSON.stringify(name)}:${JSON.stringify(key[name] ?? null)}`).join(',');
  return {
    head: `{"object":${JSON.stringify(result)},"amount":{"value":"`,
    middle: `","currency":${JSON.stringify(currency)}},${named},"quantity":`,
    tail: `,"quantity_unit":${JSON.stringify(unit)}}`,
    counts: unit !== null,
  };
}

function keyOf(values: Values, groupBy: readonly string[]): Values {
  return Object.fromEntries(groupBy.map((name) => [name, values[name] ?? null]));
}

/** Groupings that were asked for lately: the pages of one reading share theirs. */
const grouped = new WeakMap<readonly CostSeries[], Map<string, GroupedSeries>>();
const KEPT = 8;

function groupingOf(query: MeteringQuery, series: readonly CostSeries[]): GroupedSeries {
  const known = grouped.get(series) ?? new Map<string, GroupedSeries>();
  grouped.set(series, known);
  const filters = [...query.filters].map(([name, values]) => [name, ...values]);
  const name = JSON.stringify([query.capability.path, query.groupBy, filters]);
  const made = known.get(name) ?? groupSeries(query, series);
  known.delete(name);
  known.set(name, made);
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  return made;
}

function groupSeries(query: MeteringQuery, series: readonly CostSeries[]): GroupedSeries {
  const groups: Group[] = [];
  const places = new Map<string, number>();
  const groupOf = Int32Array.from(series, ({ values, unit }) => {
    if (!passes(values, query.filters)) return -1;
    const key = keyOf(values, query.groupBy);
    const name = JSON.stringify(key);
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, groups.length);
    const shown = query.groupBy.includes('line_item') ? unit : null;
    return groups.push(groupText(query.capability, key, { currency: 'usd', unit: shown })) - 1;
  });
  return { groups, groupOf };
}

/** OpenAI's zero is at times the decimal with the smallest exponent there is. */
function amountText(units: bigint, address: number): string {
  if (units !== 0n) return wireDecimal(units);
  return hash(7, address) % 2 === 0 ? '0E-6176' : '0';
}

/** Rows of any number of buckets, one text each. */
export function costRows(
  query: MeteringQuery,
  ledger: CostLedger,
  now: Date,
): (bucket: Bucket) => Generator<string, void, void> {
  const { groups, groupOf } = groupingOf(query, ledger.series);
  const costs = ledger.emptyDay();
  const units = new Array<bigint>(groups.length);
  const quantities = new Float64Array(groups.length);
  const seen = new Uint8Array(groups.length);

  function sumUp(): void {
    seen.fill(0);
    for (let place = 0; place < groupOf.length; place++) {
      const group = groupOf[place]!;
      const quantity = costs.quantities[place]!;
      if (group < 0 || Number.isNaN(quantity)) continue;
      units[group] = seen[group] === 0 ? costs.units[place]! : units[group]! + costs.units[place]!;
      quantities[group] = (seen[group] === 0 ? 0 : quantities[group]!) + quantity;
      seen[group] = 1;
    }
  }

  return function* rows({ start }) {
    const day = Math.floor(start / DAY_SECONDS);
    if (ledger.isChanged(day)) {
      yield* changedRows(query, ledger.rows(day, now));
      return;
    }
    if (!ledger.fill(day, now, costs)) return;
    sumUp();
    for (let group = 0; group < groups.length; group++) {
      if (seen[group] === 0) continue;
      const { head, middle, tail, counts } = groups[group]!;
      const amount = amountText(units[group]!, day + group);
      yield head + amount + middle + (counts ? quantities[group]! : 'null') + tail;
    }
  };
}

/** Rows of a day that was changed after the fact: grouped as they come, since anything may be among them. */
function* changedRows(query: MeteringQuery, rows: readonly CostRow[]): Generator<string, void, void> {
  const groups = new Map<string, CostRow & { text: Group }>();
  const byItem = query.groupBy.includes('line_item');
  for (const row of rows) {
    if (!passes(row.values, query.filters)) continue;
    const key = keyOf(row.values, query.groupBy);
    const name = JSON.stringify([row.currency, key]);
    const known = groups.get(name);
    const unit = byItem ? row.unit : null;
    if (!known) {
      groups.set(name, { ...row, text: groupText(query.capability, key, { currency: row.currency, unit }) });
      continue;
    }
    known.units += row.units;
    known.quantity = known.quantity === null || row.quantity === null ? null : known.quantity + row.quantity;
  }
  let address = 0;
  for (const { units, quantity, text } of groups.values()) {
    const { head, middle, tail, counts } = text;
    const number = counts && quantity !== null ? plainDecimal(quantity) : 'null';
    yield head + amountText(units, address++) + middle + number + tail;
  }
}
