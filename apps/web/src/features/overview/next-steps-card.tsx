import { Link, type LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FeedStatus } from '@bursar/contract';
import { isolated } from '../../lib/names.js';
import { SeverityIcon } from '../../components/severity.js';
import { amount, ZERO } from '../../lib/decimal.js';
import { dayOf } from '../../lib/days.js';
import { day, month, range as rangeText } from '../../lib/format/days.js';
import { money, moneyChange } from '../../lib/format/money.js';
import { oneDecimal, percent, shareOf } from '../../lib/format/numbers.js';
import { duration } from '../../lib/format/times.js';
import { DEFAULT_VIEW, writeCostsView } from '../costs/costs-view.js';
import { drillInto } from '../costs/drill-down.js';
import type { CostFigures } from '../costs/cost-figures.js';
import { useOwnerPrefix } from '../explorer/behind.js';
import { feedName } from '../sync/feed-words.js';
import { openGaps } from '../sync/freshness.js';
import { isLasting, seenOf } from '../sync/trouble-notice.js';
import type { NextStep } from './next-steps.js';

const ALL = amount('100');

interface Worded {
  title: string;
  text: string;
  link: Pick<LinkProps, 'to' | 'search'>;
}

/** Severity, what to do, the evidence in a line, and where to do it. */
export function NextStepsCard({ steps, figures }: { steps: readonly NextStep[]; figures: CostFigures | null }) {
  const { t } = useTranslation();
  const wordsOf = useStepWords(figures);
  return (
    <section className="card area-next" aria-labelledby="next-title">
      <div className="card-head">
        <h2 id="next-title">{t('overview.next.title')}</h2>
      </div>
      <ul className="next-steps">
        {steps.map((step, index) => {
          const { title, text, link } = wordsOf(step);
          return (
            <li key={index}>
              <SeverityIcon tone={step.tone} />
              <h3>{title}</h3>
              <Link {...link}>
                {t('overview.next.link')}
                <span className="visually-hidden"> {title}</span>
              </Link>
              <p>{text}</p>
            </li>
          );
        })}
        {steps.length === 0 && (
          <li>
            <SeverityIcon tone="ok" />
            <h3>{t('overview.next.nothing')}</h3>
            <p>{t('overview.next.nothingText')}</p>
          </li>
        )}
      </ul>
      {steps.length > 1 && <p className="card-foot">{t('overview.next.sorted')}</p>}
    </section>
  );
}

function useStepWords(figures: CostFigures | null): (step: NextStep) => Worded {
  const { t } = useTranslation();
  const currency = figures?.report?.currency ?? 'usd';
  const sync = { to: '/sync' } as const;
  const ownerOf = useOwnerPrefix();
  const nameOfFeed = (feed: FeedStatus): string => `${ownerOf(feed)}${feedName(feed, t)}`;
  return (step) => {
    switch (step.kind) {
      case 'trouble': {
        const { error, organizationId } = step.trouble;
        const owner = ownerOf({ organization_id: organizationId });
        return {
          title: t(isLasting(error) ? 'overview.next.stopped' : 'overview.next.failing'),
          text: `${owner}${t(`sync.error.${error.code}.title`, { seen: seenOf(error, t) })}`,
          link: sync,
        };
      }
      case 'stale': {
        const { lag_seconds, period_seconds } = step.feed;
        const values = { ago: duration(lag_seconds ?? 0), period: duration(period_seconds) };
        const title = t('overview.next.stale', { feed: nameOfFeed(step.feed) });
        return { title, text: t('overview.next.staleText', values), link: sync };
      }
      case 'gap': {
        const gaps = openGaps(step.feed);
        const first = gaps[0];
        const range = first === undefined ? '' : rangeText({ start: dayOf(first.start), end: dayOf(first.end) });
        const title = t('overview.next.gap', { feed: nameOfFeed(step.feed) });
        return { title, text: t('overview.next.gapText', { count: gaps.length, range }), link: sync };
      }
      case 'mover': {
        const { move, percent: part } = step;
        const name = isolated(figures?.nameOf(move.group) ?? move.id);
        const before = figures?.comparison.range?.start ?? '';
        const values = { change: moneyChange(move.change, currency), month: month.long(before) };
        return {
          title: t(move.change > ZERO ? 'overview.next.driver' : 'overview.next.dropped', { name }),
          text:
            part === null
              ? t('overview.next.moverAlone', values)
              : amount(part) > ALL
                ? t('overview.next.moverLarger', values)
                : t('overview.next.moverText', { ...values, percent: percent(part) }),
          link: { to: '/costs', search: writeCostsView({ ...DEFAULT_VIEW, ...drillInto(DEFAULT_VIEW, move.group) }) },
        };
      }
      case 'jump': {
        const { bucket, cause } = step;
        return {
          title: t('overview.next.jump', { day: day.weekday(bucket.start) }),
          text: t('overview.next.jumpText', {
            amount: money(step.total, currency),
            times: oneDecimal(step.times),
            median: money(step.median, currency),
            name: isolated(cause.label),
            part: money(step.part, currency),
          }),
          link: {
            to: '/costs',
            search: writeCostsView({ ...DEFAULT_VIEW, range: `${bucket.start}..${bucket.start}`, rows: 'group' }),
          },
        };
      }
      case 'first':
        return { title: t('overview.next.first'), text: t('overview.next.firstText'), link: sync };
      case 'backfill':
        return {
          title: t('overview.next.backfill'),
          text: t('overview.next.backfillText', { share: shareOf(step.share) }),
          link: sync,
        };
    }
  };
}
