import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../lib/format/numbers.js';
import type { Selection } from './use-selection.js';
import './action-words.js';
import './bulk.css';

interface BulkBarProps {
  selection: Pick<Selection<unknown>, 'chosen' | 'clear'>;
  /** What they are together, such as their cost. */
  summary?: ReactNode;
  /** What can be done with all of them; what destroys opens a preview. */
  children: ReactNode;
}

/** Stands at the table's top edge while rows are chosen. */
export function BulkBar({ selection: { chosen, clear }, summary, children }: BulkBarProps) {
  const { t } = useTranslation();
  if (chosen.length === 0) return null;
  const words = t('actions.select.chosen', { count: chosen.length, shown: count(chosen.length) });
  return (
    <div className="bulk-bar" role="region" aria-label={words}>
      <b aria-live="polite">{words}</b>
      {summary !== undefined && <span className="secondary">{summary}</span>}
      <span className="controls push">
        {children}
        <button type="button" className="control small bare" onClick={clear}>
          {t('actions.select.clear')}
        </button>
      </span>
    </div>
  );
}
