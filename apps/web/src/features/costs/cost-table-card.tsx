import { useTranslation } from 'react-i18next';
import { range as rangeText } from '../../lib/format/days.js';
import { TableCard } from '../explorer/table-card.js';
import { moneyFormat } from '../explorer/value-format.js';
import { useBucketWords } from './bucket-words.js';
import type { CostFigures } from './cost-figures.js';
import type { CostReport } from './cost-report.js';
import { drillInto } from './drill-down.js';
import type { ChangeView } from './use-costs-view.js';

interface CostTableCardProps {
  figures: CostFigures;
  report: CostReport;
  change: ChangeView;
}

/** What was billed, in numbers. */
export function CostTableCard({ figures, report, change }: CostTableCardProps) {
  const { t } = useTranslation();
  const { view, bucket, counted, comparison } = figures;
  const compared = report.previousTotal === null ? null : comparison.range;
  return (
    <TableCard
      figures={figures}
      report={report}
      format={moneyFormat(report.currency)}
      words={{
        buckets: useBucketWords(figures),
        copiedColumn: t(`explorer.column.${bucket}`),
        range: counted.range === null ? '' : rangeText(counted.range),
        previousRange: compared && rangeText(compared),
        foot: t('costs.table.exact'),
      }}
      onChange={change}
      onOpen={(group) => change(drillInto(view, group))}
    />
  );
}
