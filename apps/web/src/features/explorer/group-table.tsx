import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { DataTable, SortHead } from '../../components/data-table.js';
import { Delta } from '../../components/delta.js';
import { EntityChip } from '../../components/entity-chip.js';
import { amount, exact, ZERO } from '../../lib/decimal.js';
import { percent } from '../../lib/format/numbers.js';
import type { Group, GroupTotals } from './answers.js';
import type { GroupRow } from './group-rows.js';
import type { TableSort } from './view-parts.js';
import type { Report } from './report.js';
import { ValueCell } from './value-cell.js';
import type { ValueFormat } from './value-format.js';
import './explorer.css';

/** The words of a table of groups. */
export interface GroupWords {
  caption: string;
  /** What is grouped by. */
  head: string;
  range: string;
  /** Range of the comparison; null where nothing is compared. */
  previousRange: string | null;
}

interface GroupTableProps {
  rows: readonly GroupRow[];
  report: Report;
  /** What the rows leave out. */
  other: GroupTotals['other'];
  format: ValueFormat;
  words: GroupWords;
  sort: TableSort | null;
  onSort: (sort: TableSort) => void;
  onOpen: (group: Group) => void;
}

/** One row for each group, all of them: share, comparison and change. */
export function GroupTable(props: GroupTableProps) {
  const { rows, format, words, onOpen } = props;
  const compares = words.previousRange !== null;
  return (
    <DataTable
      wide
      caption={words.caption}
      columns={compares ? 6 : 3}
      rows={rows}
      head={<Head {...props} />}
      renderRow={(row) => (
        <Row key={row.id} row={row} format={format} compares={compares} onOpen={() => onOpen(row.group)} />
      )}
      foot={<Foot {...props} />}
    />
  );
}

function Head({ words, format, sort, onSort }: GroupTableProps) {
  const { t } = useTranslation();
  const { unit } = format;
  const head = { sort: sort ?? ({ column: 'total', descending: true } satisfies TableSort), onSort };
  return (
    <tr>
      <SortHead column="name" {...head}>
        {words.head}
      </SortHead>
      <SortHead column="total" className="number" {...head}>
        {t('explorer.column.inRange', { range: words.range, unit })}
      </SortHead>
      <th scope="col" className="number wide-only">
        {t('explorer.column.share')}
      </th>
      {words.previousRange !== null && (
        <>
          <SortHead column="previous" className="number wide-only" {...head}>
            {t('explorer.column.inRange', { range: words.previousRange, unit })}
          </SortHead>
          <SortHead column="change" className="number wide-only" {...head}>
            {t('explorer.column.changeIn', { unit })}
          </SortHead>
          <SortHead column="percent" className="number" {...head}>
            {t('explorer.column.change')}
          </SortHead>
        </>
      )}
    </tr>
  );
}

function Foot({ report, other, format, words }: GroupTableProps) {
  const { t } = useTranslation();
  const compares = words.previousRange !== null;
  return (
    <>
      {other !== null && (
        <tr className="lesser">
          <th scope="row">{t('explorer.other', { count: other.groups })}</th>
          <td className="number">
            <ValueCell value={amount(other.total)} format={format} />
          </td>
          <td colSpan={compares ? 4 : 1} />
        </tr>
      )}
      <tr>
        <th scope="row">{t('words.total')}</th>
        <td className="number">
          <ValueCell value={report.total} format={format} />
        </td>
        <td className="number wide-only">{report.total === ZERO ? '' : percent('100.0')}</td>
        {compares && (
          <>
            <td className="number wide-only">
              <ValueCell value={report.previousTotal} format={format} />
            </td>
            <td className="number wide-only">
              <ValueCell value={report.total - (report.previousTotal ?? ZERO)} format={format} change />
            </td>
            <td className="number">
              <Delta now={report.total} before={report.previousTotal} />
            </td>
          </>
        )}
      </tr>
    </>
  );
}

interface RowProps {
  row: GroupRow;
  format: ValueFormat;
  compares: boolean;
  onOpen: () => void;
}

function Row({ row, format, compares, onOpen }: RowProps) {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="legend-button"
          title={t('explorer.legend.open', { name: row.name })}
          onClick={onOpen}
        >
          <EntityChip name={row.name} color={row.color} />
        </button>
      </th>
      <td className="number">
        <ValueCell value={row.total} format={format} />
      </td>
      <td className="number share-cell wide-only">{row.share === null ? '' : percent(row.share)}</td>
      {compares && (
        <>
          <td className="number share-cell wide-only">
            <ValueCell value={row.previous} format={format} />
          </td>
          <td className="number wide-only">
            <ValueCell value={row.change} format={format} change />
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
export function groupTableText(
  rows: readonly GroupRow[],
  { groups, unit }: { groups: GroupTotals | null; unit: string },
  t: TFunction,
): string[][] {
  const head = [
    t('explorer.column.name'),
    t('explorer.column.id'),
    t('explorer.column.totalIn', { unit }),
    t('explorer.column.previousIn', { unit }),
    t('explorer.column.changeIn', { unit }),
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
    ? [[t('explorer.other', { count: groups.other.groups }), '', groups.other.total, '', '']]
    : [];
  return [head, ...body, ...other, [t('words.total'), '', groups?.total ?? '', '', '']];
}
