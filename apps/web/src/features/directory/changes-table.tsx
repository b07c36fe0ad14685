import { History } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryChange } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { dayOf } from '../../lib/days.js';
import { useDirectoryChanges } from '../../lib/directory-queries.js';
import { day } from '../../lib/format/days.js';
import { clockOnly } from '../../lib/format/times.js';
import type { ListRequest } from '../../lib/api.js';
import { NameOrNone } from './cells.js';
import { changeValue } from './change-values.js';
import { CopyList } from './copy-list.js';
import { DirectoryTable, type Column } from './directory-table.js';

interface ChangesTableProps {
  /** Whose changes. */
  request: ListRequest;
  /** What stands over the table, given what copies it. */
  head: (copy: ReactNode) => ReactNode;
}

/** The history of a project and what it holds, or of a member. */
export function ChangesTable({ request, head }: ChangesTableProps) {
  const { t } = useTranslation();
  const list = useDirectoryChanges(request);
  const columns = useMemo(
    (): Column<DirectoryChange, never>[] => [
      {
        name: 'when',
        head: t('directory.column.when'),
        className: 'nowrap',
        cell: ({ changed_at }) => `${day.full(dayOf(changed_at))} ${clockOnly(changed_at)}`,
        text: ({ changed_at }) => changed_at,
      },
      {
        name: 'what',
        head: t('directory.column.what'),
        cell: ({ kind, name, id }) => (
          <span className="lines change-what">
            <NameOrNone name={name ?? id} />
            <span className="second-line">{t(`directory.changes.kind.${kind}`)}</span>
          </span>
        ),
        text: ({ name }) => name,
        besides: [
          { head: t('directory.column.kind'), text: ({ kind }) => t(`directory.changes.kind.${kind}`) },
          { head: t('directory.column.id'), text: ({ id }) => id },
        ],
      },
      {
        name: 'field',
        head: t('directory.column.field'),
        className: 'wide-only',
        cell: ({ field }) => <span className="mono">{field === 'gone_at' ? t('directory.changes.came') : field}</span>,
        text: ({ field }) => field,
      },
      {
        name: 'before',
        head: t('directory.column.before'),
        className: 'wide-only',
        cell: (change) => <Value change={change} value={change.old_value} former />,
        text: (change) => changeValue(change, change.old_value, t),
      },
      {
        name: 'after',
        head: t('directory.column.after'),
        cell: (change) => <Value change={change} value={change.new_value} />,
        text: (change) => changeValue(change, change.new_value, t),
      },
    ],
    [t],
  );
  return (
    <>
      {head(<CopyList list={list} columns={columns} />)}
      <DirectoryTable
        caption={t('directory.changes.title')}
        list={list}
        columns={columns}
        keyOf={({ change_id }) => change_id}
        empty={
          <EmptyState icon={History} title={t('directory.changes.none.title')}>
            {t('directory.changes.none.text')}
          </EmptyState>
        }
        foot={t('directory.changes.sentence')}
      />
    </>
  );
}

/** Longer ones, such as lists of models, are whole on hover. */
const SHOWN_CHARACTERS = 160;

function Value({ change, value, former = false }: { change: DirectoryChange; value: unknown; former?: boolean }) {
  const { t } = useTranslation();
  const text = changeValue(change, value, t);
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}\u2026` : text;
  return (
    <bdi className={former ? 'change-value secondary' : 'change-value'} title={text}>
      {shown}
    </bdi>
  );
}
