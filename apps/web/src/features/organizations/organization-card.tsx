import { Menu } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Organization } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { Notice } from '../../components/notice.js';
import { Badge, type Tone } from '../../components/severity.js';
import { useMenuButton } from '../../components/use-menu-button.js';
import { isAway } from '../../lib/chosen-organization.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { isolated } from '../../lib/names.js';
import { seenOf } from '../sync/trouble-notice.js';
import { KeySection } from './key-section.js';
import { nameOf } from './organization-words.js';
import { tasksFor, type OrganizationTask } from './organization-task.js';

const TONES = {
  connecting: 'notice',
  active: 'ok',
  stopped: 'critical',
  disconnected: 'unknown',
  removing: 'warning',
} as const satisfies Record<Organization['state'], Tone>;

interface OrganizationCardProps {
  organization: Organization;
  now: string;
  /** Null: looking is all that is allowed. */
  onTask: ((task: OrganizationTask) => void) | null;
}

/** One connected organization: how it is, and what its keys may do. */
export function OrganizationCard({ organization, now, onTask }: OrganizationCardProps) {
  const { t } = useTranslation();
  const { organization_id: id, state, error, connected_at: at } = organization;
  return (
    <section className="card organization-card" aria-label={isolated(nameOf(organization, t))}>
      <div className="card-head">
        <h2>
          <EntityName name={nameOf(organization, t)} />
        </h2>
        <Badge tone={TONES[state]}>{t(`organizations.state.${state}`)}</Badge>
        {onTask !== null && <Tasks organization={organization} onTask={onTask} />}
      </div>
      <p className="card-caption">
        {id === null ? t('organizations.noId') : <code>{id}</code>}{' '}
        {t('organizations.connectedAt', { day: day.full(dayOf(at)) })}
      </p>
      <div className="card-body organization-body">
        {error !== null && (
          <Notice tone="critical" title={t(`sync.error.${error.code}.title`, { seen: seenOf(error, t) })}>
            {t(`sync.error.${error.code}.text`, { scope: error.missing_scope ?? '' })}
          </Notice>
        )}
        {(state === 'disconnected' || state === 'removing') && <p>{t(`organizations.stateText.${state}`)}</p>}
        {!isAway(organization) && (
          <div className="key-sections">
            <KeySection organization={organization} use="read" now={now} mayTest={onTask !== null} />
            <KeySection organization={organization} use="write" now={now} mayTest={onTask !== null} />
          </div>
        )}
      </div>
    </section>
  );
}

function Tasks({ organization, onTask }: { organization: Organization; onTask: (task: OrganizationTask) => void }) {
  const { t } = useTranslation();
  const { button, fromButton } = useMenuButton();
  const tasks = tasksFor(organization);
  if (tasks.length === 0) return null;
  const words = t('organizations.task.menu', { name: isolated(nameOf(organization, t)) });
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <button ref={button} type="button" className="control bare icon-only" aria-label={words} title={words}>
          <Ellipsis aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {organization.state === 'disconnected' && (
          <Menu.Item onClick={fromButton(() => onTask({ kind: 'connect' }))}>
            {t('organizations.task.reconnect')}
          </Menu.Item>
        )}
        {tasks.map((kind) => (
          <Menu.Item key={kind} onClick={fromButton(() => onTask({ kind, organization }))}>
            {t(`organizations.task.${kind}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
