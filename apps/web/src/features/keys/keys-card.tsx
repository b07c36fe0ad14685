import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KeyInventorySummary } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import type { KeyInventory } from '../../lib/key-queries.js';
import { useUnread } from '../directory/list-state.js';
import { KeysTable } from './keys-table.js';
import { filterCount, unfiltered, type KeysView } from './keys-view.js';
import type { ChangeView } from './use-keys-view.js';
import '../directory/directory.css';

interface KeysCardProps {
  list: KeyInventory;
  view: KeysView;
  change: ChangeView;
}

/** The keys that the filters leave. */
export function KeysCard({ list, view, change }: KeysCardProps) {
  const { t } = useTranslation();
  const { rows, summary } = list;
  if (rows === null || summary === null) return null;
  return (
    <section className="card" aria-label={t('keys.table.title')}>
      {rows.length === 0 ? (
        <NoKeys summary={summary} view={view} change={change} />
      ) : (
        <KeysTable list={list} rows={rows} summary={summary} view={view} change={change} />
      )}
    </section>
  );
}

/** No rows: because of the filters, because the lists were never read, or because there are none. */
function NoKeys({ summary, view, change }: { summary: KeyInventorySummary } & Omit<KeysCardProps, 'list'>) {
  const { t } = useTranslation();
  const unread = useUnread('api-keys');
  const kind = filterCount(view) > 0 ? 'filtered' : unread === 'refused' ? 'refused' : 'none';
  const isUnread = kind === 'none' && (unread !== null || summary.lists.read === 0);
  const clear = (
    <button type="button" className="control" onClick={() => change(unfiltered(view))}>
      {t('keys.filter.clear')}
    </button>
  );
  return (
    <EmptyState
      icon={KeyRound}
      title={t(`keys.empty.${isUnread ? 'unread' : kind}`)}
      {...(kind === 'filtered' && { actions: clear })}
    >
      {t(`keys.empty.${isUnread ? 'unreadText' : `${kind}Text`}`)}
    </EmptyState>
  );
}
