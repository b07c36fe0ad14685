/** What OpenAI's side says it billed, in the shape of our own answer, for comparison digit by digit. */
import type { CostBucket, CostsAnswer } from '@bursar/contract';
import type { BilledDimension, BilledRow, Simulator } from '@bursar/openai-admin-simulator';

const SCALE = 34;

/** Exact sum of plain decimal strings. */
export function addDecimals(amounts: readonly string[]): string {
  const total = amounts.reduce((sum, amount) => sum + scaled(amount), 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0+$/, '');
  const whole = digits.slice(0, -SCALE);
  return `${total < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function scaled(amount: string): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === '') throw new Error(`not a plain decimal: ${amount}`);
  return BigInt(`${sign}${whole}${fraction.padEnd(SCALE, '0')}`);
}

/** First day of the bucket that a day lies in; `total` has one bucket, which starts with the range. */
export function bucketOf(day: string, bucket: CostBucket, rangeStart: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const starts = {
    day: () => at,
    week: () => new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * 86_400_000),
    month: () => new Date(Date.UTC(year, month, 1)),
    quarter: () => new Date(Date.UTC(year, month - (month % 3), 1)),
    total: () => new Date(`${rangeStart}T00:00:00Z`),
  } satisfies Record<CostBucket, () => Date>;
  return starts[bucket]().toISOString().replace('.000Z', 'Z');
}

/** Group key → bucket start → amount, of what OpenAI billed. */
export type Cells = Map<string, Map<string, string>>;

export interface Question {
  start: string;
  end: string;
  bucket: CostBucket;
  groupBy: readonly BilledDimension[];
  projectIds?: readonly string[];
}

export function billedCells(simulator: Simulator, { start, end, bucket, groupBy, projectIds }: Question): Cells {
  const rows = simulator.billed({
    start: new Date(`${start}T00:00:00Z`),
    end: new Date(`${end}T00:00:00Z`),
    bucket: 'day',
    groupBy,
    ...(projectIds && { projectIds }),
  });
  const amounts = new Map<string, Map<string, string[]>>();
  for (const row of rows.filter(({ currency }) => currency === 'usd')) {
    const key = keyText(groupBy, row.key);
    const at = bucketOf(row.start, bucket, start);
    const group = amounts.get(key) ?? new Map<string, string[]>();
    group.set(at, [...(group.get(at) ?? []), row.amount]);
    amounts.set(key, group);
  }
  return mapCells(amounts, addDecimals);
}

/** The same of an answer; a cell of the answer that is zero and one that is absent say the same of a billed day. */
export function answeredCells({ groups }: CostsAnswer, groupBy: readonly string[]): Cells {
  const cells: Cells = new Map();
  for (const { key, points } of groups) {
    cells.set(keyText(groupBy, key), new Map(points.map(({ start, amount }) => [start, amount])));
  }
  return cells;
}

export function withoutZeros(cells: Cells): Record<string, Record<string, string>> {
  const kept = [...cells].map(([key, points]) => [key, [...points].filter(([, amount]) => amount !== '0')] as const);
  return Object.fromEntries(
    kept.filter(([, points]) => points.length > 0).map(([key, points]) => [key, Object.fromEntries(points)]),
  );
}

function keyText(groupBy: readonly string[], key: Readonly<Record<string, string | null | undefined>>): string {
  return JSON.stringify(groupBy.map((dimension) => key[dimension] ?? null));
}

function mapCells(cells: Map<string, Map<string, string[]>>, add: (amounts: string[]) => string): Cells {
  return new Map([...cells].map(([key, points]) => [key, new Map([...points].map(([at, list]) => [at, add(list)]))]));
}

/** Total of billed rows of one currency. */
export function billedTotal(rows: readonly BilledRow[], currency = 'usd'): string {
  return addDecimals(rows.filter((row) => row.currency === currency).map(({ amount }) => amount));
}
