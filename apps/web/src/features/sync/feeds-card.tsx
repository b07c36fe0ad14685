import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FeedStatus, SyncAnswer } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { SeverityIcon } from '../../components/severity.js';
import { count, duration } from '../../lib/format.js';
import { CoverageStrip } from './coverage-strip.js';
import { coverageWords, stateWords } from './feed-state.js';
import { feedName } from './feed-words.js';
import { feedTone } from './freshness.js';

interface FeedsCardProps {
  sync: SyncAnswer;
  onRun: (feeds: string[]) => void;
}

/** Each feed: what it holds, how old it is, what it costs in calls, and how it is. */
export function FeedsCard({ sync, onRun }: FeedsCardProps) {
  const { t } = useTranslation();
  const calls = sync.feeds.reduce((sum, feed) => sum + feed.calls_24h, 0);
  return (
    <section className="card sync-feeds" aria-labelledby="feeds-title">
      <div className="card-head">
        <h2 id="feeds-title">{t('sync.table.title')}</h2>
        <CoverageKey />
      </div>
      <p className="card-caption">{t('sync.table.sentence')}</p>
      <DataTable
        caption={t('sync.table.title')}
        columns={8}
        rows={sync.feeds}
        head={
          <tr>
            <th scope="col">{t('sync.table.feed')}</th>
            <th scope="col" className="wide-only">
              {t('sync.table.coverage')}
            </th>
            <th scope="col" className="number">
              {t('sync.table.behind')}
            </th>
            <th scope="col" className="number wide-only">
              {t('sync.table.every')}
            </th>
            <th scope="col" className="number wide-only">
              {t('sync.table.calls')}
            </th>
            <th scope="col" className="number wide-only">
              {t('sync.table.pace')}
            </th>
            <th scope="col" className="wide-only">
              {t('sync.table.state')}
            </th>
            <th scope="col">
              <span className="visually-hidden">{t('sync.table.action')}</span>
            </th>
          </tr>
        }
        renderRow={(feed) => (
          <FeedRow key={`${feed.organization_id} ${feed.feed}`} feed={feed} now={sync.now} onRun={onRun} />
        )}
        foot={
          <tr>
            <th scope="row">{t('sync.table.all')}</th>
            <td className="wide-only" />
            <td />
            <td className="wide-only" />
            <td className="number wide-only">{count(calls)}</td>
            <td className="wide-only" colSpan={2} />
            <td />
          </tr>
        }
      />
    </section>
  );
}

interface FeedRowProps {
  feed: FeedStatus;
  now: string;
  onRun: (feeds: string[]) => void;
}

function FeedRow({ feed, now, onRun }: FeedRowProps) {
  const { t } = useTranslation();
  const tone = feedTone(feed);
  const name = feedName(feed.feed, t);
  const state = stateWords(feed, now, t);
  return (
    <tr>
      <th scope="row">
        <span className="feed-name">
          <SeverityIcon tone={tone} />
          <span>
            {name}
            <span className="narrow-state coverage-text">{state}</span>
          </span>
        </span>
      </th>
      <td className="coverage-cell wide-only">
        <CoverageStrip feed={feed} now={now} />
        <p className="coverage-text">{coverageWords(feed, t)}</p>
      </td>
      <td className="number">{feed.lag_seconds === null ? '\u2013' : duration(feed.lag_seconds)}</td>
      <td className="number secondary wide-only">{duration(feed.period_seconds)}</td>
      <td className="number secondary wide-only">{count(feed.calls_24h)}</td>
      <td className="number secondary wide-only">
        {feed.pace_per_minute === null ? (
          <span title={t('sync.table.unlimited')}>{'\u2013'}</span>
        ) : (
          count(feed.pace_per_minute)
        )}
      </td>
      <td className={`feed-state wide-only ${tone === 'warning' || tone === 'critical' ? tone : 'secondary'}`}>
        {state}
      </td>
      <td className="number">
        {feed.state !== 'disabled' && (
          <button
            type="button"
            className="control small"
            disabled={feed.state === 'running'}
            aria-label={t('sync.run.nowOf', { feed: name })}
            onClick={() => onRun([feed.feed])}
          >
            <Play aria-hidden="true" />
            {t('sync.run.now')}
          </button>
        )}
      </td>
    </tr>
  );
}

function CoverageKey() {
  const { t } = useTranslation();
  return (
    <div className="coverage-key">
      <span>
        <i style={{ background: 'var(--s1)' }} aria-hidden="true" />
        {t('sync.table.stored')}
      </span>
      <span>
        <i className="hatched" aria-hidden="true" />
        {t('sync.table.provisional')}
      </span>
      <span>
        <i style={{ background: 'var(--critical-mark)' }} aria-hidden="true" />
        {t('sync.table.gap')}
      </span>
      <span>
        <i style={{ background: 'var(--sunken)', outline: '1px solid var(--line-strong)' }} aria-hidden="true" />
        {t('sync.table.notStored')}
      </span>
    </div>
  );
}
