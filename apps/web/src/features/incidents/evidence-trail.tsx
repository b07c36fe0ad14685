/** What OpenAI's audit log and Bursar's own trail tell about an incident, with what proves the latter. */
import { useTranslation } from 'react-i18next';
import type { EvidencePack } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { PlainText } from '../../components/plain-text.js';
import { kindName } from '../../lib/activity-words.js';
import { exactMoment } from '../../lib/format/times.js';
import { actorName, typeName } from '../audit/event-words.js';
import { DASH } from '../directory/cells.js';
import { PaperTable } from './paper-table.js';
import { whoWords } from './incident-words.js';

interface PackProps {
  pack: EvidencePack;
}

/** Done in Bursar about the key, each with the hash of its row. */
export function EvidenceActions({ pack: { actions, trail_end: end } }: PackProps) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('incidents.pack.actions')}</h2>
      {actions.length === 0 ? (
        <p>{t('incidents.pack.actionsNone')}</p>
      ) : (
        <PaperTable
          caption={t('incidents.pack.actions')}
          heads={[
            { words: t('incidents.pack.time') },
            { words: t('incidents.pack.what') },
            { words: t('incidents.pack.who') },
            { words: t('incidents.pack.outcome') },
            { words: t('incidents.pack.reason') },
            { words: t('incidents.pack.hash') },
          ]}
          rows={actions.map((action) => [
            exactMoment(action.at),
            kindName(action.what, t),
            whoWords(action.person, null, t),
            t(`activity.outcome.${action.outcome}`),
            <PlainText key="reason">{action.reason ?? DASH}</PlainText>,
            <PlainText key="hash" mono>
              {action.outcome_hash ?? action.hash}
            </PlainText>,
          ])}
        />
      )}
      {end !== null && (
        <>
          <h3>{t('incidents.pack.proof')}</h3>
          <p>{t('incidents.pack.proofText', { id: end.id })}</p>
          <p>{t('incidents.pack.proofCommand')}</p>
          <pre className="evidence-command">
            <PlainText mono>{`npm run verify-activity -- ${end.hash}`}</PlainText>
          </pre>
        </>
      )}
    </section>
  );
}

/** Events of the key, its owner and its project, as far as whoever made the pack may see them. */
export function EvidenceEvents({ pack: { audit_events: events, are_audit_events_shown: areShown } }: PackProps) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('incidents.pack.audit')}</h2>
      {!areShown ? (
        <p>{t('incidents.pack.auditHidden')}</p>
      ) : events.length === 0 ? (
        <p>{t('incidents.pack.auditNone')}</p>
      ) : (
        <PaperTable
          caption={t('incidents.pack.audit')}
          heads={[
            { words: t('incidents.pack.time') },
            { words: t('incidents.pack.what') },
            { words: t('incidents.pack.who') },
            { words: t('incidents.pack.address') },
          ]}
          rows={events.map((event) => [
            exactMoment(event.effective_at),
            typeName(event.type, t),
            <EntityName key="who" name={actorName(event) ?? DASH} />,
            <PlainText key="address" mono>
              {event.actor?.ip_address ?? DASH}
            </PlainText>,
          ])}
        />
      )}
    </section>
  );
}
