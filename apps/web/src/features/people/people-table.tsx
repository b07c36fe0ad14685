import { Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Person } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { EntityName } from '../../components/entity-name.js';
import { Badge } from '../../components/severity.js';
import { useMenuButton } from '../../components/use-menu-button.js';
import { isolated } from '../../lib/names.js';
import { useMay, usePerson, useSession } from '../../lib/session.js';
import { Ago, NameCell } from '../directory/cells.js';
import { tasksFor, type PeopleTask } from './people-task.js';
import { useProjectNames } from './use-project-names.js';
import '../directory/directory.css';
import './people.css';

interface PeopleTableProps {
  people: readonly Person[];
  /** Null: looking is all that is allowed. */
  onTask: ((task: PeopleTask) => void) | null;
}

/** Everybody who may sign in, with what they may do and see. */
export function PeopleTable({ people, onTask }: PeopleTableProps) {
  const { t } = useTranslation();
  const { single_sign_on: provider } = useSession();
  return (
    <DataTable
      caption={t('people.title')}
      columns={provider === null ? 7 : 8}
      rows={people}
      rowHeight={48}
      head={
        <tr>
          <th scope="col">{t('people.column.name')}</th>
          <th scope="col">{t('people.column.role')}</th>
          <th scope="col" className="wide-only">
            {t('people.column.projects')}
          </th>
          <th scope="col" className="wide-only">
            {t('people.column.state')}
          </th>
          {provider !== null && (
            <th scope="col" className="wide-only">
              {t('people.column.way')}
            </th>
          )}
          <th scope="col" className="wide-only">
            {t('people.column.secondFactor')}
          </th>
          <th scope="col" className="wide-only">
            {t('people.column.lastSeen')}
          </th>
          <th scope="col">
            <span className="visually-hidden">{t('people.column.action')}</span>
          </th>
        </tr>
      }
      renderRow={(person) => <Row key={person.id} person={person} onTask={onTask} />}
    />
  );
}

const TONES = { active: 'ok', invited: 'notice', disabled: 'unknown', erased: 'unknown' } as const;

function Row({ person, onTask }: { person: Person; onTask: PeopleTableProps['onTask'] }) {
  const { t } = useTranslation();
  const self = usePerson();
  const { single_sign_on: provider } = useSession();
  const projectNames = useProjectNames();
  const { name, email, role, project_ids: projectIds, state } = person;
  return (
    <tr>
      <th scope="row">
        <NameCell second={email}>
          <EntityName name={name} />
          {person.id === self.id && <span className="quiet">{t('people.you')}</span>}
        </NameCell>
      </th>
      <td>
        {t(`people.role.${role}`)}
        {state !== 'active' && (
          <span className="narrow-person-state">
            <Badge tone={TONES[state]}>{t(`people.state.${state}`)}</Badge>
          </span>
        )}
      </td>
      <td className="wide-only" title={projectIds === null ? undefined : projectNames(projectIds)}>
        {projectIds === null ? t('people.menu.everything') : t('people.menu.projects', { count: projectIds.length })}
      </td>
      <td className="wide-only">
        <Badge tone={TONES[state]}>{t(`people.state.${state}`)}</Badge>
      </td>
      {provider !== null && (
        <td className="wide-only">
          <Way person={person} provider={provider.name} />
        </td>
      )}
      <td className="wide-only">{t(person.has_second_factor ? 'people.factor.on' : 'people.factor.off')}</td>
      <td className="wide-only">
        <Ago at={person.last_seen_at} absent={t('words.never')} />
      </td>
      <td className="number">{onTask !== null && <Tasks person={person} onTask={onTask} />}</td>
    </tr>
  );
}

/** By what somebody signs in, where there is more than one way. */
function Way({ person, provider }: { person: Person; provider: string }) {
  const { t } = useTranslation();
  const { has_password: hasPassword, has_identity: hasIdentity } = person;
  if (hasPassword) return hasIdentity ? t('people.way.both', { name: provider }) : t('people.way.password');
  return hasIdentity ? provider : t('people.way.none');
}

function Tasks({ person, onTask }: { person: Person; onTask: (task: PeopleTask) => void }) {
  const { t } = useTranslation();
  const { local_sign_in: isLocal } = useSession();
  const tasks = tasksFor(person, usePerson()).filter((kind) => isLocal || kind !== 'link');
  const maySeeActivity = useMay('activity.read');
  const { button, fromButton } = useMenuButton();
  if (person.state === 'erased') return null;
  if (tasks.length === 0) return <span className="quiet">{t('people.ownersOnly')}</span>;
  const words = t('people.task.menu', { name: isolated(person.name) });
  return (
    // The table cuts off what overflows it, so that the menu cannot stand beside its button.
    <Menu position="bottom-end" width={230} withinPortal>
      <Menu.Target>
        <button ref={button} type="button" className="control bare icon-only" aria-label={words} title={words}>
          <Ellipsis aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {tasks.map((kind) => (
          <Menu.Item key={kind} onClick={fromButton(() => onTask({ kind, person }))}>
            {kind === 'link' ? t(linkWords(person)) : t(`people.task.${kind}`)}
          </Menu.Item>
        ))}
        {maySeeActivity && (
          <Menu.Item renderRoot={(props) => <Link to="/activity" search={{ person: person.id }} {...props} />}>
            {t('people.task.activity')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

const linkWords = ({ has_password: hasPassword }: Person) =>
  hasPassword ? ('people.task.resetLink' as const) : ('people.task.link' as const);
