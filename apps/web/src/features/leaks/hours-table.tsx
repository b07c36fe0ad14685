import { useTranslation } from 'react-i18next';
import { DataTable } from '../../components/data-table.js';
import { MoneyCell } from '../../components/money.js';
import { exact, sum, type Amount } from '../../lib/decimal.js';
import { currencySymbol } from '../../lib/format/money.js';
import { quantity } from '../../lib/format/numbers.js';
import type { HourFigures } from './impact-buckets.js';
import { hourShort } from './impact-words.js';
import type { ImpactUnit } from './leak-view.js';
import './leak-words.js';

interface HoursTableProps {
  hours: readonly HourFigures[];
  unit: ImpactUnit;
  currency: string;
}

/** The twin of the chart: the newest hour first, and sums of what is shown. */
export function HoursTable({ hours, unit, currency }: HoursTableProps) {
  const { t } = useTranslation();
  const unitWords = unit === 'cost' ? ` (${t('leaks.chart.estimate', { currency: currencySymbol(currency) })})` : '';
  const columns = ['baselineHead', 'aboveHead', 'total'] as const;
  const totals = [hours.map(({ usual }) => usual), hours.map(({ above }) => above), hours.map(({ total }) => total)];
  return (
    <DataTable
      dense
      caption={t(`leaks.chart.unit${unit === 'cost' ? 'Cost' : 'Requests'}`)}
      columns={4}
      rows={hours.toReversed()}
      rowHeight={30}
      head={
        <tr>
          <th scope="col">{t('leaks.chart.hour')}</th>
          {columns.map((name) => (
            <th key={name} scope="col" className="number">
              {t(`leaks.chart.${name}`)}
              <span className="wide-only">{unitWords}</span>
            </th>
          ))}
        </tr>
      }
      foot={
        <tr>
          <th scope="row">{t('words.total')}</th>
          {totals.map((values, index) => (
            <td key={index} className="number">
              <Figure value={sum(values.filter((value) => value !== null))} unit={unit} />
            </td>
          ))}
        </tr>
      }
      renderRow={({ start, state, usual, above, total }) => (
        <tr key={start} className={state === 'provisional' ? 'provisional' : undefined}>
          <th scope="row">
            {hourShort(start)}
            {state === 'provisional' && <span className="quiet"> {t('words.provisionalShort')}</span>}
            {total === null && (
              <span className="quiet"> {t(`words.state.${state === 'pending' ? 'pending' : 'missing'}`)}</span>
            )}
          </th>
          {[usual, above, total].map((value, index) => (
            <td key={index} className="number">
              <Figure value={value} unit={unit} />
            </td>
          ))}
        </tr>
      )}
    />
  );
}

function Figure({ value, unit }: { value: Amount | null; unit: ImpactUnit }) {
  if (unit === 'cost' || value === null) return <MoneyCell value={value} />;
  return <data value={exact(value)}>{quantity(value)}</data>;
}
