import { useTranslation } from 'react-i18next';
import { DataTable } from '../../components/data-table.js';
import { Delta } from '../../components/delta.js';
import { EntityChip } from '../../components/entity-chip.js';
import { MoneyCell } from '../../components/money.js';
import { lastDay } from '../../lib/days.js';
import { currencySymbol, range as rangeText } from '../../lib/format.js';
import { byTotal, type CostReport, type ReportSeries } from './cost-report.js';
import { drillInto } from './drill-down.js';
import { groupingHead } from './grouping-words.js';
import type { CostFigures } from './cost-figures.js';
import type { ChangeView } from './use-costs-view.js';

interface LegendTableProps {
  figures: CostFigures;
  report: CostReport;
  onFocus: (series: string | null) => void;
  change: ChangeView;
}

/** The legend as a table: whoever points at a row sees its series; a click opens it. */
export function LegendTable({ figures, report, onFocus, change }: LegendTableProps) {
  const { t } = useTranslation();
  const { counted, view, comparison } = figures;
  const compares = report.previousTotal !== null && comparison.range !== null;
  const open = (series: ReportSeries) =>
    change(series.group === null ? { rows: 'group' } : drillInto(view, series.group));
  return (
    <div className="legend">
      <DataTable
        dense
        caption={t('costs.legend.caption')}
        columns={3}
        rows={byTotal(report.series)}
        head={
          <tr>
            <th scope="col">{groupingHead(view, t)}</th>
            <th scope="col" className="number">
              {t('costs.column.inRange', {
                range: counted.range === null ? '' : rangeText(counted.range, { year: isOld(figures) }),
                currency: currencySymbol(report.currency),
              })}
            </th>
            {compares && (
              <th scope="col" className="number">
                {t('costs.column.change')}
              </th>
            )}
          </tr>
        }
        renderRow={(series) => (
          <tr key={series.id} onMouseEnter={() => onFocus(series.id)} onMouseLeave={() => onFocus(null)}>
            <th scope="row">
              <button
                type="button"
                className="legend-button"
                title={
                  series.group === null ? t('costs.legend.openOther') : t('costs.legend.open', { name: series.label })
                }
                onClick={() => open(series)}
                onFocus={() => onFocus(series.id)}
                onBlur={() => onFocus(null)}
              >
                <EntityChip name={series.label} color={series.color} />
              </button>
            </th>
            <td className="number">
              <MoneyCell value={series.total} />
            </td>
            {compares && (
              <td className="number">
                <Delta now={series.total} before={series.previous} />
              </td>
            )}
          </tr>
        )}
        foot={
          <tr>
            <th scope="row">{t('words.total')}</th>
            <td className="number">
              <MoneyCell value={report.total} />
            </td>
            {compares && (
              <td className="number">
                <Delta now={report.total} before={report.previousTotal} />
              </td>
            )}
          </tr>
        }
      />
    </div>
  );
}

const isOld = ({ counted, today }: CostFigures): boolean =>
  counted.range !== null && lastDay(counted.range).slice(0, 4) !== today.slice(0, 4);
