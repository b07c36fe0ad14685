import { BucketTable } from '../explorer/bucket-table.js';
import { moneyFormat } from '../explorer/value-format.js';
import { useBucketWords } from './bucket-words.js';
import type { CostFigures } from './cost-figures.js';
import type { CostReport } from './cost-report.js';

/** One row for each bucket, the newest first: the twin of a chart that has no page of its own. */
export function CostBucketTable({ figures, report }: { figures: CostFigures; report: CostReport }) {
  const words = useBucketWords(figures);
  return <BucketTable report={report} format={moneyFormat(report.currency)} words={words} sort={null} />;
}
