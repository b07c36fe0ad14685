import { Link, useSearch } from '@tanstack/react-router';
import { KeyRound, Siren } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { IncidentItem, IncidentState } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { PageHead } from '../../components/page-head.js';
import { RepairsNotice } from '../../components/repairs-notice.js';
import { TabLinks } from '../../components/tab-links.js';
import { isolated } from '../../lib/names.js';
import { useIncidents } from '../../lib/incident-queries.js';
import { LinkReader } from '../../lib/link-reader.js';
import type { ReadOnList } from '../../lib/read-on-list.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { IncidentsTable } from './incidents-table.js';
import './incident-words.js';
import './incidents.css';

const INCIDENT_STATES = ['open', 'closed'] as const satisfies readonly IncidentState[];

/** Leaked keys and what was done about them, the newest first. */
export function IncidentsPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/keys/incidents' });
  const link = new LinkReader(search, ['state']);
  const state = link.among('state', INCIDENT_STATES);
  const list = useIncidents(state);
  return (
    <>
      <PageHead
        title={t('incidents.title')}
        answer={<IncidentsAnswer list={list} state={state} />}
        actions={
          <Link to="/keys/leak-desk" className="control">
            <KeyRound aria-hidden="true" />
            {t('incidents.desk')}
          </Link>
        }
      />
      <RepairsNotice repairs={link.repairs} />
      <TabLinks
        label={t('incidents.tabs.label')}
        current={state ?? 'all'}
        tabs={[
          { name: 'all', label: t('incidents.tabs.all'), search: {} },
          ...INCIDENT_STATES.map((each) => ({
            name: each,
            label: t(`incidents.tabs.${each}`),
            search: { state: each },
          })),
        ]}
      />
      {list.error !== null && <ErrorNotice error={list.error} onRetry={list.startOver} />}
      {list.rows === null && list.error === null && <PageSkeleton />}
      {list.rows !== null && (
        <section className={list.isLoading ? 'card loading' : 'card'} aria-busy={list.isLoading}>
          {list.rows.length === 0 ? <NoIncidents state={state} /> : <IncidentsTable list={list} rows={list.rows} />}
        </section>
      )}
    </>
  );
}

interface AnswerProps {
  list: ReadOnList<IncidentItem>;
  state: IncidentState | null;
}

/** "2 incidents are open, sim-batch-runner the newest." */
function IncidentsAnswer({ list: { rows, error, isComplete }, state }: AnswerProps) {
  const { t } = useTranslation();
  if (rows === null) return t(error === null ? 'incidents.loading' : 'incidents.unavailable');
  const [newest] = rows;
  if (newest === undefined) {
    return t(
      state === null ? 'incidents.answer.none' : `incidents.answer.${state === 'open' ? 'noneOpen' : 'noneClosed'}`,
    );
  }
  const said = { count: rows.length, title: isolated(newest.title) };
  if (!isComplete) return t(state === 'open' ? 'incidents.answer.openSoFar' : 'incidents.answer.soFar', said);
  return t(`incidents.answer.${state ?? 'all'}`, said);
}

function NoIncidents({ state }: Pick<AnswerProps, 'state'>) {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t(state === null ? 'incidents.empty.title' : 'incidents.empty.filtered')}
      icon={Siren}
      actions={
        state === null ? (
          <Link to="/keys/leak-desk" className="control">
            {t('incidents.desk')}
          </Link>
        ) : (
          <Link to="/keys/incidents" className="control">
            {t('incidents.empty.showAll')}
          </Link>
        )
      }
    >
      {t(state === null ? 'incidents.empty.text' : 'incidents.empty.filteredText')}
    </EmptyState>
  );
}
