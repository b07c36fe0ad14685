import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KeyInventoryItem, KeyInventorySummary } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { useSelection } from '../../components/use-selection.js';
import type { KeyInventory } from '../../lib/key-queries.js';
import { useMay } from '../../lib/session.js';
import { useUnread } from '../directory/list-state.js';
import { rowKeyOf } from './key-name.js';
import { KeysBar } from './keys-bar.js';
import { KeysTable } from './keys-table.js';
import { filterCount, unfiltered, type KeysView } from './keys-view.js';
import type { KeyTaskKind } from './tasks/key-task.js';
import type { ChangeView } from './use-keys-view.js';
import '../directory/directory.css';

interface KeysCardProps {
  list: KeyInventory;
  view: KeysView;
  change: ChangeView;
  onTask: (kind: KeyTaskKind, keys: readonly KeyInventoryItem[]) => void;
}

/** The keys that the filters leave. */
export function KeysCard({ list, view, change, onTask }: KeysCardProps) {
  const { t } = useTranslation();
  const may = useMay('keys.write');
  const { rows, summary } = list;
  const selection = useSelection({ rows, keyOf: rowKeyOf, isSelectable });
  if (rows === null || summary === null) return null;
  return (
    <section className="card keys-card" aria-label={t('keys.table.title')}>
      {rows.length === 0 ? (
        <NoKeys summary={summary} view={view} change={change} />
      ) : (
        <KeysTable
          list={list}
          rows={rows}
          summary={summary}
          view={view}
          change={change}
          selection={may ? selection : null}
          bar={may && <KeysBar selection={selection} onTask={onTask} />}
        />
      )}
    </section>
  );
}

/** Nothing can be done with what is gone. */
const isSelectable = ({ gone_at: gone }: KeyInventoryItem): boolean => gone === null;

/** No rows: because of the filters, because the lists were never read, or because there are none. */
function NoKeys({ summary, view, change }: { summary: KeyInventorySummary } & Pick<KeysCardProps, 'view' | 'change'>) {
  const { t } = useTranslation();
  const unread = useUnread('api-keys');
  const isUnread = unread === 'first' || summary.lists.read === 0;
  const kind = filterCount(view) > 0 ? 'filtered' : unread === 'refused' ? 'refused' : isUnread ? 'unread' : 'none';
  const clear = (
    <button type="button" className="control" onClick={() => change(unfiltered(view))}>
      {t('keys.filter.clear')}
    </button>
  );
  return (
    <EmptyState icon={KeyRound} title={t(`keys.empty.${kind}`)} {...(kind === 'filtered' && { actions: clear })}>
      {t(`keys.empty.${kind}Text`)}
    </EmptyState>
  );
}
