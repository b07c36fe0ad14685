import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Incident } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { Term } from '../../components/term.js';
import { moment } from '../../lib/format/times.js';
import { shownValue } from '../leaks/shown-value.js';
import { whoWords } from './incident-words.js';

/** What is known of an incident besides what the key did. */
export function FactsCard({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-labelledby="facts-title">
      <div className="card-head">
        <h2 id="facts-title">{t('incidents.facts.title')}</h2>
      </div>
      <div className="card-body">
        <IncidentFacts incident={incident} />
      </div>
    </section>
  );
}

/** The same as a list of terms. */
export function IncidentFacts({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const { source, source_url: url, api_key_id: keyId, project_id: projectId, redacted_value: redacted } = incident;
  const openedBy = t('incidents.facts.openedBy', {
    at: moment(incident.opened_at),
    who: whoWords(incident.opened_by, source, t),
  });
  return (
    <dl className="incident-facts">
      <Term name={t('incidents.facts.key')} value={keyId}>
        <EntityName name={incident.key_name ?? keyId ?? ''} />
        {redacted !== null && <span className="second-line mono">{shownValue(redacted)}</span>}
      </Term>
      <Term name={t('incidents.facts.project')} value={projectId}>
        <Link to="/projects/$projectId" params={{ projectId: projectId ?? '' }}>
          <EntityName name={incident.project_name ?? projectId ?? ''} />
        </Link>
      </Term>
      <Term name={t('incidents.facts.leakedSince')} value={moment(incident.leaked_since)} />
      <Term name={t('incidents.facts.opened')} value={openedBy}>
        {openedBy}
      </Term>
      <Term name={t('incidents.facts.reason')} value={incident.reason} />
      <Term name={t('incidents.facts.source')} value={t(`incidents.source.${source}`)} />
      <Term name={t('incidents.facts.repository')} value={incident.repository} />
      <Term name={t('incidents.facts.alert')} value={isWebAddress(url) ? url : null}>
        <a href={url ?? ''} target="_blank" rel="noreferrer">
          {t('incidents.facts.openAlert')}
        </a>
      </Term>
      <Term
        name={t('incidents.facts.revoked')}
        value={incident.revoked_at === null ? t('incidents.facts.notRevoked') : moment(incident.revoked_at)}
      />
      {incident.closed_at !== null && (
        <>
          <Term name={t('incidents.facts.closed')} value={moment(incident.closed_at)} />
          <Term name={t('incidents.facts.closeReason')} value={incident.close_reason} />
        </>
      )}
    </dl>
  );
}

/** The address was sent by whoever sent the alert: nothing else than a page may be opened by it. */
const isWebAddress = (url: string | null): boolean =>
  url !== null && URL.canParse(url) && new URL(url).protocol === 'https:';
