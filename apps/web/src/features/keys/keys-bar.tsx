import { AlarmClock, MessageSquare, RefreshCw, Timer, Trash } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyInventoryItem } from '@bursar/contract';
import { BulkBar } from '../../components/bulk-bar.js';
import type { Selection } from '../../components/use-selection.js';
import { money } from '../../lib/format/money.js';
import { useNow } from '../../lib/today.js';
import { AskOwnersDialog } from './ask-owners-dialog.js';
import { costOf, trafficOf } from './next-key-steps.js';
import type { KeyTaskKind } from './tasks/key-task.js';

interface KeysBarProps {
  selection: Selection<KeyInventoryItem>;
  onTask: (kind: KeyTaskKind, keys: readonly KeyInventoryItem[]) => void;
}

const TASKS = [
  { kind: 'rotate', icon: RefreshCw },
  { kind: 'expiry', icon: Timer },
  { kind: 'snooze', icon: AlarmClock },
] as const;

/** What can be done with the chosen keys; taking them away opens a preview. */
export function KeysBar({ selection, onTask }: KeysBarProps) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const { chosen } = selection;
  return (
    <>
      <BulkBar selection={selection} summary={useSummary(chosen)}>
        {TASKS.map(({ kind, icon: Icon }) => (
          <button key={kind} type="button" className="control small" onClick={() => onTask(kind, chosen)}>
            <Icon aria-hidden="true" />
            {t(`keys.task.${kind}`)}
          </button>
        ))}
        <button type="button" className="control small" onClick={() => setAsking(true)}>
          <MessageSquare aria-hidden="true" />
          {t('keys.task.ask')}
        </button>
        <button type="button" className="control small destructive" onClick={() => onTask('delete', chosen)}>
          <Trash aria-hidden="true" />
          {t('keys.task.previewDelete')}
        </button>
      </BulkBar>
      {isAsking && <AskOwnersDialog keys={chosen} onClose={() => setAsking(false)} />}
    </>
  );
}

function useSummary(chosen: readonly KeyInventoryItem[]): string {
  const { t } = useTranslation();
  const now = useNow();
  const currency = chosen.find(({ cost_currency }) => cost_currency !== null)?.cost_currency ?? 'usd';
  const amount = money(costOf(chosen), currency);
  const busy = now === null ? 0 : chosen.filter((item) => trafficOf(item, now) === 'some').length;
  return busy === 0 ? t('keys.task.selected', { amount }) : t('keys.task.selectedTraffic', { amount, count: busy });
}
