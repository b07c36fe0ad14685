import { Link } from '@tanstack/react-router';
import { Activity, ChartNoAxesCombined, Folder, LayoutDashboard, RefreshCw, ScrollText, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSync } from '../lib/queries.js';
import { troubles } from '../features/sync/freshness.js';
import { Brand } from './brand.js';

/** Pages that exist, and no others. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useTranslation();
  const { data: sync } = useSync();
  const stopped = sync === undefined ? 0 : troubles(sync).length;
  return (
    <nav className="navigation" aria-label={t('shell.navigation')}>
      <Link to="/" className="brand" {...(onNavigate && { onClick: onNavigate })}>
        <Brand />
        {t('shell.name')}
      </Link>
      <div className="links">
        <Link to="/" activeOptions={{ exact: true }} onClick={onNavigate}>
          <LayoutDashboard aria-hidden="true" />
          {t('overview.title')}
        </Link>
        <Link to="/costs" activeOptions={{ includeSearch: false }} onClick={onNavigate}>
          <ChartNoAxesCombined aria-hidden="true" />
          {t('costs.title')}
        </Link>
        <Link to="/usage" activeOptions={{ includeSearch: false }} onClick={onNavigate}>
          <Activity aria-hidden="true" />
          {t('usage.title')}
        </Link>
        <Link to="/members" activeOptions={{ includeSearch: false }} onClick={onNavigate}>
          <Users aria-hidden="true" />
          {t('members.title')}
        </Link>
        <Link to="/projects" activeOptions={{ includeSearch: false }} onClick={onNavigate}>
          <Folder aria-hidden="true" />
          {t('projects.title')}
        </Link>
        <Link to="/audit-log" activeOptions={{ includeSearch: false }} onClick={onNavigate}>
          <ScrollText aria-hidden="true" />
          {t('audit.title')}
        </Link>
        <Link to="/sync" onClick={onNavigate}>
          <RefreshCw aria-hidden="true" />
          {t('sync.title')}
          {stopped > 0 && (
            <span className="needs">
              {stopped}
              <span className="visually-hidden"> {t('shell.needsAttention', { count: stopped })}</span>
            </span>
          )}
        </Link>
      </div>
      <p className="side-foot">{t('shell.utc')}</p>
    </nav>
  );
}
