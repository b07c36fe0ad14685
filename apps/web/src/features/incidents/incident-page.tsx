import { Link, useParams } from '@tanstack/react-router';
import { CircleCheckBig, FileText, Siren } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident, LeakImpact } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { EntityName } from '../../components/entity-name.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { PageHead } from '../../components/page-head.js';
import { usePreloadedChart } from '../../components/time-series-chart/time-series-chart.js';
import { ApiError } from '../../lib/api.js';
import { moment } from '../../lib/format/times.js';
import { useIncident, type KeyInProject } from '../../lib/incident-queries.js';
import { isolated } from '../../lib/names.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import { useMay } from '../../lib/session.js';
import { useNow, useToday } from '../../lib/today.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { ImpactChartCard } from '../leaks/impact-chart-card.js';
import { ImpactTables } from '../leaks/impact-view.js';
import { LeakAnswer, LeakMeta } from '../leaks/leak-answer.js';
import { StepsCard } from '../leaks/steps-card.js';
import { ChooseKey } from './choose-key.js';
import { CloseDialog } from './close-dialog.js';
import { FactsCard } from './facts-card.js';
import { IncidentStateBadge } from './incident-state.js';
import { whoWords } from './incident-words.js';
import { TimelineCard } from './timeline-card.js';
import '../leaks/leaks.css';
import './incidents.css';

/** One leaked key: what it did, what was done about it and by whom. */
export function IncidentPage() {
  const { t } = useTranslation();
  const { incidentId } = useParams({ from: '/keys/incidents/$incidentId' });
  const { data: incident, error, refetch } = useIncident(incidentId);
  usePreloadedChart();
  if (incident === undefined && error instanceof ApiError && error.status === 404) return <NoIncident />;
  if (incident === undefined) {
    return (
      <>
        <PageHead
          crumb={<Link to="/keys/incidents">{t('incidents.crumb')}</Link>}
          title={t('incidents.one')}
          answer={t(error === null ? 'incidents.page.reading' : 'incidents.unavailable')}
        />
        {error === null ? <PageSkeleton /> : <ErrorNotice error={error} onRetry={() => void refetch()} />}
      </>
    );
  }
  return (
    <>
      <Head incident={incident} />
      {error !== null && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <Body incident={incident} />
    </>
  );
}

function Head({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const now = useNow();
  const mayWrite = useMay('incidents.write');
  const [isClosing, setClosing] = useState(false);
  const { id, title, state, impact, repository } = incident;
  const where = repository === null ? '' : t('incidents.page.noKeyIn', { repository: isolated(repository) });
  return (
    <>
      <PageHead
        crumb={<Link to="/keys/incidents">{t('incidents.crumb')}</Link>}
        title={<EntityName name={title} />}
        answer={
          impact === null ? (
            t('incidents.page.noKey', { where })
          ) : (
            <LeakAnswer impact={impact} now={now ?? impact.until} isPasted={false} />
          )
        }
        meta={
          <>
            <IncidentStateBadge state={state} />
            {impact !== null && now !== null && <LeakMeta impact={impact} now={now} />}
          </>
        }
        actions={
          <>
            <Link to="/keys/incidents/$incidentId/evidence" params={{ incidentId: id }} className="control">
              <FileText aria-hidden="true" />
              {t('incidents.evidence')}
            </Link>
            {mayWrite && state === 'open' && (
              <button type="button" className="control" onClick={() => setClosing(true)}>
                <CircleCheckBig aria-hidden="true" />
                {t('incidents.page.close')}
              </button>
            )}
          </>
        }
      />
      {incident.closed_at !== null && (
        <p className="secondary">
          {t('incidents.page.closed', {
            at: moment(incident.closed_at),
            who: whoWords(incident.closed_by, incident.source, t),
            reason: isolated(incident.close_reason ?? ''),
          })}
        </p>
      )}
      {isClosing && <CloseDialog incident={incident} onClose={() => setClosing(false)} />}
    </>
  );
}

function Body({ incident }: { incident: Incident }) {
  const mayWrite = useMay('incidents.write');
  const { impact, state } = incident;
  if (impact === null) {
    return (
      <>
        {mayWrite && state === 'open' && <ChooseKey incident={incident} />}
        <div className="grid leak-impact">
          <div className="area-chart">
            <TimelineCard incident={incident} />
          </div>
          <div className="area-steps">
            <FactsCard incident={incident} />
          </div>
        </div>
      </>
    );
  }
  return (
    <div className="grid leak-impact">
      <div className="area-chart">
        <ImpactChartCard impact={impact} by={null} />
        <TimelineCard incident={incident} />
      </div>
      <div className="area-steps">
        {state === 'open' && <Steps incident={incident} impact={impact} />}
        <FactsCard incident={incident} />
      </div>
      <ImpactTables impact={impact} />
    </div>
  );
}

function Steps({ incident, impact }: { incident: Incident; impact: LeakImpact }) {
  const now = useNow();
  const today = useToday();
  const isSeveral = useSeveralOrganizations() !== null;
  if (now === null || today === null) return null;
  const inProject: KeyInProject = {
    keyId: impact.key.api_key_id,
    projectId: impact.key.project_id,
    organizationId: isSeveral ? incident.organization_id : null,
  };
  return <StepsCard impact={impact} inProject={inProject} now={now} today={today} hasIncident />;
}

function NoIncident() {
  const { t } = useTranslation();
  return (
    <section className="card">
      <h1 className="visually-hidden">{t('incidents.page.missing')}</h1>
      <EmptyState
        title={t('incidents.page.missing')}
        icon={Siren}
        actions={
          <Link to="/keys/incidents" className="control">
            {t('incidents.page.list')}
          </Link>
        }
      >
        {t('incidents.page.missingText')}
      </EmptyState>
    </section>
  );
}
