import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityItem } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { EntityName } from '../../components/entity-name.js';
import { entrySentence, whoName } from '../../lib/activity-words.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { clockToSecond } from '../../lib/format/times.js';
import { writeActivityView, type ActivityView } from './activity-view.js';
import { OutcomeBadge } from './outcome-badge.js';

const ROW_HEIGHT = 50;

interface ActivityTableProps {
  entries: readonly ActivityItem[];
  view: ActivityView;
  onOpen: (id: string) => void;
  onEnd: () => void;
}

/** A row for each thing that was done: when, what in a sentence, what came of it, who, from where. */
export function ActivityTable({ entries, view, onOpen, onEnd }: ActivityTableProps) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t('activity.table.title')}
      columns={5}
      rows={entries}
      rowHeight={ROW_HEIGHT}
      onEnd={onEnd}
      head={
        <tr>
          <th scope="col" className="event-time">
            {t('activity.table.time')}
          </th>
          <th scope="col" className="entry-sentence">
            {t('activity.table.what')}
          </th>
          <th scope="col" className="wide-only entry-outcome">
            {t('activity.table.outcome')}
          </th>
          <th scope="col" className="wide-only entry-who">
            {t('activity.table.person')}
          </th>
          <th scope="col" className="wide-only roomy-only event-where">
            {t('activity.table.address')}
          </th>
        </tr>
      }
      renderRow={(item) => <Row key={item.id} item={item} view={view} onOpen={onOpen} />}
    />
  );
}

function Row({ item, view, onOpen }: Omit<ActivityTableProps, 'entries' | 'onEnd'> & { item: ActivityItem }) {
  const { t } = useTranslation();
  const { id, at, outcome, reason, token_id: token } = item;
  const sentence = entrySentence(item, t);
  // A row is a wide target for the mouse; for everyone else its link is the way.
  const open = ({ target }: MouseEvent) => {
    if (target instanceof Element && target.closest('a, button') === null) onOpen(id);
  };
  return (
    <tr className={view.entry === id ? 'event-row open' : 'event-row'} onClick={open}>
      <td className="event-time">
        <span className="event-main">{clockToSecond(at)}</span>
        <span className="event-more">{day.full(dayOf(at))}</span>
      </td>
      <th scope="row" className="event-what entry-sentence">
        <Link
          to="/activity"
          search={writeActivityView({ ...view, entry: id })}
          resetScroll={false}
          className="event-main"
          aria-label={t('activity.table.open', { entry: sentence })}
        >
          {/* Our own words; the names within are neutral already. */}
          <span className="entity-name" title={sentence}>
            {sentence}
          </span>
        </Link>
        <span className="event-more wide-only-block">{reason !== null && <EntityName name={reason} />}</span>
        <span className="event-more narrow-only-block">
          <OutcomeBadge outcome={outcome} />
        </span>
      </th>
      <td className="wide-only entry-outcome">
        <OutcomeBadge outcome={outcome} />
      </td>
      <td className="wide-only">
        <span className="event-main">
          <EntityName name={whoName(item, t)} />
        </span>
        <span className="event-more">{token !== null && t('activity.who.token', { id: token })}</span>
      </td>
      <td className="wide-only roomy-only">
        <span className="event-main mono">{item.address !== null && <EntityName name={item.address} />}</span>
      </td>
    </tr>
  );
}
