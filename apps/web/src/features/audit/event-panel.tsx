import { Drawer } from '@mantine/core';
import { Link2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AuditEvent } from '@bursar/contract';
import { ApiError } from '../../lib/api.js';
import { ChangesTable } from '../../components/changes-table.js';
import { CopyTextButton } from '../../components/copy-text-button.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { Notice } from '../../components/notice.js';
import { PlainText } from '../../components/plain-text.js';
import { exactMoment } from '../../lib/format/times.js';
import { useAuditEvent } from '../../lib/audit-queries.js';
import { ActorTerms, ObjectList, OrganizationTerm, ProjectTerm } from './event-parties.js';
import { typeName } from './event-words.js';
import type { NameObject } from './object-names.js';
import type { ChangeView } from './use-audit-view.js';

interface EventPanelProps {
  /** null: nothing is open. */
  id: string | null;
  /** The same event where the list has it already. */
  known: AuditEvent | undefined;
  nameOf: NameObject;
  change: ChangeView;
}

/** One event in full, beside the list; its address is the list's with the event's id. */
export function EventPanel({ id, known, nameOf, change }: EventPanelProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useAuditEvent(id, known);
  const isUnknown = error instanceof ApiError && error.status === 404;
  const event = id === null ? undefined : data;
  return (
    <Drawer
      opened={id !== null}
      onClose={() => change({ event: null })}
      position="right"
      size={600}
      padding={20}
      title={event === undefined ? t('audit.panel.loading') : <PlainText>{typeName(event.type, t)}</PlainText>}
      closeButtonProps={{ 'aria-label': t('audit.panel.close') }}
      classNames={{ body: 'event-panel', title: 'event-panel-title' }}
    >
      {isUnknown && (
        <Notice tone="warning" title={t('audit.panel.missing')}>
          {t('audit.panel.missingText')}
        </Notice>
      )}
      {error !== null && !isUnknown && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {event !== undefined && <EventDetails event={event} nameOf={nameOf} change={change} />}
    </Drawer>
  );
}

interface EventDetailsProps {
  event: AuditEvent;
  nameOf: NameObject;
  change: ChangeView;
}

function EventDetails({ event, nameOf, change }: EventDetailsProps) {
  const { t } = useTranslation();
  const raw = JSON.stringify(event.event, null, 2);
  return (
    <>
      <div className="controls">
        <CopyTextButton
          icon={Link2}
          label={t('audit.panel.copyLink')}
          done={t('audit.panel.linkCopied')}
          text={() => `${window.location.origin}/audit-log?event=${encodeURIComponent(event.id)}`}
        />
      </div>
      <dl className="event-terms">
        <dt>{t('audit.panel.term.when')}</dt>
        <dd>{exactMoment(event.effective_at)}</dd>
        <dt>{t('audit.panel.term.type')}</dt>
        <dd>
          <PlainText mono>{event.type}</PlainText>
          {event.tenant && <span className="quiet"> {t('audit.panel.ofTenant')}</span>}
        </dd>
        <ProjectTerm event={event} nameOf={nameOf} change={change} />
        <OrganizationTerm event={event} />
        <dt>{t('audit.panel.term.id')}</dt>
        <dd>
          <PlainText mono>{event.id}</PlainText>
        </dd>
        <dt>{t('audit.panel.term.seen')}</dt>
        <dd>{exactMoment(event.first_seen_at)}</dd>
      </dl>
      <ChangesTable changes={event.changes} none={t('audit.panel.changesNone')} />
      <section>
        <h3>{t('audit.panel.who')}</h3>
        <ActorTerms event={event} change={change} />
      </section>
      {event.resources.length > 0 && (
        <section>
          <h3>{t('audit.panel.objects')}</h3>
          <ObjectList event={event} nameOf={nameOf} change={change} />
        </section>
      )}
      <section>
        <div className="event-raw-head">
          <h3>{t('audit.panel.raw')}</h3>
          <CopyTextButton label={t('audit.panel.copyRaw')} done={t('audit.panel.rawCopied')} text={() => raw} />
        </div>
        {/* Focusable, so that the keyboard can scroll it. */}
        <pre className="event-raw" tabIndex={0} role="region" aria-label={t('audit.panel.rawLabel')}>
          <PlainText mono>{raw}</PlainText>
        </pre>
      </section>
    </>
  );
}
