import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, SortHead, type Sort } from '../../components/data-table.js';
import { EntityChip } from '../../components/entity-chip.js';
import { exact, ZERO } from '../../lib/decimal.js';
import type { Report, ReportBucket, ReportSeries } from './report.js';
import { ValueCell } from './value-cell.js';
import type { ValueFormat } from './value-format.js';
import './explorer.css';

/** The words of a table of buckets. */
export interface BucketWords {
  caption: string;
  /** Head of the first column: `Day, UTC`. */
  column: string;
  labelOf: (bucket: ReportBucket) => ReactNode;
  /** Why a bucket without a figure has none. */
  unknown: (bucket: ReportBucket) => string;
  /** The range that the totals are of. */
  foot: string;
}

interface BucketTableProps {
  report: Report;
  format: ValueFormat;
  words: BucketWords;
  sort: { column: string; descending: boolean } | null;
  /** Without it the newest stays first. */
  onSort?: (sort: Sort<'start'>) => void;
}

interface Row {
  bucket: ReportBucket;
  place: number;
}

/** One row for each day, week, month or quarter, one column for each series: the chart in numbers. */
export function BucketTable({ report, format, words, sort: asked, onSort }: BucketTableProps) {
  const { t } = useTranslation();
  const sort: Sort<'start'> = { column: 'start', descending: asked?.column === 'start' ? asked.descending : true };
  const rows = report.buckets.map((bucket, place): Row => ({ bucket, place }));
  if (sort.descending) rows.reverse();
  const series = report.series.length > 1 ? report.series : [];
  const columns = series.length + 3;
  return (
    <DataTable
      wide
      caption={words.caption}
      columns={columns}
      rows={rows}
      head={
        <tr>
          {onSort === undefined ? (
            <th scope="col">{words.column}</th>
          ) : (
            <SortHead column="start" sort={sort} onSort={onSort}>
              {words.column}
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
              {t('explorer.column.largest')}
            </th>
          )}
          <th scope="col" className="number">
            {t('words.total')}
          </th>
        </tr>
      }
      renderRow={(row) => <BucketRow key={row.bucket.start} {...{ row, series, format, words, columns }} />}
      foot={
        <tr>
          <th scope="row" className="nowrap">
            {words.foot}
          </th>
          {series.map(({ id, total }) => (
            <td key={id} className="number wide-only">
              <ValueCell value={total} format={format} />
            </td>
          ))}
          {series.length > 0 && <td className="narrow-only" />}
          <td className="number">
            <ValueCell value={report.total} format={format} />
          </td>
        </tr>
      }
    />
  );
}

interface BucketRowProps {
  row: Row;
  series: readonly ReportSeries[];
  format: ValueFormat;
  words: BucketWords;
  columns: number;
}

function BucketRow({ row: { bucket, place }, series, format, words, columns }: BucketRowProps) {
  const name = words.labelOf(bucket);
  if (bucket.total === null) {
    return (
      <tr>
        <th scope="row" className="nowrap">
          {name}
        </th>
        <td colSpan={columns - 1} className="pending-words">
          {words.unknown(bucket)}
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
          <ValueCell value={each.amounts[place] ?? null} format={format} />
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
        <ValueCell value={bucket.total} format={format} />
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

interface BucketText {
  /** Head of the first column. */
  column: string;
  unit: string;
}

/** The same table for the clipboard: ISO days or instants, exact values, nothing where nothing is known. */
export function bucketTableText(report: Report, { column, unit }: BucketText, t: TFunction): string[][] {
  const series = report.series.length > 1 ? report.series : [];
  const head = [
    column,
    t('explorer.column.state'),
    ...series.map(({ label }) => label),
    t('explorer.column.totalIn', { unit }),
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
