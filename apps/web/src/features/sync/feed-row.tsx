import { ChevronDown, ChevronRight, Pause, Play, RotateCw, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncRunsBody } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { SeverityIcon, type Tone } from '../../components/severity.js';
import { count } from '../../lib/format/numbers.js';
import { duration } from '../../lib/format/times.js';
import { CoverageStrip } from './coverage-strip.js';
import type { Strip } from './strips.js';

/** What a row can be told to do. */
export interface FeedActions {
  run: (body: SyncRunsBody) => void;
  pause: (feeds: string[]) => void;
  resume: (feeds: string[]) => void;
}

/** A group or a feed, as the table shows both. */
export interface RowFacts {
  name: string;
  /** Whose feed it is, where several organizations are shown. */
  owner: string | null;
  /** Of a group: how many feeds it has. */
  size: string | null;
  tone: Tone;
  strip: Strip;
  coverage: string;
  lagSeconds: number | null;
  period: string;
  calls: number;
  pace: number | null;
  state: string;
  /** The last error in words; null: none. */
  error: string | null;
  isRunning: boolean;
  isPaused: boolean;
  /** OpenAI does not offer it here: it can be tried again, and there is nothing to pause. */
  isOff: boolean;
  /** Names of the feeds. */
  feeds: string[];
  /** From the first gap to the last; null: none that a person has to fill. */
  gap: { feeds: string[]; start: string; end: string } | null;
}

interface FeedRowProps {
  facts: RowFacts;
  /** Null: the reader may do nothing with it. */
  actions: FeedActions | null;
  /** Of a group: whether its feeds are shown, and how to change that. */
  folding?: { isOpen: boolean; onToggle: () => void };
  isMember?: boolean;
}

export function FeedRow({ facts, actions, folding, isMember = false }: FeedRowProps) {
  const { t } = useTranslation();
  const { name, tone, lagSeconds, state, error } = facts;
  const stateTone = tone === 'warning' || tone === 'critical' ? tone : 'secondary';
  return (
    <tr className={isMember ? 'feed-member' : 'feed-group'}>
      <th scope="row">
        <span className="feed-name">
          <Folding name={name} folding={folding}>
            <SeverityIcon tone={tone} />
            <span>
              {name}
              {facts.owner !== null && (
                <span className="feed-owner">
                  <EntityName name={facts.owner} />
                </span>
              )}
              {facts.size !== null && <span className="feed-count">{facts.size}</span>}
            </span>
          </Folding>
        </span>
        <span className={`narrow-state ${stateTone}`}>{state}</span>
      </th>
      <td className="coverage-cell wide-only">
        <CoverageStrip strip={facts.strip} />
        <p className="coverage-text">{facts.coverage}</p>
      </td>
      <td className="number">{lagSeconds === null ? '\u2013' : duration(lagSeconds)}</td>
      <td className="number secondary wide-only roomy-only">{facts.period}</td>
      <td className="number secondary wide-only">{count(facts.calls)}</td>
      <td className="number secondary wide-only roomy-only">
        {facts.pace === null ? <span title={t('sync.table.unlimited')}>{'\u2013'}</span> : count(facts.pace)}
      </td>
      <td className={`feed-state wide-only ${stateTone}`}>
        {state}
        {error !== null && <p className="coverage-text">{error}</p>}
      </td>
      <td className="number">{actions !== null && <RowActions facts={facts} actions={actions} />}</td>
    </tr>
  );
}

function Folding({ name, folding, children }: { name: string; folding: FeedRowProps['folding']; children: ReactNode }) {
  const { t } = useTranslation();
  if (folding === undefined) return children;
  const Arrow = folding.isOpen ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      className="fold-button"
      aria-expanded={folding.isOpen}
      title={t(folding.isOpen ? 'sync.group.close' : 'sync.group.open', { group: name })}
      onClick={folding.onToggle}
    >
      <Arrow aria-hidden="true" className="fold-arrow" />
      {children}
    </button>
  );
}

function RowActions({ facts, actions }: { facts: RowFacts; actions: FeedActions }) {
  const { t } = useTranslation();
  const { name, feeds, gap, isRunning, isPaused, isOff } = facts;
  const PauseIcon = isPaused ? Play : Pause;
  const RunIcon = isOff ? RotateCw : gap === null ? RotateCw : Wrench;
  const words = isOff ? 'sync.run.again' : gap === null ? 'sync.run.now' : 'sync.gaps.fillShort';
  return (
    <span className="row-actions">
      <button
        type="button"
        className="control small"
        disabled={isRunning}
        aria-label={t(`${words}Of`, { feed: name })}
        onClick={() => actions.run(gap ?? { feeds })}
      >
        <RunIcon aria-hidden="true" />
        <span className="roomy-only">{t(words)}</span>
      </button>
      {!isOff && (
        <button
          type="button"
          className="control small icon-only"
          aria-label={t(isPaused ? 'sync.pause.goOnOf' : 'sync.pause.pauseOf', { feed: name })}
          title={t(isPaused ? 'sync.pause.goOn' : 'sync.pause.pause')}
          onClick={() => (isPaused ? actions.resume(feeds) : actions.pause(feeds))}
        >
          <PauseIcon aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
