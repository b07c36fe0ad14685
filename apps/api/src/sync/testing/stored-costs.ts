/** What is stored against what was billed, row by row. */
import type { BilledRow, Simulator } from '@bursar/openai-admin-simulator';
import type { SyncStand } from './sync-stand.js';

/** Before this day OpenAI tells no keys. */
const KEYS_SINCE = new Date('2025-12-06');

/** Day, project, line item, key, currency → amount and quantity, as text; one entry for each tuple. */
export type Costs = Record<string, string>;

/**
 * Every base row of costs in the database, days of which nothing was ever billed apart.
 *
 * @param openaiId of one organization; absent: of all
 */
export async function storedCosts(stand: Pick<SyncStand, 'query'>, openaiId?: string): Promise<Costs> {
  const rows = await stand.query<{ name: string; value: string }>(
    `SELECT concat_ws(' | ', to_char(p.start AT TIME ZONE 'UTC', 'YYYY-MM-DD'), coalesce(s.project_id, '-'),
              coalesce(s.line_item, '-'), coalesce(s.api_key_id, '-'), s.currency) AS name,
            concat_ws(' × ', trim_scale(sum(p.amount)), trim_scale(sum(p.quantity))) AS value
       FROM points_1d p JOIN series s ON s.organization_id = p.organization_id AND s.id = p.series_id
       JOIN readings r ON r.organization_id = p.organization_id AND r.capability = s.capability AND r.width = '1d'
                      AND r.day = p.start AND r.reading = s.reading AND r.is_base
       JOIN organizations o ON o.id = s.organization_id
      WHERE s.capability = 'costs' AND s.kind = 'base' AND ($1::text IS NULL OR o.openai_id = $1)
      GROUP BY 1`,
    openaiId ?? null,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

/** The same from the simulator's books. */
export function billedCosts(simulator: Simulator, start: Date, end: Date): Costs {
  const border = new Date(Math.min(Math.max(start.getTime(), KEYS_SINCE.getTime()), end.getTime()));
  const rows: BilledRow[] = [
    ...simulator.billed({ start, end: border, bucket: 'day', groupBy: ['project_id', 'line_item'] }),
    ...simulator.billed({ start: border, end, bucket: 'day', groupBy: ['project_id', 'line_item', 'api_key_id'] }),
  ];
  return Object.fromEntries(
    rows.map(({ start: day, key, currency, amount, quantity }) => [
      [day, key.project_id ?? '-', key.line_item ?? '-', key.api_key_id ?? '-', currency].join(' | '),
      quantity === null ? amount : `${amount} × ${quantity}`,
    ]),
  );
}

/** What differs between what is stored and what was billed, a few lines of it: empty when nothing does. */
export async function driftOf(stand: SyncStand, span = historyOf(stand.simulator)): Promise<string[]> {
  const stored = await storedCosts(stand);
  const billed = billedCosts(stand.simulator, ...span);
  const names = new Set([...Object.keys(stored), ...Object.keys(billed)]);
  return [...names]
    .filter((name) => stored[name] !== billed[name])
    .map((name) => `${name}: billed ${billed[name] ?? 'nothing'}, stored ${stored[name] ?? 'nothing'}`)
    .slice(0, 5);
}

/** The history that the stand's engines collect, up to the end of the running day. */
export function historyOf(simulator: Simulator, months = 2): [Date, Date] {
  const now = simulator.clock.now();
  return [
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)),
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1)),
  ];
}
