import { useTranslation } from 'react-i18next';
import type { BucketWords } from '../explorer/bucket-table.js';
import type { Report } from '../explorer/report.js';
import { TableCard } from '../explorer/table-card.js';
import type { ValueFormat } from '../explorer/value-format.js';
import { drillInto } from './drill-down.js';
import { rowLabels, spanText, zoneOf } from './time-labels.js';
import { useUnknownWords } from './unknown-words.js';
import type { UsageFigures } from './usage-figures.js';
import { isNarrow } from './usage-range.js';
import type { ChangeUsageView } from './use-usage-view.js';

interface UsageTableCardProps {
  figures: UsageFigures;
  report: Report;
  format: ValueFormat;
  change: ChangeUsageView;
}

/** What was used, in numbers. */
export function UsageTableCard({ figures, report, format, change }: UsageTableCardProps) {
  const { t } = useTranslation();
  const { view, bucket, capability, counted, comparison } = figures;
  return (
    <TableCard
      broad
      figures={figures}
      report={report}
      format={format}
      words={{
        buckets: useBucketWords(figures, report, format),
        copiedColumn: t(`explorer.column.${bucket}`),
        range: spanText(figures, counted.range),
        previousRange: report.previousTotal === null ? null : spanText(figures, comparison.range),
        foot: t('usage.explorer.exact'),
      }}
      onChange={change}
      onOpen={(group) => change(drillInto(view, group, capability))}
    />
  );
}

function useBucketWords(figures: UsageFigures, report: Report, format: ValueFormat): BucketWords {
  const { t } = useTranslation();
  const { bucket, counted } = figures;
  const isLocal = isNarrow(bucket) && zoneOf(figures) !== 'UTC';
  return {
    caption: t(`explorer.table.by.${bucket}`),
    column: isLocal ? t(`usage.clock.column.${bucket}`) : t(`explorer.column.${bucket}`),
    labelOf: rowLabels(figures, report, t),
    unknown: useUnknownWords(figures, format),
    foot: counted.range === null ? t('words.total') : spanText(figures, counted.range),
  };
}
