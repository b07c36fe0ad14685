import type { TFunction } from 'i18next';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/copy-button.js';
import { DataTable } from '../../components/data-table.js';
import { Delta } from '../../components/delta.js';
import { dayOf } from '../../lib/days.js';
import { exact } from '../../lib/decimal.js';
import { day, range as rangeText } from '../../lib/format/days.js';
import { ValueCell } from '../explorer/value-cell.js';
import { measureFormat, measureName } from './measure-format.js';
import type { CapabilityFigures, OverviewFigures } from './use-usage-overview.js';

interface UsageSummaryTableProps {
  figures: OverviewFigures;
  search: Record<string, string>;
}

/** The cards in numbers, with all that has no card. */
export function UsageSummaryTable({ figures, search }: UsageSummaryTableProps) {
  const { t } = useTranslation();
  const { all, range, previous } = figures;
  return (
    <section className="card" aria-labelledby="usage-table-title">
      <div className="card-head">
        <h2 id="usage-table-title">{t('usage.overview.tableTitle')}</h2>
        <CopyButton rows={() => summaryText(figures, t)} />
      </div>
      <p className="card-caption">{t('usage.overview.tableText')}</p>
      <DataTable
        wide
        caption={t('usage.overview.tableCaption')}
        columns={7}
        rows={all}
        head={
          <tr>
            <th scope="col">{t('usage.column.capability')}</th>
            <th scope="col" className="wide-only">
              {t('usage.column.measure')}
            </th>
            <th scope="col" className="number">
              {rangeText(range)}
            </th>
            <th scope="col" className="number wide-only">
              {rangeText(previous)}
            </th>
            <th scope="col" className="number">
              {t('explorer.column.change')}
            </th>
            <th scope="col" className="wide-only">
              {t('usage.column.last')}
            </th>
            <th scope="col" className="wide-only">
              {t('usage.column.state')}
            </th>
          </tr>
        }
        renderRow={(each) => <Row key={each.capability} each={each} search={search} />}
      />
    </section>
  );
}

function Row({ each, search }: { each: CapabilityFigures; search: Record<string, string> }) {
  const { t } = useTranslation();
  const format = measureFormat(each, t);
  return (
    <tr>
      <th scope="row">
        <Link to="/usage/$capability" params={{ capability: each.capability }} search={search}>
          {each.label}
        </Link>
      </th>
      <td className="secondary wide-only">{measureName(each.measure, t)}</td>
      <td className="number">
        <ValueCell value={isKnown(each) ? each.now : null} format={format} />
      </td>
      <td className="number secondary wide-only">
        <ValueCell value={each.before} format={format} />
      </td>
      <td className="number">
        <Delta now={each.now} before={each.before} />
      </td>
      <td className="nowrap wide-only">{each.last_activity && day.full(dayOf(each.last_activity))}</td>
      <td className="nowrap wide-only">{t(`usage.state.${each.state}`)}</td>
    </tr>
  );
}

/** Nothing found in a range that was not read is not zero. */
const isKnown = ({ completeness, total }: CapabilityFigures): boolean =>
  completeness.range !== 'incomplete' || total !== '0';

function summaryText({ all, range, previous }: OverviewFigures, t: TFunction): string[][] {
  const head = [
    t('usage.column.capability'),
    t('usage.column.measure'),
    `${range.start}/${range.end}`,
    `${previous.start}/${previous.end}`,
    t('usage.column.last'),
    t('usage.column.state'),
  ];
  const rows = all.map((each) => [
    each.capability,
    each.measure,
    isKnown(each) ? exact(each.now) : '',
    each.before === null ? '' : exact(each.before),
    each.last_activity === null ? '' : dayOf(each.last_activity),
    t(`usage.state.${each.state}`),
  ]);
  return [head, ...rows];
}
