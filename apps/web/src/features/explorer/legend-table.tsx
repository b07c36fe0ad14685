import { useTranslation } from 'react-i18next';
import { DataTable } from '../../components/data-table.js';
import { Delta } from '../../components/delta.js';
import { EntityChip } from '../../components/entity-chip.js';
import { byTotal, type Report, type ReportSeries } from './report.js';
import { ValueCell } from './value-cell.js';
import type { ValueFormat } from './value-format.js';
import './explorer.css';

interface LegendTableProps {
  report: Report;
  format: ValueFormat;
  /** What is grouped by. */
  head: string;
  /** Range of the totals, in words. */
  range: string;
  compares: boolean;
  onFocus: (series: string | null) => void;
  onOpen: (series: ReportSeries) => void;
}

/** The legend as a table: whoever points at a row sees its series; a click opens it. */
export function LegendTable({ report, format, head, range, compares, onFocus, onOpen }: LegendTableProps) {
  const { t } = useTranslation();
  return (
    <div className="legend">
      <DataTable
        dense
        caption={t('explorer.legend.caption')}
        columns={3}
        rows={byTotal(report.series)}
        head={
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" className="number">
              {t('explorer.column.inRange', { range, unit: format.unit })}
            </th>
            {compares && (
              <th scope="col" className="number">
                {t('explorer.column.change')}
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
                  series.group === null
                    ? t('explorer.legend.openOther')
                    : t('explorer.legend.open', { name: series.label })
                }
                onClick={() => onOpen(series)}
                onFocus={() => onFocus(series.id)}
                onBlur={() => onFocus(null)}
              >
                <EntityChip name={series.label} color={series.color} />
              </button>
            </th>
            <Figures now={series.total} before={series.previous} format={format} compares={compares} />
          </tr>
        )}
        foot={
          <tr>
            <th scope="row">{t('words.total')}</th>
            <Figures now={report.total} before={report.previousTotal} format={format} compares={compares} />
          </tr>
        }
      />
    </div>
  );
}

interface FiguresProps {
  now: bigint;
  before: bigint | null;
  format: ValueFormat;
  compares: boolean;
}

const Figures = ({ now, before, format, compares }: FiguresProps) => (
  <>
    <td className="number">
      <ValueCell value={now} format={format} />
    </td>
    {compares && (
      <td className="number">
        <Delta now={now} before={before} />
      </td>
    )}
  </>
);
