import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FeedStatus, SyncAnswer } from '@bursar/contract';
import { Notice } from '../../components/notice.js';
import { PlainText } from '../../components/plain-text.js';
import { moment } from '../../lib/format/times.js';
import { isPaused } from './freshness.js';

interface PausedNoticesProps {
  sync: SyncAnswer;
  /** Left out: the reader may not let it go on. */
  onResume?: ((feeds: string[]) => void) | undefined;
}

/** What is paused since when and why, and the way on; once for each reason. */
export function PausedNotices({ sync, onResume }: PausedNoticesProps) {
  const { t } = useTranslation();
  return pausesOf(sync).map(({ reason, since, feeds }) => (
    <Notice
      key={`${since} ${reason}`}
      tone="notice"
      title={t(feeds.length === sync.feeds.length ? 'sync.pause.allPaused' : 'sync.pause.somePaused', {
        count: feeds.length,
        at: moment(since),
      })}
      action={
        onResume && (
          <button type="button" className="control" onClick={() => onResume(feeds.map(({ feed }) => feed))}>
            <Play aria-hidden="true" />
            {t('sync.pause.goOn')}
          </button>
        )
      }
    >
      <p>
        <PlainText>{reason}</PlainText>
      </p>
      <p className="quiet">{t('sync.pause.kept')}</p>
    </Notice>
  ));
}

interface SharedPause {
  reason: string;
  /** Of the first of them. */
  since: string;
  feeds: FeedStatus[];
}

export function pausesOf(sync: SyncAnswer): SharedPause[] {
  const byReason = new Map<string, SharedPause>();
  for (const feed of sync.feeds.filter(isPaused)) {
    const { since = '', reason = '' } = feed.paused ?? {};
    const known = byReason.get(reason) ?? { reason, since, feeds: [] };
    byReason.set(reason, { reason, since: since < known.since ? since : known.since, feeds: [...known.feeds, feed] });
  }
  return [...byReason.values()];
}
