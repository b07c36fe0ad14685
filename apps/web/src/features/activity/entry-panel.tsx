import { Drawer } from '@mantine/core';
import { Link2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ActivityItem } from '@bursar/contract';
import { ChangesTable } from '../../components/changes-table.js';
import { CopyTextButton } from '../../components/copy-text-button.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { Notice } from '../../components/notice.js';
import { PlainText } from '../../components/plain-text.js';
import { Term } from '../../components/term.js';
import { useActivityEntry } from '../../lib/activity-queries.js';
import { entrySentence } from '../../lib/activity-words.js';
import { ApiError } from '../../lib/api.js';
import { exactMoment } from '../../lib/format/times.js';
import { changesOf } from './entry-changes.js';
import { EntryProof } from './entry-proof.js';
import { EntryWho } from './entry-who.js';
import { OutcomeBadge } from './outcome-badge.js';
import type { ChangeView } from './use-activity-view.js';

interface EntryPanelProps {
  /** null: nothing is open. */
  id: string | null;
  /** The same entry where the list has it already. */
  known: ActivityItem | undefined;
  change: ChangeView;
}

/** One entry in full, beside the list; its address is the list's with the entry's id. */
export function EntryPanel({ id, known, change }: EntryPanelProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useActivityEntry(id, known);
  const isUnknown = error instanceof ApiError && error.status === 404;
  const item = id === null ? undefined : data;
  return (
    <Drawer
      opened={id !== null}
      onClose={() => change({ entry: null })}
      position="right"
      size={600}
      padding={20}
      title={item === undefined ? t('activity.panel.loading') : entrySentence(item, t)}
      closeButtonProps={{ 'aria-label': t('activity.panel.close') }}
      classNames={{ body: 'event-panel', title: 'event-panel-title' }}
    >
      {isUnknown && (
        <Notice tone="warning" title={t('activity.panel.missing')}>
          {t('activity.panel.missingText')}
        </Notice>
      )}
      {error !== null && !isUnknown && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {item !== undefined && <EntryDetails item={item} change={change} />}
    </Drawer>
  );
}

function EntryDetails({ item, change }: { item: ActivityItem; change: ChangeView }) {
  const { t } = useTranslation();
  const { id, at, completed_at: completed, erased, outcome, detail, what, target, reason } = item;
  return (
    <>
      <div className="controls">
        <CopyTextButton
          icon={Link2}
          label={t('activity.panel.copyLink')}
          done={t('activity.panel.linkCopied')}
          text={() => `${window.location.origin}/activity?entry=${id}`}
        />
      </div>
      {erased.length > 0 && (
        <Notice tone="notice" title={t('activity.panel.erased')}>
          {erased.map((part) => t(`activity.panel.erasedPart.${part}`)).join(' ')}
        </Notice>
      )}
      <dl className="event-terms">
        <Term name={t('activity.panel.term.outcome')} value={outcome}>
          <OutcomeBadge outcome={outcome} />
          <p className="secondary">{t(`activity.outcomeMeans.${outcome}`)}</p>
        </Term>
        {outcome !== 'unknown' && <Term name={t('activity.panel.term.detail')} value={detail} />}
        <Term name={t('activity.panel.term.reason')} value={reason} />
        <Term name={t('activity.panel.term.target')} value={target === null ? null : (target.name ?? target.id)}>
          <PlainText>{target?.name ?? target?.kind ?? ''}</PlainText>
          {typeof target?.id === 'string' && (
            <span className="event-id">
              <PlainText mono>{target.id}</PlainText>
            </span>
          )}
        </Term>
        <Term name={t('activity.panel.term.when')} value={exactMoment(at)} />
        <Term name={t('activity.panel.term.completed')} value={completed === null ? null : exactMoment(completed)} />
        <Term name={t('activity.panel.term.word')} value={what} mono />
        <Term name={t('activity.panel.term.id')} value={id} mono />
      </dl>
      <ChangesTable changes={changesOf(item)} none={t('activity.panel.changesNone')} />
      <EntryWho item={item} change={change} />
      <EntryProof item={item} />
    </>
  );
}
