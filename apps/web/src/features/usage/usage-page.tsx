import type { TFunction } from 'i18next';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/error-notice.js';
import { PageHead } from '../../components/page-head.js';
import { RepairsNotice } from '../../components/repairs-notice.js';
import { RangePicker } from '../../components/range-picker/range-picker.js';
import { Sentence } from '../../components/sentence.js';
import { range as rangeText } from '../../lib/format/days.js';
import { duration, secondsBetween } from '../../lib/format/times.js';
import { LinkReader } from '../../lib/link-reader.js';
import { useSync } from '../../lib/queries.js';
import { readRange } from '../../lib/ranges.js';
import { useToday } from '../../lib/today.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { BackfillNote } from '../sync/backfill-note.js';
import { isLate } from '../sync/freshness.js';
import { StaleNotice } from '../sync/stale-notice.js';
import { CapabilityCard, lastActive } from './capability-card.js';
import { NothingUsed } from './nothing-used.js';
import { UsageOverviewAnswer } from './usage-overview-answer.js';
import { UsageSummaryTable } from './usage-summary-table.js';
import { UsageTroubles } from './usage-troubles.js';
import { USUAL_RANGE, useOverviewFigures, type OverviewFigures } from './use-usage-overview.js';
import './usage.css';

/** Everything that OpenAI counts, at a glance. */
export function UsagePage() {
  const { t } = useTranslation();
  const today = useToday();
  const { data: sync } = useSync();
  const link = new LinkReader(useSearch({ from: '/usage' }), ['range']);
  const text = link.accepted('range', (each) => readRange(each, today ?? '9999-12-31') !== null) ?? USUAL_RANGE;
  const navigate = useNavigate();
  const { figures, error, isLoading, retry } = useOverviewFigures(text, today);
  if (today === null) return <PageSkeleton title={t('usage.title')} />;
  const choose = (range: string) =>
    void navigate({ to: '/usage', search: range === USUAL_RANGE ? {} : { range }, resetScroll: false });
  const search: Record<string, string> = text === USUAL_RANGE ? {} : { range: text };
  return (
    <>
      <PageHead
        title={t('usage.title')}
        stale={sync !== undefined && isLate(sync, 'usage')}
        answer={
          figures === null ? (
            t(error === null ? 'usage.loading' : 'usage.unavailable')
          ) : (
            <UsageOverviewAnswer figures={figures} today={today} />
          )
        }
        meta={figures !== null && <p className="quiet">{metaText(figures, sync?.now ?? null, t)}</p>}
      />
      {sync !== undefined && <StaleNotice sync={sync} of="usage" />}
      {sync !== undefined && <BackfillNote sync={sync} of="usage" />}
      <RepairsNotice repairs={link.repairs} />
      <div className="controls" role="group" aria-label={t('explorer.controls')}>
        <RangePicker value={text} today={today} onChange={choose} />
      </div>
      {error !== null && <ErrorNotice error={error} onRetry={retry} />}
      {figures === null && error === null && <PageSkeleton />}
      {figures !== null && (
        <div className="page-loading" aria-busy={isLoading}>
          <Body figures={figures} search={search} onRange={choose} />
        </div>
      )}
    </>
  );
}

function metaText({ previous, syncedAt }: OverviewFigures, now: string | null, t: TFunction): string {
  const range = rangeText(previous, { year: true });
  if (syncedAt === null || now === null) return t('usage.overview.compared', { range });
  return t('usage.overview.comparedSynced', { range, ago: duration(secondsBetween(syncedAt, now)) });
}

interface BodyProps {
  figures: OverviewFigures;
  search: Record<string, string>;
  onRange: (range: string) => void;
}

function Body({ figures, search, onRange }: BodyProps) {
  const { t } = useTranslation();
  const { used, quiet, troubled, range } = figures;
  return (
    <>
      <UsageTroubles troubled={troubled} />
      {used.length === 0 && <NothingUsed figures={figures} onRange={onRange} />}
      {used.length > 0 && (
        <section aria-label={t('usage.overview.cards')}>
          <h2 className="visually-hidden">{t('usage.overview.cards')}</h2>
          <ul className="usage-cards">
            {used.map((each) => (
              <CapabilityCard key={each.capability} figures={each} range={range} search={search} />
            ))}
          </ul>
        </section>
      )}
      {used.length > 0 && quiet.length > 0 && <Quiet quiet={quiet} search={search} />}
      <UsageSummaryTable figures={figures} search={search} />
    </>
  );
}

/** What was not used takes one line, not a card each. */
function Quiet({ quiet, search }: { quiet: OverviewFigures['quiet']; search: Record<string, string> }) {
  const { t } = useTranslation();
  return (
    <p className="secondary">
      <Sentence
        of={(mark) =>
          t('usage.overview.quiet', {
            count: quiet.length,
            list: mark(
              quiet.map((each, index) => (
                <Fragment key={each.capability}>
                  {index > 0 && ', '}
                  <Link
                    to="/usage/$capability"
                    params={{ capability: each.capability }}
                    search={search}
                    title={lastActive(each, t)}
                  >
                    {each.label}
                  </Link>
                </Fragment>
              )),
            ),
          })
        }
      />
    </p>
  );
}
