import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SyncAnswer, SyncRunsBody } from '@bursar/contract';
import { PageHead } from '../../components/page-head.js';
import { failureToast, toast } from '../../components/toast.js';
import { useStartRuns, useSync } from '../../lib/queries.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { FeedsCard } from './feeds-card.js';
import { troubles } from './freshness.js';
import { RunsCard } from './runs-card.js';
import { BackfillCard, GapCard, NotesCard } from './sync-cards.js';
import { SyncBadges, SyncSentence } from './sync-answer.js';
import { TroubleNotice } from './trouble-notice.js';
import './sync.css';

/** How far and how well collecting goes, and a way to hurry it. */
export function SyncPage() {
  const { t } = useTranslation();
  const { data: sync, error } = useSync();
  const run = useRunNow();
  return (
    <>
      <PageHead
        title={t('sync.title')}
        actions={
          sync !== undefined && (
            <button type="button" className="control primary" onClick={() => run({})}>
              <Play aria-hidden="true" />
              {t('sync.run.all')}
            </button>
          )
        }
        answer={
          sync === undefined ? t(error === null ? 'sync.loading' : 'sync.unavailable') : <SyncSentence sync={sync} />
        }
        meta={sync !== undefined && sync.feeds.length > 0 && <SyncBadges sync={sync} />}
      />
      {/* An error of this call is said by the shell, on every page. */}
      {sync === undefined && error === null && <PageSkeleton />}
      {sync !== undefined && <SyncBody sync={sync} run={run} />}
    </>
  );
}

function SyncBody({ sync, run }: { sync: SyncAnswer; run: (body: SyncRunsBody) => void }) {
  return (
    <>
      {troubles(sync)
        .filter(({ feed }) => feed !== null)
        .map((trouble) => (
          <TroubleNotice key={trouble.feed?.feed} trouble={trouble} />
        ))}
      <FeedsCard sync={sync} onRun={(feeds) => run({ feeds })} />
      <div className="sync-cards">
        {sync.feeds.map((feed) => (
          <BackfillCard key={`backfill ${feed.feed}`} feed={feed} />
        ))}
        {sync.feeds.map((feed) => (
          <GapCard key={`gap ${feed.feed}`} feed={feed} onRun={(gap) => run({ feeds: [feed.feed], ...gap })} />
        ))}
        <RunsCard sync={sync} />
        <NotesCard sync={sync} />
      </div>
    </>
  );
}

/** Starts runs and says what came of it. */
function useRunNow(): (body: SyncRunsBody) => void {
  const { t } = useTranslation();
  const { mutate } = useStartRuns({
    success: ({ runs }) => toast(t('sync.run.started', { count: runs.length })),
    error: (error) => failureToast(t('sync.run.failed'), error),
  });
  return mutate;
}
