import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { DataTable, SortHead, type Sort } from '../../components/data-table.js';
import { EntityChip } from '../../components/entity-chip.js';
import { MoneyCell } from '../../components/money.js';
import { exact, ZERO } from '../../lib/decimal.js';
import { bucketLabel, range as rangeText } from '../../lib/format.js';
import type { CostReport, ReportBucket, ReportSeries } from './cost-report.js';
import type { ViewBucket } from './costs-view.js';
import type { CostFigures } from './cost-figures.js';
import type { ChangeView } from './use-costs-view.js';

interface BucketTableProps {
  figures: CostFigures;
  report: CostReport;
  /** Without it the newest stays first. */
  change?: ChangeView;
}

interface Row {
  bucket: ReportBucket;
  place: number;
}

/** One row for each day, week, month or quarter, one column for each series: the chart in numbers. */
export function BucketTable({ figures, report, change }: BucketTableProps) {
  const { t } = useTranslation();
  const { bucket: width, view } = figures;
  const sort: Sort<'start'> = {
    column: 'start',
    descending: view.sort?.column === 'start' ? view.sort.descending : true,
  };
  const rows = report.buckets.map((bucket, place): Row => ({ bucket, place }));
  if (sort.descending) rows.reverse();
  const series = report.series.length > 1 ? report.series : [];
  const columns = series.length + 3;
  return (
    <DataTable
      wide
      caption={t(`costs.table.by.${width}`)}
      columns={columns}
      rows={rows}
      head={
        <tr>
          {change === undefined ? (
            <th scope="col">{t(`costs.column.${width}`)}</th>
          ) : (
            <SortHead column="start" sort={sort} onSort={(next) => change({ sort: next })}>
              {t(`costs.column.${width}`)}
            </SortHead>
          )}
          {series.map(({ id, label, color }) => (
            <th key={id} scope="col" className="number wide-only">
              <span className="column-head" title={label}>
                <i className="swatch" style={{ background: color }} aria-hidden="true" />
                <bdi>{label}</bdi>
              </span>
            </th>
          ))}
          {series.length > 0 && (
            <th scope="col" className="narrow-only">
              {t('costs.column.largest')}
            </th>
          )}
          <th scope="col" className="number">
            {t('words.total')}
          </th>
        </tr>
      }
      renderRow={(row) => (
        <BucketRow key={row.bucket.start} row={row} series={series} width={width} columns={columns} />
      )}
      foot={
        <tr>
          <th scope="row" className="nowrap">
            {figures.counted.range === null ? t('words.total') : rangeText(figures.counted.range)}
          </th>
          {series.map(({ id, total }) => (
            <td key={id} className="number wide-only">
              <MoneyCell value={total} />
            </td>
          ))}
          {series.length > 0 && <td className="narrow-only" />}
          <td className="number">
            <MoneyCell value={report.total} />
          </td>
        </tr>
      }
    />
  );
}

interface BucketRowProps {
  row: Row;
  series: readonly ReportSeries[];
  width: ViewBucket;
  columns: number;
}

function BucketRow({ row: { bucket, place }, series, width, columns }: BucketRowProps) {
  const { t } = useTranslation();
  const name = bucketLabel(bucket, width);
  if (bucket.total === null) {
    return (
      <tr>
        <th scope="row" className="nowrap">
          {name}
        </th>
        <td colSpan={columns - 1} className="pending-words">
          {t(bucket.state === 'pending' ? 'words.pendingWhy' : 'words.missingWhy')}
        </td>
      </tr>
    );
  }
  const largest = largestOf(series, place);
  return (
    <tr className={bucket.state === 'provisional' ? 'provisional' : undefined}>
      <th scope="row" className="nowrap">
        {name} <StateWord state={bucket.state} />
      </th>
      {series.map((each) => (
        <td key={each.id} className="number wide-only">
          <MoneyCell value={each.amounts[place] ?? null} />
        </td>
      ))}
      {series.length > 0 && (
        <td className="narrow-only">
          {largest && (
            <span className="entity">
              <EntityChip name={largest.label} color={largest.color} />
            </span>
          )}
        </td>
      )}
      <td className="number strong">
        <MoneyCell value={bucket.total} />
      </td>
    </tr>
  );
}

function StateWord({ state }: { state: ReportBucket['state'] }) {
  const { t } = useTranslation();
  if (state === 'provisional')
    return (
      <abbr className="state-word" title={t('words.provisionalWhy')}>
        {t('words.provisionalShort')}
      </abbr>
    );
  if (state === 'missing') return <span className="state-word">{t('words.partlyMissing')}</span>;
  if (state === 'pending') return <span className="state-word">{t('words.partlyPending')}</span>;
  return null;
}

function largestOf(series: readonly ReportSeries[], place: number): ReportSeries | null {
  let largest: ReportSeries | null = null;
  let most = ZERO;
  for (const each of series) {
    const amount = each.amounts[place] ?? ZERO;
    if (each.group !== null && amount > most) [largest, most] = [each, amount];
  }
  return largest;
}

/** The same table for the clipboard: ISO days, exact amounts, nothing where nothing is known. */
export function bucketTableText(report: CostReport, width: ViewBucket, t: TFunction): string[][] {
  const series = report.series.length > 1 ? report.series : [];
  const currency = report.currency.toUpperCase();
  const head = [
    t(`costs.column.${width}`),
    t('costs.column.state'),
    ...series.map(({ label }) => label),
    t('costs.column.totalIn', { currency }),
  ];
  const rows = report.buckets.map(({ start, state, total }, place) => [
    start,
    t(`words.state.${state}`),
    ...series.map(({ amounts }) => textOf(amounts[place] ?? null)),
    textOf(total),
  ]);
  const foot = [t('words.total'), '', ...series.map(({ total }) => exact(total)), exact(report.total)];
  return [head, ...rows, foot];
}

const textOf = (value: bigint | null): string => (value === null ? '' : exact(value));
