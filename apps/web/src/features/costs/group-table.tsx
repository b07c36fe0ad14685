import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { DataTable, SortHead, type Sort } from '../../components/data-table.js';
import { Delta } from '../../components/delta.js';
import { EntityChip } from '../../components/entity-chip.js';
import { MoneyCell } from '../../components/money.js';
import { amount, exact, ZERO } from '../../lib/decimal.js';
import { currencySymbol, percent, range as rangeText } from '../../lib/format.js';
import type { CostReport } from './cost-report.js';
import type { SortColumn } from './costs-view.js';
import { drillInto } from './drill-down.js';
import { groupingHead } from './grouping-words.js';
import { groupRows, type GroupRow } from './group-rows.js';
import type { CostFigures } from './cost-figures.js';
import type { ChangeView } from './use-costs-view.js';

interface GroupTableProps {
  figures: CostFigures;
  report: CostReport;
  change: ChangeView;
}

/** One row for each group, all of them: share, comparison and change. */
export function GroupTable({ figures, report, change }: GroupTableProps) {
  const { t } = useTranslation();
  const { view, groups, comparison, counted } = figures;
  const sort: Sort<SortColumn> = view.sort ?? { column: 'total', descending: true };
  const head = { sort, onSort: (next: Sort<SortColumn>) => change({ sort: next }) };
  const currency = currencySymbol(report.currency);
  const compares = report.previousTotal !== null && comparison.range !== null;
  const rows = groupRows(figures, report);
  return (
    <DataTable
      wide
      caption={t('costs.table.byGroup', { dimension: t(`costs.dimensionIn.${view.groupBy ?? 'project_id'}`) })}
      columns={compares ? 6 : 3}
      rows={rows}
      head={
        <tr>
          <SortHead column="name" {...head}>
            {groupingHead(view, t)}
          </SortHead>
          <SortHead column="total" className="number" {...head}>
            {t('costs.column.inRange', { range: counted.range === null ? '' : rangeText(counted.range), currency })}
          </SortHead>
          <th scope="col" className="number wide-only">
            {t('costs.column.share')}
          </th>
          {compares && comparison.range !== null && (
            <>
              <SortHead column="previous" className="number wide-only" {...head}>
                {t('costs.column.inRange', { range: rangeText(comparison.range), currency })}
              </SortHead>
              <SortHead column="change" className="number wide-only" {...head}>
                {t('costs.column.changeIn', { currency })}
              </SortHead>
              <SortHead column="percent" className="number" {...head}>
                {t('costs.column.change')}
              </SortHead>
            </>
          )}
        </tr>
      }
      renderRow={(row) => (
        <Row key={row.id} row={row} compares={compares} onOpen={() => change(drillInto(view, row.group))} />
      )}
      foot={
        <>
          {groups?.other && (
            <tr className="lesser">
              <th scope="row">{t('costs.other', { count: groups.other.groups })}</th>
              <td className="number">
                <MoneyCell value={amount(groups.other.total)} />
              </td>
              <td colSpan={compares ? 4 : 1} />
            </tr>
          )}
          <tr>
            <th scope="row">{t('words.total')}</th>
            <td className="number">
              <MoneyCell value={report.total} />
            </td>
            <td className="number wide-only">{report.total === ZERO ? '' : percent('100.0')}</td>
            {compares && (
              <>
                <td className="number wide-only">
                  <MoneyCell value={report.previousTotal} />
                </td>
                <td className="number wide-only">
                  <MoneyCell value={report.total - (report.previousTotal ?? ZERO)} change />
                </td>
                <td className="number">
                  <Delta now={report.total} before={report.previousTotal} />
                </td>
              </>
            )}
          </tr>
        </>
      }
    />
  );
}

function Row({ row, compares, onOpen }: { row: GroupRow; compares: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="legend-button"
          title={t('costs.legend.open', { name: row.name })}
          onClick={onOpen}
        >
          <EntityChip name={row.name} color={row.color} />
        </button>
      </th>
      <td className="number">
        <MoneyCell value={row.total} />
      </td>
      <td className="number share-cell wide-only">{row.share === null ? '' : percent(row.share)}</td>
      {compares && (
        <>
          <td className="number share-cell wide-only">
            <MoneyCell value={row.previous} />
          </td>
          <td className="number wide-only">
            <MoneyCell value={row.change} change />
          </td>
          <td className="number">
            <Delta now={row.total} before={row.previous} />
          </td>
        </>
      )}
    </tr>
  );
}

/** The same table for the clipboard, with ids, because names are not unique. */
export function groupTableText(rows: readonly GroupRow[], { groups }: CostFigures, t: TFunction): string[][] {
  const currency = (groups?.currency ?? 'usd').toUpperCase();
  const head = [
    t('costs.column.name'),
    t('costs.column.id'),
    t('costs.column.totalIn', { currency }),
    t('costs.column.previousIn', { currency }),
    t('costs.column.changeIn', { currency }),
  ];
  const text = (value: bigint | null): string => (value === null ? '' : exact(value));
  const body = rows.map(({ name, group, total, previous, change }) => [
    name,
    Object.values(group.key).join(' '),
    exact(total),
    text(previous),
    text(change),
  ]);
  const other = groups?.other
    ? [[t('costs.other', { count: groups.other.groups }), '', groups.other.total, '', '']]
    : [];
  return [head, ...body, ...other, [t('words.total'), '', groups?.total ?? '', '', '']];
}
