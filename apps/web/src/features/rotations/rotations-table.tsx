import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { RotationItem } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { EntityName } from '../../components/entity-name.js';
import { moment } from '../../lib/format/times.js';
import { plainName } from '../../lib/names.js';
import { useNow } from '../../lib/today.js';
import { Ago, NameCell } from '../directory/cells.js';
import { atText, hasEnded, keyName, reasonOf, shortened, whoName } from './rotation-facts.js';
import '../directory/directory.css';

interface RotationsTableProps {
  caption: string;
  rows: readonly RotationItem[];
  /** Under way, or over. */
  isOpen: boolean;
  onEnd: () => void;
}

/** A line for each rotation: what it waits for, or what came of it. */
export function RotationsTable({ caption, rows, isOpen, onEnd }: RotationsTableProps) {
  const { t } = useTranslation();
  const now = useNow() ?? new Date().toISOString();
  const heads = isOpen ? (['state', 'waits'] as const) : (['state', 'result'] as const);
  return (
    <DataTable
      caption={caption}
      columns={6}
      rows={rows}
      rowHeight={48}
      onEnd={onEnd}
      head={
        <tr>
          <th scope="col">{t('rotations.list.key')}</th>
          <th scope="col" className="wide-only">
            {t('rotations.list.project')}
          </th>
          <th scope="col" className="wide-only">
            {t(`rotations.list.${heads[0]}`)}
          </th>
          <th scope="col">{t(`rotations.list.${heads[1]}`)}</th>
          <th scope="col" className="wide-only">
            {t('rotations.list.who')}
          </th>
          <th scope="col" className="wide-only">
            {t(isOpen ? 'rotations.list.since' : 'rotations.list.until')}
          </th>
        </tr>
      }
      renderRow={(item) => <Row key={item.id} item={item} isOpen={isOpen} now={now} />}
    />
  );
}

function Row({ item, isOpen, now }: { item: RotationItem; isOpen: boolean; now: string }) {
  const { t } = useTranslation();
  const { old_key: key, project_id: projectId, project_name: project, state } = item;
  return (
    <tr>
      <th scope="row">
        <NameCell second={shortened(key.redacted_value ?? key.api_key_id)} mono>
          <Link to="/keys/rotations/$rotationId" params={{ rotationId: item.id }}>
            <EntityName name={keyName(key)} />
          </Link>
        </NameCell>
      </th>
      <td className="wide-only">
        <EntityName name={project ?? projectId} />
      </td>
      <td className="wide-only">{t(`rotations.state.${state}`)}</td>
      <td>{isOpen ? waitsFor(item, now, t) : resultOf(item, now, t)}</td>
      <td className="wide-only" title={plainName(reasonOf(item))}>
        {whoName(item.opened_by, t)}
      </td>
      <td className="wide-only">
        <Ago at={isOpen ? item.opened_at : item.closed_at} />
      </td>
    </tr>
  );
}

function waitsFor(item: RotationItem, now: string, t: TFunction): string {
  const { state, new_key: newKey, old_key: oldKey } = item;
  if (state === 'created' && newKey?.is_secret_lost === true) return t('rotations.waits.lost');
  if (state === 'expiring' && oldKey.expires_at !== null) {
    return hasEnded(item, now)
      ? t('rotations.waits.expired')
      : t('rotations.waits.expiring', { at: atText(oldKey.expires_at, now) });
  }
  return state === 'opened' || state === 'created' || state === 'draining'
    ? t(`rotations.waits.${state}`)
    : t('rotations.waits.deleted');
}

function resultOf(
  { state, old_key: { expires_at: end, gone_at: gone } }: RotationItem,
  now: string,
  t: TFunction,
): string {
  if (state === 'cancelled') return t('rotations.results.cancelled');
  if (gone !== null) return t('rotations.results.doneDeleted');
  return end !== null && end <= now
    ? t('rotations.results.doneExpired', { at: moment(end) })
    : t('rotations.results.done');
}
