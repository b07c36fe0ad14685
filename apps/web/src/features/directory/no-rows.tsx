import { Inbox } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import type { Unread } from './list-state.js';

interface NoRowsProps {
  /** A search or a filter is set. */
  narrowed: boolean;
  /** Those that are gone are shown too. */
  all: boolean;
  /** OpenAI has never answered with this list. */
  unread: Unread;
  /** What it belongs to has ended, and OpenAI answers with it no more. */
  ended?: boolean;
  onClear: () => void;
  onShowAll: () => void;
}

/** No rows: because the list was never read, because nothing matches, or because OpenAI lists none. */
export function NoRows({ narrowed, all, unread, ended = false, onClear, onShowAll }: NoRowsProps) {
  const { t } = useTranslation();
  const kind = narrowed ? 'nothing' : ended ? 'ended' : (unread ?? 'none');
  const actions = (
    <>
      {narrowed && (
        <button type="button" className="control" onClick={onClear}>
          {t('directory.nothing.clear')}
        </button>
      )}
      {!all && (
        <button type="button" className="link-button" onClick={onShowAll}>
          {t('directory.nothing.showAll')}
        </button>
      )}
    </>
  );
  return (
    <EmptyState
      icon={Inbox}
      title={t(`directory.${kind}.title`)}
      {...(kind !== 'first' && kind !== 'refused' && { actions })}
    >
      {t(`directory.${kind}.text`)} {narrowed && !all && t('directory.nothing.gone')}
    </EmptyState>
  );
}
