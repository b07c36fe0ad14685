import { useTranslation } from 'react-i18next';
import { lastDay } from '../../lib/days.js';
import { range as rangeText } from '../../lib/format.js';
import { groupingHead } from '../explorer/dimension-words.js';
import { LegendTable } from '../explorer/legend-table.js';
import { moneyFormat } from '../explorer/value-format.js';
import type { CostFigures } from './cost-figures.js';
import type { CostReport } from './cost-report.js';
import { drillInto } from './drill-down.js';
import type { ChangeView } from './use-costs-view.js';

interface CostLegendProps {
  figures: CostFigures;
  report: CostReport;
  onFocus: (series: string | null) => void;
  change: ChangeView;
}

/** The legend of a chart of costs; a click opens the line. */
export function CostLegend({ figures, report, onFocus, change }: CostLegendProps) {
  const { t } = useTranslation();
  const { counted, view, comparison } = figures;
  return (
    <LegendTable
      report={report}
      format={moneyFormat(report.currency)}
      head={groupingHead(view, t)}
      range={counted.range === null ? '' : rangeText(counted.range, { year: isOld(figures) })}
      compares={report.previousTotal !== null && comparison.range !== null}
      onFocus={onFocus}
      onOpen={({ group }) => change(group === null ? { rows: 'group' } : drillInto(view, group))}
    />
  );
}

const isOld = ({ counted, today }: CostFigures): boolean =>
  counted.range !== null && lastDay(counted.range).slice(0, 4) !== today.slice(0, 4);
