import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/copy-button.js';
import { Segments } from '../../components/segments.js';
import { BucketTable, bucketTableText, type BucketWords } from './bucket-table.js';
import type { Group } from './answers.js';
import { dimensionInWords, groupingHead } from './dimension-words.js';
import type { Grouping } from './group-menus.js';
import { groupRows, type GroupedFigures } from './group-rows.js';
import type { TableSort } from './view-parts.js';
import { GroupTable, groupTableText } from './group-table.js';
import type { Report } from './report.js';
import type { ValueFormat } from './value-format.js';
import type { RowKind } from './view-parts.js';

interface TableView extends Grouping {
  rows: RowKind;
  sort: TableSort | null;
}

interface TableCardProps {
  figures: GroupedFigures & { view: TableView };
  report: Report;
  format: ValueFormat;
  words: {
    buckets: BucketWords;
    /** Head of the first column of a copied table of buckets, which are in UTC whatever the page shows. */
    copiedColumn: string;
    /** Range of the totals of groups. */
    range: string;
    /** Range of the comparison; null where nothing is compared. */
    previousRange: string | null;
    /** How the figures are rounded, and where the exact ones are. */
    foot: string;
  };
  /** Figures so long that the table may scroll sideways. */
  broad?: boolean;
  onChange: (part: Partial<Pick<TableView, 'rows' | 'sort'>>) => void;
  onOpen: (group: Group) => void;
}

/** The numbers of the chart as a table: one row for each bucket, or one for each group. */
export function TableCard(props: TableCardProps) {
  const { t } = useTranslation();
  const { figures, report, format, words, broad = false, onChange, onOpen } = props;
  const { view, groups } = figures;
  const { range, previousRange } = words;
  const byGroup = view.rows === 'group' && view.groupBy !== null && groups !== null;
  const caption = t('explorer.table.byGroup', { dimension: dimensionInWords(view.groupBy ?? '', t) });
  const unit = format.exactUnit;
  const kinds = `${byGroup ? 'group-table' : 'bucket-table'}${broad ? ' broad' : ''}`;
  const text = () =>
    byGroup
      ? groupTableText(groupRows(figures, report), { groups, unit }, t)
      : bucketTableText(report, { column: words.copiedColumn, unit }, t);
  return (
    <section className={`card table-card ${kinds}`} aria-labelledby="table-title">
      <div className="card-head">
        <h2 id="table-title">{t('explorer.table.title')}</h2>
        {view.groupBy !== null && (
          <Segments<RowKind>
            small
            label={t('explorer.table.rows')}
            value={view.rows}
            options={[
              { value: 'bucket', label: words.buckets.caption },
              { value: 'group', label: caption },
            ]}
            onChange={(rows) => onChange({ rows, sort: null })}
          />
        )}
        <CopyButton rows={text} />
      </div>
      <p className="card-caption">{t('explorer.table.sentence', { unit: format.name })}</p>
      {byGroup ? (
        <GroupTable
          rows={groupRows(figures, report)}
          report={report}
          other={groups.other}
          format={format}
          words={{ caption, head: groupingHead(view, t), range, previousRange }}
          sort={view.sort}
          onSort={(sort) => onChange({ sort })}
          onOpen={onOpen}
        />
      ) : (
        <BucketTable
          report={report}
          format={format}
          words={words.buckets}
          sort={view.sort}
          onSort={(sort) => onChange({ sort })}
        />
      )}
      <p className="card-foot">{words.foot}</p>
    </section>
  );
}
