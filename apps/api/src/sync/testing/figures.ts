/** What Bursar answers of a stretch of time, and what OpenAI says of the same. */
import { CAPABILITIES, type Width } from '@bursar/contract';
import { FULL_SCOPE } from '../../http/scope.js';
import { ReportStore } from '../../metering/report.store.js';
import type { Report, ReportBucket, ReportQuestion } from '../../metering/report-shape.js';
import { askOpenai } from '../../metering/testing/usage-oracle.js';
import type { Engine, SyncStand } from './sync-stand.js';

const { completions } = CAPABILITIES;
const MEASURE = completions.headline;

type Stretch = readonly [start: string, end: string];

/** Costs, or what `question` names, without any grouping unless it asks for one. */
export function answered(
  engine: Engine,
  [start, end]: Stretch,
  { bucket, ...question }: Partial<ReportQuestion> & { bucket: ReportBucket },
): Promise<Report> {
  return engine.module.get(ReportStore).report(
    {
      capability: 'costs',
      range: { start: Date.parse(start), end: Date.parse(end) },
      bucket,
      groupBy: [],
      filters: new Map(),
      without: [],
      limit: 100,
      ...question,
    },
    FULL_SCOPE,
  );
}

/** Tokens as Bursar answers them. */
export const usedTokens = (engine: Engine, stretch: Stretch, bucket: ReportBucket): Promise<Report> =>
  answered(engine, stretch, { capability: 'completions', bucket });

/** The same tokens by OpenAI's own answer of this width. */
export async function trueTokens(stand: SyncStand, [start, end]: Stretch, width: Width): Promise<string> {
  const { total } = await askOpenai(stand.simulator, {
    capability: completions,
    measure: MEASURE,
    width,
    start: Date.parse(start),
    end: Date.parse(end),
    groupBy: [],
    filters: new Map(),
    bucketOf: (at) => at,
  });
  return total;
}

/** What was billed in a stretch by OpenAI's books. */
export function trueCosts(stand: SyncStand, [start, end]: Stretch): string {
  const [row, ...others] = stand.simulator.billed({ start: new Date(start), end: new Date(end), bucket: 'total' });
  if (others.length > 0) throw new Error('Several currencies were billed; ask for one.');
  return row?.amount ?? '0';
}
