import { Link, useParams } from '@tanstack/react-router';
import { Download, Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EvidencePack } from '@bursar/contract';
import { ErrorNotice } from '../../components/error-notice.js';
import { PageHead } from '../../components/page-head.js';
import { moment } from '../../lib/format/times.js';
import { evidenceAddress } from '../../lib/incident-calls.js';
import { useEvidence } from '../../lib/incident-queries.js';
import { isolated } from '../../lib/names.js';
import { DASH } from '../directory/cells.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { IncidentFacts } from './facts-card.js';
import { EvidenceImpact } from './evidence-impact.js';
import { EvidenceActions, EvidenceEvents } from './evidence-trail.js';
import { Timeline } from './timeline-card.js';
import './incident-words.js';
import './incidents.css';
import './evidence.css';

/** All that is known of an incident, laid out for paper: every table is open, and nothing but the words is printed. */
export function EvidencePage() {
  const { t } = useTranslation();
  const { incidentId } = useParams({ from: '/keys/incidents/$incidentId/evidence' });
  const { data: pack, error, refetch } = useEvidence(incidentId);
  const title = pack?.incident.title ?? t('incidents.one');
  return (
    <div className="evidence">
      <PageHead
        crumb={
          <Link to="/keys/incidents/$incidentId" params={{ incidentId }}>
            {isolated(title)}
          </Link>
        }
        title={t('incidents.pack.heading')}
        answer={
          pack === undefined
            ? t(error === null ? 'incidents.pack.reading' : 'incidents.pack.unavailable')
            : t('incidents.pack.answer', { title: isolated(title), at: moment(pack.made_at) })
        }
        actions={
          pack !== undefined && (
            <span className="controls">
              <button type="button" className="control primary" onClick={() => window.print()}>
                <Printer aria-hidden="true" />
                {t('incidents.pack.print')}
              </button>
              <a
                className="control"
                href={evidenceAddress(incidentId)}
                download={`bursar-incident-${incidentId}-evidence.json`}
              >
                <Download aria-hidden="true" />
                {t('incidents.pack.json')}
              </a>
            </span>
          )
        }
      />
      {pack === undefined && error !== null && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {pack === undefined && error === null && <PageSkeleton />}
      {pack !== undefined && <Pack pack={pack} />}
    </div>
  );
}

function Pack({ pack }: { pack: EvidencePack }) {
  const { t } = useTranslation();
  const { incident, period } = pack;
  return (
    <article className="card evidence-paper">
      <section>
        <h2>{t('incidents.facts.title')}</h2>
        <IncidentFacts incident={incident} />
        <p className="quiet">
          {t('incidents.pack.period')}: {moment(period.start)} {DASH} {moment(period.end)}
        </p>
      </section>
      <section>
        <h2>{t('incidents.timeline.title')}</h2>
        <Timeline incident={incident} />
      </section>
      {incident.impact === null ? (
        <section>
          <h2>{t('incidents.pack.summary')}</h2>
          <p>{t('incidents.pack.noImpact')}</p>
        </section>
      ) : (
        <EvidenceImpact impact={incident.impact} />
      )}
      <EvidenceActions pack={pack} />
      <EvidenceEvents pack={pack} />
      <p className="quiet">{t('incidents.pack.page', { id: incident.id })}</p>
    </article>
  );
}
