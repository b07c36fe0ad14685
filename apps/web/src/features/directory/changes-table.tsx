import { History } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryChange } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { dayOf } from '../../lib/days.js';
import { useDirectoryChanges } from '../../lib/directory-queries.js';
import { clockOnly, day } from '../../lib/format.js';
import type { ListRequest } from '../../lib/api.js';
import { NameOrNone } from './cells.js';
import { changeValue } from './change-values.js';
import { DirectoryTable, type Column } from './directory-table.js';

/** The history of a project and what it holds, or of a member. */
export function ChangesTable({ request }: { request: ListRequest }) {
  const { t } = useTranslation();
  const list = useDirectoryChanges(request);
  const columns = useMemo(
    (): Column<DirectoryChange, never>[] => [
      {
        name: 'when',
        head: t('directory.column.when'),
        className: 'nowrap',
        cell: ({ changed_at }) => `${day.full(dayOf(changed_at))} ${clockOnly(changed_at)}`,
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
      },
      {
        name: 'field',
        head: t('directory.column.field'),
        className: 'wide-only',
        cell: ({ field }) => <span className="mono">{field === 'gone_at' ? t('directory.changes.came') : field}</span>,
      },
      {
        name: 'before',
        head: t('directory.column.before'),
        className: 'wide-only',
        cell: (change) => <Value change={change} value={change.old_value} former />,
      },
      {
        name: 'after',
        head: t('directory.column.after'),
        cell: (change) => <Value change={change} value={change.new_value} />,
      },
    ],
    [t],
  );
  return (
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
