import { Pause, Play, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SyncAnswer } from '@bursar/contract';
import { PageHead } from '../../components/page-head.js';
import { useSync } from '../../lib/queries.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { BackfillCard } from './backfill-card.js';
import { groupsOf } from './feed-groups.js';
import type { FeedActions } from './feed-row.js';
import { FeedsCard } from './feeds-card.js';
import { isOff, isPaused, troubles } from './freshness.js';
import { PauseDialog } from './pause-dialog.js';
import { PausedNotices } from './paused-notice.js';
import { RunsCard } from './runs-card.js';
import { GapCard, NotesCard } from './sync-cards.js';
import { SyncBadges, SyncSentence } from './sync-answer.js';
import { TroubleNotice } from './trouble-notice.js';
import { useOpenGroups } from './use-open-groups.js';
import { useSyncActions } from './use-sync-actions.js';
import './sync.css';

/** How far and how well collecting goes, and ways to hurry, to pause and to repair it. */
export function SyncPage() {
  const { t } = useTranslation();
  const { data: sync, error } = useSync();
  const { actions, dialog } = useSyncActions(sync);
  return (
    <>
      <PageHead
        title={t('sync.title')}
        actions={sync !== undefined && actions !== null && <PageActions sync={sync} actions={actions} />}
        answer={
          sync === undefined ? t(error === null ? 'sync.loading' : 'sync.unavailable') : <SyncSentence sync={sync} />
        }
        meta={sync !== undefined && sync.feeds.length > 0 && <SyncBadges sync={sync} />}
      />
      {/* An error of this call is said by the shell, on every page. */}
      {sync === undefined && error === null && <PageSkeleton />}
      {sync !== undefined && <SyncBody sync={sync} actions={actions} />}
      <PauseDialog {...dialog} />
    </>
  );
}

function PageActions({ sync, actions }: { sync: SyncAnswer; actions: FeedActions }) {
  const { t } = useTranslation();
  const all = sync.feeds.map(({ feed }) => feed);
  const isAllPaused = sync.feeds.length > 0 && sync.feeds.every((feed) => isPaused(feed) || isOff(feed));
  return (
    <>
      {isAllPaused ? (
        <button type="button" className="control" onClick={() => actions.resume(all)}>
          <Play aria-hidden="true" />
          {t('sync.pause.goOn')}
        </button>
      ) : (
        <button type="button" className="control" onClick={() => actions.pause(all)}>
          <Pause aria-hidden="true" />
          {t('sync.pause.pause')}
        </button>
      )}
      <button type="button" className="control primary" onClick={() => actions.run({})}>
        <RotateCw aria-hidden="true" />
        {t('sync.run.all')}
      </button>
    </>
  );
}

function SyncBody({ sync, actions }: { sync: SyncAnswer; actions: FeedActions | null }) {
  const [open, setOpen] = useOpenGroups();
  return (
    <>
      <PausedNotices sync={sync} onResume={actions?.resume} />
      {troubles(sync)
        .filter(({ feed }) => feed !== null)
        .map((trouble) => (
          <TroubleNotice
            key={`${trouble.organizationId} ${trouble.error.code} ${trouble.feed?.feed}`}
            trouble={trouble}
          />
        ))}
      <FeedsCard sync={sync} open={open} onOpen={setOpen} actions={actions} />
      <div className="sync-cards">
        <BackfillCard feeds={sync.feeds} />
        {groupsOf(sync.feeds).map((grouped) => (
          <GapCard key={grouped.group} grouped={grouped} now={sync.now} onRun={actions?.run} />
        ))}
        <RunsCard sync={sync} />
        <NotesCard sync={sync} />
      </div>
    </>
  );
}
