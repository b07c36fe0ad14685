import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEvent } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { EntityName } from '../../components/entity-name.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { clockToSecond } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import { writeAuditView, type AuditView } from './audit-view.js';
import { actorName, kindName, typeName } from './event-words.js';
import type { NameObject } from './object-names.js';

const ROW_HEIGHT = 50;

interface EventsTableProps {
  events: readonly AuditEvent[];
  view: AuditView;
  nameOf: NameObject;
  onOpen: (id: string) => void;
  onEnd: () => void;
}

/** A row for each event: when, what, who, from where, in which project, on what. */
export function EventsTable({ events, view, nameOf, onOpen, onEnd }: EventsTableProps) {
  const { t } = useTranslation();
  const areSeveral = useSeveralOrganizations() !== null;
  return (
    <DataTable
      caption={t('audit.table.title')}
      columns={6}
      rows={events}
      rowHeight={ROW_HEIGHT}
      onEnd={onEnd}
      head={
        <tr>
          <th scope="col" className="event-time">
            {t('audit.table.time')}
          </th>
          <th scope="col" className="event-what">
            {t('audit.table.event')}
          </th>
          <th scope="col" className="wide-only event-who">
            {t('audit.table.actor')}
          </th>
          <th scope="col" className="wide-only roomy-only event-where">
            {t('audit.table.ip')}
          </th>
          <th scope="col" className="wide-only roomy-only event-project">
            {t(areSeveral ? 'audit.table.projectOf' : 'audit.table.project')}
          </th>
          <th scope="col" className="wide-only">
            {t('audit.table.object')}
          </th>
        </tr>
      }
      renderRow={(event) => <EventRow key={event.id} event={event} view={view} nameOf={nameOf} onOpen={onOpen} />}
    />
  );
}

type EventRowProps = Omit<EventsTableProps, 'events' | 'onEnd'> & { event: AuditEvent };

function EventRow({ event, view, nameOf, onOpen }: EventRowProps) {
  const { t } = useTranslation();
  const ownerOf = useSeveralOrganizations();
  const owner = ownerOf && (ownerOf(event.organization_id) ?? t('shell.organization.unnamed'));
  const { id, type, actor, project, effective_at: at } = event;
  const name = typeName(type, t);
  // A row is a wide target for the mouse; for everyone else its link is the way.
  const open = ({ target }: MouseEvent) => {
    if (target instanceof Element && target.closest('a, button') === null) onOpen(id);
  };
  return (
    <tr className={view.event === id ? 'event-row open' : 'event-row'} onClick={open}>
      <td className="event-time">
        <span className="event-main">{clockToSecond(at)}</span>
        <span className="event-more">{day.full(dayOf(at))}</span>
      </td>
      <th scope="row" className="event-what">
        <Link
          to="/audit-log"
          search={writeAuditView({ ...view, event: id })}
          resetScroll={false}
          className="event-main"
          aria-label={t('audit.table.open', { event: isolated(name) })}
        >
          <EntityName name={name} />
        </Link>
        <span className="event-more wide-only-block">
          {name !== type && (
            <span className="mono">
              <EntityName name={type} />
            </span>
          )}
        </span>
        <span className="event-more narrow-only-block">
          <Who event={event} />
          {owner !== null && ' \u00B7 '}
          {owner !== null && <EntityName name={owner} />}
        </span>
      </th>
      <td className="wide-only">
        <span className="event-main">
          <Who event={event} />
        </span>
        <span className="event-more">{howWords(actor, t)}</span>
      </td>
      <td className="wide-only roomy-only">
        <span className="event-main mono">{actor?.ip_address && <EntityName name={actor.ip_address} />}</span>
        <span className="event-more">{placeOf(actor) !== '' && <EntityName name={placeOf(actor)} />}</span>
      </td>
      <td className="wide-only roomy-only">
        {project !== null && (
          <span className="event-main">
            <EntityName name={nameOf({ kind: 'project', id: project.id }, event) ?? project.name ?? project.id} />
          </span>
        )}
        {owner !== null && (
          <span className="event-more">
            <EntityName name={owner} />
          </span>
        )}
      </td>
      <td className="wide-only">
        <ObjectCell event={event} nameOf={nameOf} />
      </td>
    </tr>
  );
}

function Who({ event }: { event: AuditEvent }) {
  const { t } = useTranslation();
  const who = actorName(event);
  return who === null ? <span className="none">{t('audit.nobody')}</span> : <EntityName name={who} />;
}

/** The first object in words; how many others there are. */
function ObjectCell({ event, nameOf }: { event: AuditEvent; nameOf: NameObject }) {
  const { t } = useTranslation();
  const [first, ...others] = event.resources;
  if (first === undefined) return null;
  const name = nameOf(first, event);
  return (
    <>
      <span className={name === null ? 'event-main mono' : 'event-main'}>
        <EntityName name={name ?? first.id} />
      </span>
      <span className="event-more">
        {kindName(first.kind, t)}
        {others.length > 0 && ` ${t('audit.table.moreObjects', { count: others.length })}`}
      </span>
    </>
  );
}

export function howWords(actor: AuditEvent['actor'], t: TFunction): string {
  if (actor === null) return '';
  if (actor.is_service_account) return t('audit.serviceAccount');
  if (actor.type === 'session') return t('audit.inBrowser');
  return actor.type === 'api_key' ? t('audit.byKey') : (actor.type ?? '');
}

export const placeOf = (actor: AuditEvent['actor']): string =>
  [actor?.city, actor?.country].filter((part) => part !== null && part !== undefined).join(', ');
