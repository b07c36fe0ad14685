import { Link } from '@tanstack/react-router';
import { CloudDownload, ScrollText, ShieldOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AuditFacetsAnswer, AuditLogStatus } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { Notice } from '../../components/notice.js';
import { PlainText } from '../../components/plain-text.js';
import { moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import { DEFAULT_VIEW, filterCount, type AuditView } from './audit-view.js';
import { mainLog, troubledLogs } from './log-state.js';
import type { ChangeView } from './use-audit-view.js';

/** The scope that OpenAI asks for the audit log, where its answer did not name it. */
const AUDIT_SCOPE = 'api.audit_logs.read';

/** What stands between the page and new events: what happened, what to do, what is kept. */
export function LogNotices({ facets }: { facets: AuditFacetsAnswer }) {
  return troubledLogs(facets).map((log) => (
    <LogNotice key={`${log.organization_id} ${log.tenant}`} log={log} severalLogs={severalOrganizations(facets)} />
  ));
}

const severalOrganizations = ({ logs }: AuditFacetsAnswer): boolean =>
  new Set(logs.map(({ organization_id }) => organization_id)).size > 1;

function LogNotice({ log, severalLogs }: { log: AuditLogStatus; severalLogs: boolean }) {
  const { t } = useTranslation();
  const nameOf = useSeveralOrganizations();
  const scope = log.missing_scope ?? AUDIT_SCOPE;
  const at = log.synced_at === null ? t('words.never') : moment(log.synced_at);
  const where = [
    ...(severalLogs
      ? [
          t('audit.notice.ofOrganization', {
            name: isolated(nameOf?.(log.organization_id) ?? log.organization_id ?? ''),
          }),
        ]
      : []),
    ...(log.tenant ? [t('audit.notice.ofTenant')] : []),
  ];
  return (
    <Notice
      tone={log.state === 'failing' ? 'warning' : 'notice'}
      title={
        log.state === 'missing_scope'
          ? t('audit.notice.missing_scope', { scope })
          : t(log.state === 'failing' ? 'audit.notice.failing' : 'audit.notice.not_enabled')
      }
      action={
        <Link to="/sync" className="control">
          {t('audit.empty.sync')}
        </Link>
      }
    >
      {log.state === 'failing' && log.message !== null && (
        <p>
          <PlainText>{log.message}</PlainText>
        </p>
      )}
      {log.state === 'missing_scope' && <p>{t('audit.notice.missing_scopeText', { at })}</p>}
      {log.state === 'not_enabled' && <p>{t('audit.notice.not_enabledText')}</p>}
      {where.length > 0 && <p className="quiet">{where.join(' ')}</p>}
    </Notice>
  );
}

interface NoEventsProps {
  view: AuditView;
  facets: AuditFacetsAnswer;
  change: ChangeView;
}

/** Nothing to list: because of the filters, of OpenAI's settings, of the key, because it is early, or because all is quiet. */
export function NoEvents({ view, facets, change }: NoEventsProps) {
  const { t } = useTranslation();
  const log = mainLog(facets);
  if (filterCount(view) > 0) {
    const clear = (
      <button type="button" className="control" onClick={() => change(DEFAULT_VIEW)}>
        {t('audit.filter.clear')}
      </button>
    );
    return (
      <EmptyState title={t('audit.empty.filtered')} icon={ScrollText} actions={clear}>
        {t('audit.empty.filteredText')}
      </EmptyState>
    );
  }
  const toSync = (
    <Link to="/sync" className="control">
      {t('audit.empty.sync')}
    </Link>
  );
  switch (log?.state) {
    case 'not_enabled':
      return (
        <EmptyState title={t('audit.empty.off')} icon={ShieldOff} actions={toSync}>
          {t('audit.empty.offText')}
        </EmptyState>
      );
    case 'missing_scope':
      return (
        <EmptyState
          title={t('audit.empty.scope', { scope: log.missing_scope ?? AUDIT_SCOPE })}
          icon={ShieldOff}
          actions={toSync}
        >
          {t('audit.empty.scopeText')}
        </EmptyState>
      );
    case 'quiet':
    case 'active':
      return (
        <EmptyState title={t('audit.empty.none')} icon={ScrollText} actions={toSync}>
          {t('audit.empty.noneText')}
        </EmptyState>
      );
    default:
      return (
        <EmptyState title={t('audit.empty.connecting')} icon={CloudDownload} actions={toSync}>
          {t('audit.empty.connectingText')}
        </EmptyState>
      );
  }
}
