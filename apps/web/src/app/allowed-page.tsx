import { Link, Outlet, useMatches } from '@tanstack/react-router';
import { LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { permissionsOf, ROLE_NAMES, type Permission } from '@bursar/contract/permissions';
import { EmptyState } from '../components/empty-state.js';
import { Unconnected } from '../features/organizations/unconnected.js';
import { listOf } from '../lib/format/intl.js';
import { useSyncOfAll } from '../lib/queries.js';
import { usePerson } from '../lib/session.js';
import type { PagePermission } from './router.js';

/** What shows nothing before an organization is connected. */
const OF_ORGANIZATIONS: readonly PagePermission[] = [
  'costs.read',
  'usage.read',
  'directory.read',
  'audit_events.read',
  'sync.read',
  'incidents.read',
];

/** The page of the address, or why this person may not see it, or what has to come before it. */
export function AllowedPage() {
  const { permissions } = usePerson();
  const { data: sync } = useSyncOfAll();
  const needed = useMatches({ select: (matches) => matches.at(-1)?.staticData.permission });
  if (needed === undefined) return <Outlet />;
  if (!permissions.includes(needed)) return <NotAllowed needed={needed} />;
  if (sync?.organizations.length !== 0 || !OF_ORGANIZATIONS.includes(needed)) return <Outlet />;
  return <Unconnected />;
}

function NotAllowed({ needed }: { needed: PagePermission }) {
  const { t } = useTranslation();
  const { role, project_ids: projectIds } = usePerson();
  const title = t('people.notAllowed.title', { what: t(`people.notAllowed.what.${needed}`) });
  const isByLimit = projectIds !== null && permissionsOf(role, false).includes(needed);
  const roles = listOf(rolesWith(needed).map((each) => t(`people.holders.${each}`)));
  return (
    <section className="card">
      <h1 className="visually-hidden">{title}</h1>
      <EmptyState
        title={title}
        icon={LockKeyhole}
        actions={
          <Link to="/" className="control">
            {t('people.notAllowed.action')}
          </Link>
        }
      >
        {isByLimit
          ? t('people.notAllowed.limited')
          : t('people.notAllowed.text', { roles, role: t(`people.role.${role}`) })}
      </EmptyState>
    </section>
  );
}

const rolesWith = (permission: Permission) =>
  ROLE_NAMES.filter((role) => permissionsOf(role, false).includes(permission));
