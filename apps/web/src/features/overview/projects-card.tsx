import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../components/data-table.js';
import { Delta } from '../../components/delta.js';
import { EntityChip } from '../../components/entity-chip.js';
import { MoneyCell } from '../../components/money.js';
import { Sparkline } from '../../components/sparkline.js';
import { percentOf, ZERO, type Amount } from '../../lib/decimal.js';
import { range as rangeText } from '../../lib/format/days.js';
import { currencySymbol, money } from '../../lib/format/money.js';
import { percent } from '../../lib/format/numbers.js';
import type { CostReport } from '../costs/cost-report.js';
import { writeCostsView } from '../costs/costs-view.js';
import { drillInto } from '../costs/drill-down.js';
import type { CostFigures } from '../costs/cost-figures.js';
import { byTotal } from '../explorer/report.js';

/** Each project with its share, its change and the shape of its days. */
export function ProjectsCard({ figures, report }: { figures: CostFigures; report: CostReport }) {
  const { t } = useTranslation();
  const { counted, comparison, view } = figures;
  const symbol = currencySymbol(report.currency);
  const compares = report.previousTotal !== null && comparison.range !== null;
  return (
    <section className="card area-projects projects" aria-labelledby="projects-title">
      <div className="card-head">
        <h2 id="projects-title">{t('overview.projects.title')}</h2>
        <Link to="/costs" search={writeCostsView({ ...view, rows: 'group' })}>
          {t('overview.projects.open')}
        </Link>
      </div>
      <DataTable
        caption={t('overview.projects.title')}
        columns={compares ? 7 : 4}
        rows={byTotal(report.series)}
        head={
          <tr>
            <th scope="col">{t('explorer.dimension.project_id')}</th>
            <th scope="col" className="number">
              {t('explorer.column.inRange', {
                range: counted.range === null ? '' : rangeText(counted.range),
                unit: symbol,
              })}
            </th>
            <th scope="col" className="number wide-only">
              {t('explorer.column.share')}
            </th>
            {compares && comparison.range !== null && (
              <>
                <th scope="col" className="number wide-only">
                  {t('explorer.column.inRange', { range: rangeText(comparison.range), unit: symbol })}
                </th>
                <th scope="col" className="number wide-only">
                  {t('explorer.column.changeIn', { unit: symbol })}
                </th>
                <th scope="col" className="number">
                  {t('explorer.column.change')}
                </th>
              </>
            )}
            <th scope="col" className="number wide-only">
              {t('overview.projects.daily')}
            </th>
          </tr>
        }
        renderRow={(series) => (
          <tr key={series.id}>
            <th scope="row">
              {series.group === null ? (
                <EntityChip name={series.label} color={series.color} />
              ) : (
                <Link
                  className="entity"
                  to="/costs"
                  search={writeCostsView({ ...view, ...drillInto(view, series.group) })}
                >
                  <EntityChip name={series.label} color={series.color} />
                </Link>
              )}
            </th>
            <Figures
              {...{ compares, report }}
              total={series.total}
              previous={series.previous}
              values={series.amounts}
            />
          </tr>
        )}
        foot={
          <tr>
            <th scope="row">{t('words.total')}</th>
            <Figures
              {...{ compares, report }}
              total={report.total}
              previous={report.previousTotal}
              values={report.buckets.map(({ total }) => total)}
            />
          </tr>
        }
      />
    </section>
  );
}

interface FiguresProps {
  compares: boolean;
  report: CostReport;
  total: Amount;
  previous: Amount | null;
  values: readonly (Amount | null)[];
}

function Figures({ compares, report, total, previous, values }: FiguresProps) {
  const share = percentOf(total, report.total);
  return (
    <>
      <td className="number">
        <MoneyCell value={total} />
      </td>
      <td className="number share-cell wide-only">{share === null ? '' : percent(share)}</td>
      {compares && (
        <>
          <td className="number share-cell wide-only">
            <MoneyCell value={previous} />
          </td>
          <td className="number wide-only">
            <MoneyCell value={previous === null ? null : total - previous} change />
          </td>
          <td className="number">
            <Delta now={total} before={previous} />
          </td>
        </>
      )}
      <td className="number wide-only">
        <Shape values={values} currency={report.currency} />
      </td>
    </>
  );
}

function Shape({ values, currency }: { values: readonly (Amount | null)[]; currency: string }) {
  const { t } = useTranslation();
  const known = values.filter((value) => value !== null);
  const text = (value: Amount | undefined): string => money(value ?? ZERO, currency);
  const most = known.reduce((highest, value) => (value > highest ? value : highest), ZERO);
  const label = t('overview.projects.sparkline', { first: text(known[0]), last: text(known.at(-1)), most: text(most) });
  return <Sparkline values={values} label={label} />;
}
