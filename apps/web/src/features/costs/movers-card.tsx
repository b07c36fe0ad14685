import { useTranslation } from 'react-i18next';
import { DataTable } from '../../components/data-table.js';
import { Delta } from '../../components/delta.js';
import { EntityChip } from '../../components/entity-chip.js';
import { MoneyCell } from '../../components/money.js';
import { sum, toPixels, ZERO, type Amount } from '../../lib/decimal.js';
import { range as rangeText } from '../../lib/format/days.js';
import { currencySymbol, moneyChange } from '../../lib/format/money.js';
import type { DayRange } from '../../lib/days.js';
import { groupingHead } from '../explorer/dimension-words.js';
import type { EntityLook } from '../explorer/entity-look.js';
import type { Movement } from '../explorer/movers.js';
import type { CostReport } from './cost-report.js';
import type { CostsView } from './costs-view.js';

interface MoversCardProps {
  movement: Movement;
  report: CostReport;
  before: DayRange;
  view: CostsView;
  look: EntityLook;
}

/** The largest changes, and the rest, so that the lines add up to the change of the total. */
export function MoversCard({ movement, report, before, view, look }: MoversCardProps) {
  const { t } = useTranslation();
  const { movers, appeared, vanished, rest, change } = movement;
  const reach = reachOf(movers);
  const shown = sum(movers.map((move) => move.change));
  const newAndGone = sum([...appeared, ...vanished].map((move) => move.change));
  const { currency } = report;
  const alone = appeared.length + vanished.length === 0;
  return (
    <section className={`card span-8 movers${alone ? ' alone' : ''}`} aria-labelledby="movers-title">
      <div className="card-head">
        <h2 id="movers-title">{t('costs.movers.title')}</h2>
      </div>
      <p className="card-caption">
        {t('costs.movers.sentence', {
          count: movers.length,
          shown: moneyChange(shown, currency),
          change: moneyChange(change, currency),
        })}{' '}
        {alone && t('costs.new.none')}
      </p>
      <DataTable
        caption={t('costs.movers.title')}
        columns={4}
        rows={movers}
        head={
          <tr>
            <th scope="col">{groupingHead(view, t)}</th>
            <th scope="col" className="bar-cell">
              {t('costs.movers.on', { range: rangeText(before) })}
            </th>
            <th scope="col" className="number">
              {t('explorer.column.changeIn', { unit: currencySymbol(currency) })}
            </th>
            <th scope="col" className="number">
              {t('explorer.column.change')}
            </th>
          </tr>
        }
        renderRow={(move) => (
          <tr key={move.id}>
            <th scope="row">
              <EntityChip {...look(move.group)} />
            </th>
            <td className="bar-cell">
              <MoverBar change={move.change} reach={reach} />
            </td>
            <td className="number">
              <MoneyCell value={move.change} change />
            </td>
            <td className="number">
              <Delta now={move.now} before={move.before} />
            </td>
          </tr>
        )}
        foot={
          <>
            {(appeared.length > 0 || vanished.length > 0) && (
              <FootRow lesser label={t('costs.movers.newAndGone')} change={newAndGone} />
            )}
            {rest.count > 0 && (
              <FootRow lesser label={t('costs.movers.rest', { count: rest.count })} change={rest.change} />
            )}
            <FootRow label={t('costs.movers.total')} change={change} report={report} />
          </>
        }
      />
    </section>
  );
}

interface FootRowProps {
  label: string;
  change: Amount;
  report?: CostReport;
  lesser?: boolean;
}

function FootRow({ label, change, report, lesser = false }: FootRowProps) {
  return (
    <tr className={lesser ? 'lesser' : undefined}>
      <th scope="row">{label}</th>
      <td className="bar-cell" />
      <td className="number">
        <MoneyCell value={change} change />
      </td>
      <td className="number">{report && <Delta now={report.total} before={report.previousTotal} />}</td>
    </tr>
  );
}

/** The longest bar to each side: both sides share one scale. */
function reachOf(movers: Movement['movers']): { up: number; down: number } {
  const changes = movers.map((move) => toPixels(move.change));
  return { up: Math.max(0, ...changes), down: Math.max(0, ...changes.map((change) => -change)) };
}

/** More to the right, less to the left of a common middle; the number beside says the same. */
function MoverBar({ change, reach }: { change: Amount; reach: { up: number; down: number } }) {
  const scale = 100 / (reach.up + reach.down || 1);
  const middle = reach.down * scale;
  const length = Math.max(0.6, Math.abs(toPixels(change)) * scale);
  const more = change > ZERO;
  return (
    <svg className="mover-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect
        x={more ? middle : middle - length}
        y={1}
        width={length}
        height={8}
        fill={more ? 'var(--over)' : 'var(--under)'}
      />
      <rect x={Math.max(0, middle - 0.2)} y={0} width={0.4} height={10} fill="var(--axis)" />
    </svg>
  );
}
