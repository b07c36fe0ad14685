import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/copy-button.js';
import { Segments } from '../../components/segments.js';
import { BucketTable, bucketTableText, type BucketWords } from '../explorer/bucket-table.js';
import { dimensionInWords, groupingHead } from '../explorer/dimension-words.js';
import { groupRows } from '../explorer/group-rows.js';
import { GroupTable, groupTableText } from '../explorer/group-table.js';
import type { Report } from '../explorer/report.js';
import type { ValueFormat } from '../explorer/value-format.js';
import { drillInto } from './drill-down.js';
import { rowLabels, spanText, zoneOf } from './time-labels.js';
import { useUnknownWords } from './usage-chart-card.js';
import type { UsageFigures } from './usage-figures.js';
import { isNarrow } from './usage-range.js';
import type { UsageView } from './usage-view.js';
import type { ChangeUsageView } from './use-usage-view.js';

interface UsageTableCardProps {
  figures: UsageFigures;
  report: Report;
  format: ValueFormat;
  change: ChangeUsageView;
}

/** The numbers of the chart as a table: one row for each bucket, or one for each group. */
export function UsageTableCard({ figures, report, format, change }: UsageTableCardProps) {
  const { t } = useTranslation();
  const { view, bucket, groups } = figures;
  const byGroup = view.rows === 'group' && view.groupBy !== null && groups !== null;
  const words = useBucketWords(figures, report, format);
  const grouped = t('explorer.table.byGroup', { dimension: dimensionInWords(view.groupBy ?? '', t) });
  const options = [
    { value: 'bucket', label: words.caption },
    { value: 'group', label: grouped },
  ] as const satisfies readonly { value: UsageView['rows']; label: string }[];
  const text = () =>
    byGroup
      ? groupTableText(groupRows(figures, report), { groups, unit: format.exactUnit }, t)
      : bucketTableText(report, { column: t(`explorer.column.${bucket}`), unit: format.exactUnit }, t);
  return (
    <section className={`card usage-table ${byGroup ? 'group-table' : 'bucket-table'}`} aria-labelledby="table-title">
      <div className="card-head">
        <h2 id="table-title">{t('explorer.table.title')}</h2>
        {view.groupBy !== null && (
          <Segments
            small
            label={t('explorer.table.rows')}
            value={view.rows}
            options={options}
            onChange={(rows) => change({ rows, sort: null })}
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
          words={{
            caption: grouped,
            head: groupingHead(view, t),
            range: spanText(figures, figures.counted.range),
            previousRange: report.previousTotal === null ? null : spanText(figures, figures.comparison.range),
          }}
          sort={view.sort}
          onSort={(sort) => change({ sort })}
          onOpen={(group) => change(drillInto(view, group, figures.capability))}
        />
      ) : (
        <BucketTable
          report={report}
          format={format}
          words={words}
          sort={view.sort}
          onSort={(sort) => change({ sort })}
        />
      )}
      <p className="card-foot">{t('usage.explorer.exact')}</p>
    </section>
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
