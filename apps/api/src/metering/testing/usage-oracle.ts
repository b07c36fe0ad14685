/** What OpenAI says of usage, asked by HTTP and added up here: shares nothing with the engine but the contract. */
import { type Capability, WIDTHS, type Width } from '@bursar/contract';
import type { Simulator } from '@bursar/openai-admin-simulator';

export interface OracleQuestion {
  capability: Capability;
  measure: string;
  width: Width;
  /** Milliseconds since 1970, on borders of the width. */
  start: number;
  end: number;
  groupBy: readonly string[];
  filters: ReadonlyMap<string, readonly string[]>;
  /** The bucket that a row's start belongs to. */
  bucketOf: (start: number) => number;
}

export interface OracleAnswer {
  total: string;
  /** Key as JSON → bucket start → value. */
  groups: Map<string, Map<number, bigint>>;
}

interface Row {
  start: number;
  value: bigint;
  dimensions: Record<string, string | null>;
}

/** Whole numbers only: usage of the simulator has no fractions. */
export async function askOpenai(simulator: Simulator, question: OracleQuestion): Promise<OracleAnswer> {
  const { capability, measure, groupBy, filters, bucketOf } = question;
  const asked = [...new Set([...groupBy, ...filters.keys()])];
  const rows = (await readRows(simulator, question, asked)).filter(({ dimensions }) =>
    [...filters].every(([name, values]) => values.includes(dimensions[name] ?? '')),
  );
  const isLevel = capability.measures[measure]?.combine === 'level';
  const groups = new Map<string, Map<number, bigint>>();
  let total = 0n;
  const last = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify(groupBy.map((name) => row.dimensions[name] ?? null));
    const series = JSON.stringify(row.dimensions);
    const buckets = groups.get(key) ?? new Map<number, bigint>();
    groups.set(key, buckets);
    const bucket = bucketOf(row.start);
    const before = isLevel ? last.get(`${series} ${bucket}`) : undefined;
    // A level of a later time takes the place of the one before.
    buckets.set(bucket, (buckets.get(bucket) ?? 0n) + row.value - (before?.value ?? 0n));
    if (isLevel) last.set(`${series} ${bucket}`, row);
    total += row.value - (isLevel ? (last.get(series)?.value ?? 0n) : 0n);
    if (isLevel) last.set(series, row);
  }
  return { total: String(total), groups };
}

async function readRows(
  simulator: Simulator,
  { capability, measure, width, start, end }: OracleQuestion,
  groupBy: readonly string[],
): Promise<Row[]> {
  const rows: Row[] = [];
  const limit = WIDTHS[width].maxPageLimit;
  const query = new URLSearchParams({
    start_time: String(start / 1000),
    end_time: String(end / 1000),
    bucket_width: width,
    limit: String(limit),
  });
  for (const name of capability.measures[measure]?.combine === 'level' ? capability.dimensions : groupBy) {
    query.append('group_by', name);
  }
  for (let token: string | null = ''; token !== null;) {
    const response = await fetch(
      `${simulator.url}${capability.path}?${query}${token && `&page=${encodeURIComponent(token)}`}`,
      {
        headers: { authorization: `Bearer ${simulator.adminKey}` },
      },
    );
    // The simulator's own page, whose shape its specs hold.
    const page = (await response.json()) as {
      data: { start_time: number; results: Record<string, string | number | boolean | null>[] }[];
      next_page: string | null;
    };
    for (const bucket of page.data) {
      for (const result of bucket.results) {
        const names = capability.dimensions.map((name) => [name, textOf(result[name])] as const);
        rows.push({
          start: bucket.start_time * 1000,
          value: BigInt(Number(result[measure] ?? 0)),
          dimensions: Object.fromEntries(names),
        });
      }
    }
    token = page.next_page;
  }
  return rows;
}

const textOf = (value: string | number | boolean | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value);
