import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncAnswer } from '@bursar/contract';
import { failureToast, toast } from '../../components/toast.js';
import { useMay } from '../../lib/session.js';
import { usePauseSync, useResumeSync, useStartRuns } from '../../lib/sync-writes.js';
import { runName } from './feed-words.js';
import type { FeedActions } from './feed-row.js';

/** What the page can have done, and the pause that still wants a reason. */
export function useSyncActions(sync: SyncAnswer | undefined) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<readonly string[] | null>(null);
  const { mutate: run } = useStartRuns({
    success: ({ runs }) => toast(t('sync.run.started', { count: runs.length })),
    error: (error) => failureToast(t('sync.run.failed'), error),
  });
  const { mutate: pause } = usePauseSync({
    success: ({ feeds }) => toast(t('sync.pause.done', { count: feeds.length })),
    error: (error) => failureToast(t('sync.pause.failed'), error),
  });
  const { mutate: resume } = useResumeSync({
    success: ({ feeds }) => toast(t('sync.pause.goesOn', { count: feeds.length })),
    error: (error) => failureToast(t('sync.pause.goOnFailed'), error),
  });
  const mayRun = useMay('sync.run');
  const actions: FeedActions = {
    run: (body) => run(body),
    pause: (feeds) => setAsking(feeds),
    resume: (feeds) => resume({ feeds }),
  };
  const all = sync?.feeds.length ?? 0;
  const [first] = asking ?? [];
  return {
    /** Null: collecting is not this person's to touch. */
    actions: mayRun ? actions : null,
    /** Of the dialog that asks for the reason. */
    dialog: {
      what: asking === null || sync === undefined || first === undefined ? null : wordsFor(asking, first),
      onClose: () => setAsking(null),
      onPause: (reason: string) => {
        pause({ reason, ...(asking !== null && asking.length < all && { feeds: [...asking] }) });
        setAsking(null);
      },
    },
  };

  function wordsFor(feeds: readonly string[], only: string): string {
    if (feeds.length === all) return t('sync.pause.everything');
    return feeds.length === 1 && sync !== undefined
      ? runName(only, sync, t)
      : t('feeds.count', { count: feeds.length });
  }
}
