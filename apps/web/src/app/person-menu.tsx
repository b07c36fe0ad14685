import { Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Check, History, LogOut, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ROLE_NAMES } from '@bursar/contract/permissions';
import { EntityName } from '../components/entity-name.js';
import { failureToast } from '../components/toast.js';
import { isolated } from '../lib/names.js';
import { useDemoSignIn, useMay, usePerson, useSession, useSignOut } from '../lib/session.js';
import './person-menu.css';

/** Who looks at this page, what they may see, and the way out. */
export function PersonMenu() {
  const { t } = useTranslation();
  const { demo } = useSession();
  const { id, name, email, role, project_ids: projectIds } = usePerson();
  const { mutate: signOut } = useSignOut((error) => failureToast(t('people.menu.signOutFailed'), error));
  const maySeeActivity = useMay('activity.read');
  const roleWord = t(`people.role.${role}`);
  const words = t('people.menu.label', { name: isolated(name), role: roleWord });
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className="person-button" title={words}>
          {/* Who speaks to the page says what is to be seen on it. */}
          {initialsOf(name)}
          <span className="visually-hidden">{words}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="person-card">
          <strong>
            <EntityName name={name} />
          </strong>
          <EntityName name={email} />
          <span>
            {roleWord}
            {' \u00b7 '}
            {projectIds === null
              ? t('people.menu.everything')
              : t('people.menu.projects', { count: projectIds.length })}
          </span>
        </div>
        <Menu.Divider />
        {demo && <Roles />}
        <Menu.Item component={Link} to="/account" leftSection={<UserRound aria-hidden="true" />}>
          {t('people.menu.account')}
        </Menu.Item>
        {maySeeActivity && (
          <Menu.Item
            leftSection={<History aria-hidden="true" />}
            renderRoot={(props) => <Link to="/activity" search={{ person: id }} {...props} />}
          >
            {t('people.menu.activity')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<LogOut aria-hidden="true" />} onClick={() => signOut()}>
          {t('people.menu.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** In the demo each role is one click away, so that its view can be compared with the one before. */
function Roles() {
  const { t } = useTranslation();
  const { role: current } = usePerson();
  const { mutate: lookAs } = useDemoSignIn();
  const onError = (error: Error) => failureToast(t('people.menu.lookFailed'), error);
  return (
    <>
      <Menu.Label>{t('people.menu.lookAs')}</Menu.Label>
      {ROLE_NAMES.map((role) => (
        <Menu.Item
          key={role}
          rightSection={role === current && <Check aria-label={t('people.menu.chosen')} />}
          onClick={() => role !== current && lookAs({ role }, { onError })}
        >
          {t(`people.role.${role}`)}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}

/** `MK` of Mika Kataoka: the first letters of the first and the last word, whatever alphabet they are of. */
export function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  const letters = [first, last].flatMap((word) => (word === undefined ? [] : ([...word][0] ?? [])));
  return letters.join('').toUpperCase() || '?';
}
