import { Minus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EntityName } from '../../components/entity-name.js';
import { MoneyCell } from '../../components/money.js';
import { day } from '../../lib/format/days.js';
import type { Move, Movement } from '../explorer/movers.js';
import { useEdgeDays } from './edge-days.js';
import type { CostFigures } from './cost-figures.js';

/** More would be a list of noise; the table by group has them all. */
const SHOWN = 6;

/** What was billed in one of the two ranges only. */
export function NewAndGoneCard({ figures, movement }: { figures: CostFigures; movement: Movement }) {
  const { t } = useTranslation();
  const dimension = figures.view.thenBy === null ? figures.view.groupBy : null;
  const appeared = movement.appeared.slice(0, SHOWN);
  const vanished = movement.vanished.slice(0, SHOWN);
  const firstDays = useEdgeDays(appeared, dimension, figures.counted.range);
  const lastDays = useEdgeDays(vanished, dimension, figures.comparison.range);
  const hidden = movement.appeared.length + movement.vanished.length - appeared.length - vanished.length;
  const since = (move: Move): string | null => {
    const first = firstDays.get(move.id)?.first;
    return first === undefined ? null : t('costs.new.since', { day: day.short(first) });
  };
  const until = (move: Move): string | null => {
    const last = lastDays.get(move.id)?.last;
    return last === undefined ? null : t('costs.new.until', { day: day.short(last) });
  };
  return (
    <section className="card span-4" aria-labelledby="new-title">
      <div className="card-head">
        <h2 id="new-title">{t('costs.new.title')}</h2>
      </div>
      <ul className="changes">
        {appeared.map((move) => (
          <Change key={move.id} move={move} name={figures.nameOf(move.group)} when={since(move)} isNew />
        ))}
        {vanished.map((move) => (
          <Change key={move.id} move={move} name={figures.nameOf(move.group)} when={until(move)} />
        ))}
      </ul>
      <p className="card-foot">{hidden > 0 ? t('costs.new.hidden', { count: hidden }) : t('costs.new.others')}</p>
    </section>
  );
}

function Change({
  move,
  name,
  when,
  isNew = false,
}: {
  move: Move;
  name: string;
  when: string | null;
  isNew?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <li>
      <span className="what">
        <EntityName name={name} />
        <span>{when}</span>
      </span>
      <span className={`badge ${isNew ? 'tone-notice' : 'tone-unknown'}`}>
        {isNew ? <Plus aria-hidden="true" /> : <Minus aria-hidden="true" />}
        {t(isNew ? 'words.new' : 'words.gone')}
      </span>
      <span className="number">
        <MoneyCell value={move.change} change />
      </span>
    </li>
  );
}
