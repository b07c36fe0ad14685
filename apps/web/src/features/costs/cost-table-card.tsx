import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/copy-button.js';
import { Segments } from '../../components/segments.js';
import { range as rangeText } from '../../lib/format.js';
import { dimensionInWords, groupingHead } from '../explorer/dimension-words.js';
import { BucketTable, bucketTableText } from '../explorer/bucket-table.js';
import { groupRows } from '../explorer/group-rows.js';
import { GroupTable, groupTableText } from '../explorer/group-table.js';
import { moneyFormat } from '../explorer/value-format.js';
import { useBucketWords } from './bucket-words.js';
import type { CostReport } from './cost-report.js';
import type { CostsView } from './costs-view.js';
import { drillInto } from './drill-down.js';
import type { CostFigures } from './cost-figures.js';
import type { ChangeView } from './use-costs-view.js';

interface TableCardProps {
  figures: CostFigures;
  report: CostReport;
  change: ChangeView;
}

/** The numbers of the chart as a table: one row for each bucket, or one for each group. */
export function TableCard({ figures, report, change }: TableCardProps) {
  const { t } = useTranslation();
  const { view, bucket, groups } = figures;
  const byGroup = view.rows === 'group' && view.groupBy !== null && groups !== null;
  const format = moneyFormat(report.currency);
  const words = useBucketWords(figures);
  const options = [
    { value: 'bucket', label: words.caption },
    { value: 'group', label: t('explorer.table.byGroup', { dimension: inWords(view, t) }) },
  ] as const satisfies readonly { value: CostsView['rows']; label: string }[];
  const text = () =>
    byGroup
      ? groupTableText(groupRows(figures, report), { groups, unit: format.exactUnit }, t)
      : bucketTableText(report, { column: t(`explorer.column.${bucket}`), unit: format.exactUnit }, t);
  return (
    <section className={`card ${byGroup ? 'group-table' : 'bucket-table'}`} aria-labelledby="table-title">
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
        <Groups figures={figures} report={report} change={change} />
      ) : (
        <BucketTable
          report={report}
          format={format}
          words={words}
          sort={view.sort}
          onSort={(sort) => change({ sort })}
        />
      )}
      <p className="card-foot">{t('costs.table.exact')}</p>
    </section>
  );
}

const inWords = ({ groupBy }: CostsView, t: TFunction): string => dimensionInWords(groupBy ?? 'project_id', t);

function Groups({ figures, report, change }: TableCardProps) {
  const { t } = useTranslation();
  const { view, groups, counted, comparison } = figures;
  const compared = report.previousTotal === null ? null : comparison.range;
  return (
    <GroupTable
      rows={groupRows(figures, report)}
      report={report}
      other={groups?.other ?? null}
      format={moneyFormat(report.currency)}
      words={{
        caption: t('explorer.table.byGroup', { dimension: inWords(view, t) }),
        head: groupingHead(view, t),
        range: counted.range === null ? '' : rangeText(counted.range),
        previousRange: compared && rangeText(compared),
      }}
      sort={view.sort}
      onSort={(sort) => change({ sort })}
      onOpen={(group) => change(drillInto(view, group))}
    />
  );
}
