import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyInventoryItem, KeyInventorySummary } from '@bursar/contract';
import { DataTable, SortHead } from '../../components/data-table.js';
import { SelectAllHead, SelectCell } from '../../components/select-cells.js';
import type { Selection } from '../../components/use-selection.js';
import { dayOf } from '../../lib/days.js';
import { range as rangeText } from '../../lib/format/days.js';
import { currencySymbol } from '../../lib/format/money.js';
import { count } from '../../lib/format/numbers.js';
import type { KeyInventory } from '../../lib/key-queries.js';
import { Ago, DayCell, SpendCell } from '../directory/cells.js';
import { AgeCell, KeyCell, OwnerCell, ProjectCell, RequestsCell, RisksCell } from './key-cells.js';
import { keyTitle, rowKeyOf } from './key-name.js';
import { KeysFoot } from './keys-foot.js';
import { filterCount, type KeySort, type KeysView } from './keys-view.js';
import type { ChangeView } from './use-keys-view.js';

const TWO_LINES = 48;
/** Key, owner, project, reasons, age, expiry, last use, requests, cost. */
const COLUMNS = 9;

interface KeysTableProps {
  list: KeyInventory;
  rows: readonly KeyInventoryItem[];
  summary: KeyInventorySummary;
  view: KeysView;
  change: ChangeView;
  /** Null: nothing may be done with them. */
  selection: Selection<KeyInventoryItem> | null;
  /** What can be done with the chosen ones. */
  bar: ReactNode;
}

/** A row for each key, in two lines; below them what they and all others cost. */
export function KeysTable({ list, rows, summary, view, change, selection, bar }: KeysTableProps) {
  const { t } = useTranslation();
  return (
    <div className={list.isLoading ? 'list-body loading' : 'list-body'} aria-busy={list.isLoading}>
      {bar}
      <DataTable
        wide
        selectable={selection !== null}
        caption={t('keys.table.title')}
        columns={COLUMNS + Number(selection !== null)}
        rows={rows}
        rowHeight={TWO_LINES}
        onEnd={list.readOn}
        head={<Head summary={summary} view={view} change={change} selection={selection} />}
        renderRow={(item) => <Row key={rowKeyOf(item)} item={item} selection={selection} />}
        foot={
          <KeysFoot
            summary={summary}
            isFiltered={filterCount(view) > 0}
            between={COLUMNS - 2}
            chooses={selection !== null}
          />
        }
      />
      <p className="card-foot">
        {list.isComplete ? (
          t('keys.table.shown', { count: rows.length, shown: count(rows.length) })
        ) : (
          <>
            {t('keys.table.shownMore', { shown: count(rows.length) })}{' '}
            <button type="button" className="link-button" onClick={list.readOn}>
              {t('keys.table.readOn')}
            </button>
          </>
        )}{' '}
        <FootSentence summary={summary} />
      </p>
    </div>
  );
}

function FootSentence({ summary: { costs, range } }: { summary: KeyInventorySummary }) {
  const { t } = useTranslation();
  if (costs === null) return t('keys.table.sentenceUnknown');
  const days = rangeText({ start: dayOf(range.start), end: dayOf(range.end) });
  return t('keys.table.sentence', { range: days });
}

function Head({ summary, view, change, selection }: Omit<KeysTableProps, 'list' | 'rows' | 'bar'>) {
  const { t } = useTranslation();
  const sorts = { sort: view.sort, onSort: (sort: KeysView['sort']) => change({ sort }) };
  const sorted = (column: KeySort, words: string, className?: string, ascendingFirst = false) => (
    <SortHead<KeySort> column={column} {...sorts} className={className} ascendingFirst={ascendingFirst}>
      {words}
    </SortHead>
  );
  const plain = (words: string) => (
    <th scope="col" className="wide-only">
      <span className="plain-head">{words}</span>
    </th>
  );
  return (
    <tr>
      {selection !== null && <SelectAllHead selection={selection} />}
      {sorted('name', t('keys.table.key'), undefined, true)}
      {plain(t('keys.table.owner'))}
      {plain(t('keys.table.project'))}
      {sorted('risk', t('keys.table.risks'), 'wide-only')}
      {/* The oldest first: age grows as the day it was made goes back. */}
      {sorted('created_at', t('keys.table.age'), 'number wide-only', true)}
      {sorted('expires_at', t('keys.table.expires'), 'number wide-only', true)}
      {sorted('last_used_at', t('keys.table.used'), 'number wide-only')}
      {sorted('requests_last_30_days', t('keys.table.requests'), 'number wide-only')}
      {sorted(
        'cost_last_30_days',
        t('keys.table.cost', { currency: currencySymbol(summary.costs?.currency ?? 'usd') }),
        'number',
      )}
    </tr>
  );
}

function Row({ item, selection }: Pick<KeysTableProps, 'selection'> & { item: KeyInventoryItem }) {
  const { t } = useTranslation();
  const look = item.gone_at !== null ? 'gone' : selection?.isChosen(item) === true ? 'chosen' : undefined;
  return (
    <tr className={look}>
      {selection !== null && <SelectCell selection={selection} item={item} name={keyTitle(item)} />}
      <th scope="row">
        <KeyCell item={item} />
      </th>
      <td className="wide-only">
        <OwnerCell item={item} />
      </td>
      <td className="wide-only">
        <ProjectCell item={item} />
      </td>
      <td className="wide-only risks-cell">
        <RisksCell item={item} />
      </td>
      <td className="number wide-only">
        <AgeCell at={item.created_at} />
      </td>
      <td className="number wide-only">
        <DayCell at={item.expires_at} absent={t('keys.table.never')} />
      </td>
      <td className="number wide-only">
        <Ago at={item.last_used_at} absent={t('words.never')} />
      </td>
      <td className="number wide-only">
        <RequestsCell value={item.requests_last_30_days} />
      </td>
      <td className="number strong">
        <SpendCell value={item.cost_last_30_days} />
      </td>
    </tr>
  );
}
