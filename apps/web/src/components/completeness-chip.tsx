import { Popover } from '@mantine/core';
import { CalendarCheck2, CloudDownload, History, RefreshCw, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './completeness-chip.css';

interface CompletenessChipProps {
  /** Texts of the segments, already in words; null leaves a segment out. */
  billedThrough: string | null;
  provisional: string | null;
  pending: string | null;
  /** Null before the first complete run. */
  synced: string | null;
  stale: boolean;
  gaps: string | null;
  /** True while the gaps close by themselves, as in the first sync. */
  gapsExpected: boolean;
  restatements: string | null;
  /** What opens on click: gaps and restatements in full. */
  children: ReactNode;
}

/** The state of the figures beside it: a figure never stands without. */
export function CompletenessChip(props: CompletenessChipProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { billedThrough, provisional, pending, synced, stale, gaps, gapsExpected, restatements, children } = props;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={380} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={stale ? 'completeness stale' : 'completeness'}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <span className="visually-hidden">{t('words.completeness')}</span>
          {stale && (
            <span className="warn">
              <TriangleAlert aria-hidden="true" />
              {t('words.staleSince', { synced: synced ?? '' })}
            </span>
          )}
          {billedThrough !== null && (
            <span>
              <CalendarCheck2 aria-hidden="true" />
              <b>{billedThrough}</b>
            </span>
          )}
          {gaps !== null && (
            <span className={gapsExpected ? undefined : 'warn'}>
              {gapsExpected ? <CloudDownload aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
              {gaps}
            </span>
          )}
          {provisional !== null && (
            <span>
              <i className="hatched" aria-hidden="true" />
              {provisional}
            </span>
          )}
          {pending !== null && (
            <span>
              <i className="pending" aria-hidden="true" />
              {pending}
            </span>
          )}
          {!stale && synced !== null && (
            <span>
              <RefreshCw aria-hidden="true" />
              {synced}
            </span>
          )}
          {restatements !== null && (
            <span>
              <History aria-hidden="true" />
              {restatements}
            </span>
          )}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('words.completeness')}>
        {/* Focusable, so that the keyboard can scroll what has opened. */}
        <div className="completeness-panel" tabIndex={0}>
          {children}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
