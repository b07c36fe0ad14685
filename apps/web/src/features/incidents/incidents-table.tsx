import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { IncidentItem } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { EntityName } from '../../components/entity-name.js';
import { moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import type { ReadOnList } from '../../lib/read-on-list.js';
import { Ago, NameCell, NameOrNone } from '../directory/cells.js';
import { hourShort } from '../leaks/impact-words.js';
import { shownValue } from '../leaks/shown-value.js';
import { IncidentStateBadge } from './incident-state.js';
import './incident-words.js';

const ROW_HEIGHT = 50;

interface IncidentsTableProps {
  list: ReadOnList<IncidentItem>;
  rows: readonly IncidentItem[];
}

/** A row for each incident: what, which key, since when, and whether it is open. */
export function IncidentsTable({ list, rows }: IncidentsTableProps) {
  const { t } = useTranslation();
  return (
    <>
      <DataTable
        caption={t('incidents.table.title')}
        columns={5}
        rows={rows}
        rowHeight={ROW_HEIGHT}
        onEnd={list.readOn}
        head={
          <tr>
            <th scope="col">{t('incidents.table.incident')}</th>
            <th scope="col" className="wide-only">
              {t('incidents.table.key')}
            </th>
            <th scope="col" className="wide-only">
              {t('incidents.table.since')}
            </th>
            <th scope="col" className="wide-only">
              {t('incidents.table.opened')}
            </th>
            <th scope="col">{t('incidents.table.state')}</th>
          </tr>
        }
        renderRow={(incident) => <Row key={incident.id} incident={incident} />}
      />
      <p className="card-foot" aria-live="polite">
        {list.isComplete
          ? t('incidents.table.all', { count: rows.length })
          : t(list.isLoading ? 'incidents.table.loading' : 'incidents.table.more', { count: rows.length })}
      </p>
    </>
  );
}

function Row({ incident }: { incident: IncidentItem }) {
  const { t } = useTranslation();
  const { id, title, source, repository, key_name: key, api_key_id: keyId, redacted_value: redacted } = incident;
  return (
    <tr>
      <th scope="row">
        <NameCell second={repository ?? t(`incidents.source.${source}`)}>
          <Link
            to="/keys/incidents/$incidentId"
            params={{ incidentId: id }}
            className="row-link"
            aria-label={t('incidents.table.openRow', { title: isolated(title) })}
          >
            <EntityName name={title} />
          </Link>
        </NameCell>
      </th>
      <td className="wide-only">
        {keyId === null ? (
          <span className="none">{t('incidents.table.noKey')}</span>
        ) : (
          <NameCell
            second={[incident.project_name, shownValue(redacted)].filter((part) => part !== null).join(' \u00b7 ')}
          >
            <NameOrNone name={key} />
          </NameCell>
        )}
      </td>
      <td className="wide-only nowrap" title={moment(incident.leaked_since)}>
        {hourShort(incident.leaked_since)}
      </td>
      <td className="wide-only">
        <Ago at={incident.opened_at} />
      </td>
      <td>
        <IncidentStateBadge state={incident.state} />
      </td>
    </tr>
  );
}
