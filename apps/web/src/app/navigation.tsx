import { Link, useLocation, useRouter } from '@tanstack/react-router';
import {
  Activity,
  Building2,
  ChartNoAxesCombined,
  Folder,
  History,
  KeyRound,
  LayoutDashboard,
  RefreshCw,
  ScrollText,
  UserRoundKey,
  Users,
} from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useSyncOfAll } from '../lib/queries.js';
import { usePerson } from '../lib/session.js';
import { troubles } from '../features/sync/freshness.js';
import { Brand } from './brand.js';
import { KEY_PAGES } from './key-pages.js';

/** Pages that exist, and no others. */
const PAGES = [
  { to: '/', words: 'overview.title', icon: LayoutDashboard },
  { to: '/costs', words: 'costs.title', icon: ChartNoAxesCombined },
  { to: '/usage', words: 'usage.title', icon: Activity },
  { to: '/keys', words: 'shell.page.keys', icon: KeyRound, parts: KEY_PAGES },
  // Groups are a list of the members' page; each has a page at an address of its own.
  { to: '/members', words: 'members.title', icon: Users, alsoBelow: '/groups/' },
  { to: '/projects', words: 'projects.title', icon: Folder },
  { to: '/audit-log', words: 'shell.page.audit', icon: ScrollText },
  { to: '/sync', words: 'sync.title', icon: RefreshCw },
  { to: '/people', words: 'people.title', icon: UserRoundKey },
  { to: '/organizations', words: 'organizations.title', icon: Building2 },
  { to: '/activity', words: 'shell.page.activity', icon: History },
] as const;

type SectionPage = (typeof KEY_PAGES)[number];

/** The pages that this person may see. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useTranslation();
  const mayOpen = useMayOpen();
  const path = useLocation({ select: ({ pathname }) => pathname });
  return (
    <nav className="navigation" aria-label={t('shell.navigation')}>
      <Link to="/" className="brand" {...(onNavigate && { onClick: onNavigate })}>
        <Brand />
        {t('shell.name')}
      </Link>
      <div className="links">
        {PAGES.filter(({ to }) => mayOpen(to)).map(({ to, words, icon: Icon, ...section }) => (
          <Fragment key={to}>
            <Link
              to={to}
              activeOptions={to === '/' ? { exact: true } : { includeSearch: false }}
              className={'parts' in section ? 'section' : undefined}
              {...('alsoBelow' in section && path.startsWith(section.alsoBelow) && { 'aria-current': 'page' })}
              onClick={onNavigate}
            >
              <Icon aria-hidden="true" />
              {t(words)}
              {to === '/sync' && <Stopped />}
            </Link>
            {'parts' in section && <SectionPages of={to} pages={section.parts} onNavigate={onNavigate} />}
          </Fragment>
        ))}
      </div>
      <p className="side-foot">{t('shell.utc')}</p>
    </nav>
  );
}

interface SectionPagesProps {
  of: string;
  pages: readonly SectionPage[];
  onNavigate: (() => void) | undefined;
}

/** The pages of a section, shown while one of them is. A page below none of the others belongs to the first. */
function SectionPages({ of, pages, onNavigate }: SectionPagesProps) {
  const { t } = useTranslation();
  const mayOpen = useMayOpen();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const [first, ...others] = pages;
  if (path !== of && !path.startsWith(`${of}/`)) return null;
  const current = others.find(({ to }) => path === to || path.startsWith(`${to}/`)) ?? first;
  return pages
    .filter(({ to }) => mayOpen(to))
    .map((page) => (
      <Link
        key={page.to}
        to={page.to}
        // Which of them is current is told here: the first one's address begins those of all.
        activeOptions={{ exact: true, includeSearch: false }}
        className={page === current ? 'part current' : 'part'}
        onClick={onNavigate}
      >
        {t(page.words)}
      </Link>
    ));
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
function useMayOpen(): (path: (typeof PAGES)[number]['to'] | SectionPage['to']) => boolean {
  const { routesByPath } = useRouter();
  const { permissions } = usePerson();
  return (path) => {
    const permission = routesByPath[path].options.staticData?.permission;
    return permission === undefined || permissions.includes(permission);
  };
}
