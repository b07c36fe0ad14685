import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/copy-button.js';
import { Segments } from '../../components/segments.js';
import { currencyName } from '../../lib/format.js';
import { BucketTable, bucketTableText } from './bucket-table.js';
import type { CostReport } from './cost-report.js';
import type { CostsView } from './costs-view.js';
import { GroupTable, groupTableText } from './group-table.js';
import { groupRows } from './group-rows.js';
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
  const options = [
    { value: 'bucket', label: t(`costs.table.by.${bucket}`) },
    {
      value: 'group',
      label: t('costs.table.byGroup', { dimension: t(`costs.dimensionIn.${view.groupBy ?? 'project_id'}`) }),
    },
  ] as const satisfies readonly { value: CostsView['rows']; label: string }[];
  return (
    <section className={`card ${byGroup ? 'group-table' : 'bucket-table'}`} aria-labelledby="table-title">
      <div className="card-head">
        <h2 id="table-title">{t('costs.table.title')}</h2>
        {view.groupBy !== null && (
          <Segments
            small
            label={t('costs.table.rows')}
            value={view.rows}
            options={options}
            onChange={(rows) => change({ rows, sort: null })}
          />
        )}
        <CopyButton
          rows={() =>
            byGroup ? groupTableText(groupRows(figures, report), figures, t) : bucketTableText(report, bucket, t)
          }
        />
      </div>
      <p className="card-caption">{t('costs.table.sentence', { currency: currencyName(report.currency) })}</p>
      {byGroup ? (
        <GroupTable figures={figures} report={report} change={change} />
      ) : (
        <BucketTable figures={figures} report={report} change={change} />
      )}
      <p className="card-foot">{t('costs.table.exact')}</p>
    </section>
  );
}
