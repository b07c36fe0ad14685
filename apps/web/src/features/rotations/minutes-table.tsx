import { useTranslation } from 'react-i18next';
import { Link } from '@tanstack/react-router';
import type { Rotation } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { count } from '../../lib/format/numbers.js';
import { clockOnly } from '../../lib/format/times.js';
import { quartersOf, wholeOf, type MinuteGroup } from './rotation-minutes.js';
import { tailOf } from './rotation-facts.js';

/** The same numbers as the chart's, by the quarters of the clock. */
export function QuartersCard({ rotation }: { rotation: Rotation }) {
  const { t } = useTranslation();
  return (
    <section className="card span-5" aria-labelledby="quarters-title">
      <div className="card-head">
        <h2 id="quarters-title">{t('rotations.table.title')}</h2>
      </div>
      <MinutesTable rotation={rotation} by="quarter" />
      <p className="card-foot">
        {t('rotations.table.foot')}{' '}
        <Link to="." search={{ view: 'table' }} resetScroll={false}>
          {t('rotations.table.byMinute')}
        </Link>
      </p>
    </section>
  );
}

interface MinutesTableProps {
  rotation: Rotation;
  by: 'minute' | 'quarter';
}

/** The calls of both keys, the newest first, with their sum. */
export function MinutesTable({ rotation, by }: MinutesTableProps) {
  const { t } = useTranslation();
  const { minutes, old_key: oldKey, new_key: newKey } = rotation;
  const groups =
    by === 'quarter' ? quartersOf(minutes) : minutes.flatMap((minute) => wholeOf([minute]) ?? []).toReversed();
  const whole = wholeOf(minutes);
  const head = (
    <tr>
      <th scope="col">{t('rotations.table.time')}</th>
      <th scope="col" className="number">
        {t('rotations.key.old', { tail: tailOf(oldKey) })}
      </th>
      {newKey !== null && (
        <th scope="col" className="number">
          {t('rotations.key.new', { tail: tailOf(newKey) })}
        </th>
      )}
      {newKey !== null && (
        <th scope="col" className="number">
          {t('rotations.table.both')}
        </th>
      )}
    </tr>
  );
  return (
    <div className={by === 'minute' ? 'minutes-table tall' : 'minutes-table'} {...(by === 'minute' && SCROLLS)}>
      <DataTable
        caption={t(by === 'minute' ? 'rotations.table.minutes' : 'rotations.table.title')}
        columns={newKey === null ? 2 : 4}
        rows={groups}
        head={head}
        {...(whole !== null && { foot: <Row group={whole} hasNewKey={newKey !== null} isTotal /> })}
        renderRow={(group) => <Row key={group.start} group={group} hasNewKey={newKey !== null} />}
      />
    </div>
  );
}

/** Reachable by keyboard, for it scrolls. */
const SCROLLS = { tabIndex: 0 } as const;

function Row({ group, hasNewKey, isTotal = false }: { group: MinuteGroup; hasNewKey: boolean; isTotal?: boolean }) {
  const { t } = useTranslation();
  const { start, last } = group;
  const time = start === last ? clockOnly(start) : `${clockOnly(start)}\u2013${clockOnly(last)}`;
  return (
    <tr>
      <th scope="row">{isTotal ? t('rotations.table.since', { from: clockOnly(start) }) : time}</th>
      <Figure value={group.old} read={group.read} />
      {hasNewKey && <Figure value={group.new} read={group.read} />}
      {hasNewKey && <Figure value={group.old + group.new} read={group.read} />}
    </tr>
  );
}

/** What was not read is not zero. */
function Figure({ value, read }: { value: number; read: MinuteGroup['read'] }) {
  const { t } = useTranslation();
  if (read === 'all') return <td className="number">{count(value)}</td>;
  const isNone = read === 'none' && value === 0;
  return (
    <td className="number partly" title={t(isNone ? 'rotations.chart.notRead' : 'rotations.table.partly')}>
      {isNone ? t('rotations.table.notRead') : t('rotations.table.atLeast', { figure: count(value) })}
    </td>
  );
}
