import { Link, useRouter } from '@tanstack/react-router';
import {
  Activity,
  Building2,
  ChartNoAxesCombined,
  Folder,
  History,
  LayoutDashboard,
  RefreshCw,
  ScrollText,
  UserRoundKey,
  Users,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSyncOfAll } from '../lib/queries.js';
import { usePerson } from '../lib/session.js';
import { troubles } from '../features/sync/freshness.js';
import { Brand } from './brand.js';

/** Pages that exist, and no others. */
const PAGES = [
  { to: '/', words: 'overview.title', icon: LayoutDashboard },
  { to: '/costs', words: 'costs.title', icon: ChartNoAxesCombined },
  { to: '/usage', words: 'usage.title', icon: Activity },
  { to: '/members', words: 'members.title', icon: Users },
  { to: '/projects', words: 'projects.title', icon: Folder },
  { to: '/audit-log', words: 'shell.page.audit', icon: ScrollText },
  { to: '/sync', words: 'sync.title', icon: RefreshCw },
  { to: '/people', words: 'people.title', icon: UserRoundKey },
  { to: '/organizations', words: 'organizations.title', icon: Building2 },
  { to: '/activity', words: 'shell.page.activity', icon: History },
] as const;

/** The pages that this person may see. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useTranslation();
  const mayOpen = useMayOpen();
  return (
    <nav className="navigation" aria-label={t('shell.navigation')}>
      <Link to="/" className="brand" {...(onNavigate && { onClick: onNavigate })}>
        <Brand />
        {t('shell.name')}
      </Link>
      <div className="links">
        {PAGES.filter(({ to }) => mayOpen(to)).map(({ to, words, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            activeOptions={to === '/' ? { exact: true } : { includeSearch: false }}
            onClick={onNavigate}
          >
            <Icon aria-hidden="true" />
            {t(words)}
            {to === '/sync' && <Stopped />}
          </Link>
        ))}
      </div>
      <p className="side-foot">{t('shell.utc')}</p>
    </nav>
  );
}

function Stopped() {
  const { t } = useTranslation();
  const { data: sync } = useSyncOfAll();
  const stopped = sync === undefined ? 0 : troubles(sync).length;
  if (stopped === 0) return null;
  return (
    <span className="needs">
      {stopped}
      <span className="visually-hidden"> {t('shell.needsAttention', { count: stopped })}</span>
    </span>
  );
}

/** A page says in the router which permission it needs. */
function useMayOpen(): (path: (typeof PAGES)[number]['to']) => boolean {
  const { routesByPath } = useRouter();
  const { permissions } = usePerson();
  return (path) => {
    const permission = routesByPath[path].options.staticData?.permission;
    return permission === undefined || permissions.includes(permission);
  };
}
