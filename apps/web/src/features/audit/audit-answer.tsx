import { CloudDownload, Eraser, Hourglass, ListChecks, Pause, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AuditEvent, AuditFacetsAnswer, FeedStatus, SyncAnswer } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { Sentence } from '../../components/sentence.js';
import { StateChip, type StatePart } from '../../components/state-chip.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { duration, secondsBetween } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { isStale } from '../sync/freshness.js';
import { filterCount, type AuditView } from './audit-view.js';
import { actorName, typeName } from './event-words.js';
import { eventTotal, mainLog } from './log-state.js';

interface AuditAnswerProps {
  view: AuditView;
  facets: AuditFacetsAnswer;
  /** Of those that the filters leave; null: there is none. */
  newest: AuditEvent | null;
  now: string;
}

/** "OpenAI has logged 1,204 events so far, the newest 4 min ago: API key created by hana@example.com." */
export function AuditAnswer({ view, facets, newest, now }: AuditAnswerProps) {
  const { t } = useTranslation();
  const total = eventTotal(facets, view.values.event_type);
  const state = mainLog(facets)?.state ?? 'connecting';
  const isFiltered = filterCount(view) > 0;
  if (newest === null || total === 0) {
    if (isFiltered) return t('audit.answer.nothing');
    return t(`audit.answer.${state === 'quiet' || state === 'active' ? 'none' : state}`);
  }
  const who = actorName(newest);
  const what = typeName(newest.type, t);
  const ago = duration(Math.max(0, secondsBetween(newest.effective_at, now)));
  const key = isFiltered ? 'matching' : state === 'quiet' ? 'quiet' : 'kept';
  return (
    <Sentence
      of={(mark) => {
        const named = mark(
          <b>
            <EntityName name={what} />
          </b>,
        );
        return t(`audit.answer.${key}`, {
          count: total,
          ago,
          what: who === null ? named : t('audit.answer.whatBy', { what: named, who: mark(longName(who)) }),
        });
      }}
    />
  );
}

const longName = (name: string) => (
  <span className="long-name">
    <EntityName name={name} />
  </span>
);

/** How far the log goes back without a hole, and how old this page's knowledge is. */
export function LogChip({ facets, sync }: { facets: AuditFacetsAnswer; sync: SyncAnswer | undefined }) {
  const { t } = useTranslation();
  const log = mainLog(facets);
  if (log === null) return null;
  const feed = sync === undefined ? undefined : ownFeed(sync, log.organization_id);
  const now = sync?.now ?? log.synced_at ?? '';
  const parts: StatePart[] = [];
  if (feed?.paused) {
    parts.push({ icon: Pause, text: t('audit.chip.paused', { reason: isolated(feed.paused.reason) }), warn: true });
  }
  if (log.complete_since !== null) {
    parts.push({ icon: ListChecks, text: t('audit.chip.complete', { day: day.full(dayOf(log.complete_since)) }) });
  }
  if (log.kept_since !== null) {
    parts.push({ icon: Eraser, text: t('audit.chip.kept', { day: day.full(dayOf(log.kept_since)) }) });
  }
  if (log.state === 'connecting') parts.push({ icon: CloudDownload, text: t('audit.chip.collecting') });
  if (log.state === 'quiet' && log.newest_at !== null) {
    parts.push({ icon: Hourglass, text: t('audit.chip.quiet', { ago: duration(secondsBetween(log.newest_at, now)) }) });
  }
  if (log.synced_at !== null) {
    const ago = duration(Math.max(0, secondsBetween(log.synced_at, now)));
    const warn = feed !== undefined && isStale(feed);
    parts.push({ icon: RefreshCw, text: t(warn ? 'audit.chip.late' : 'audit.chip.synced', { ago }), warn });
  }
  return parts.length === 0 ? null : <StateChip parts={parts} />;
}

const ownFeed = ({ feeds }: SyncAnswer, organizationId: string | null): FeedStatus | undefined =>
  feeds.find(({ kind, feed, organization_id: id }) => kind === 'audit' && !feed.includes('/') && id === organizationId);
