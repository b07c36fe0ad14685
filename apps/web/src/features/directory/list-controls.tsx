import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchField } from '../../components/search-field.js';
import { Segments } from '../../components/segments.js';
import type { UsedListView } from './use-list-view.js';

interface ListControlsProps<Column extends string> {
  used: UsedListView<Column>;
  searchLabel: string;
  /** What the two choices are called; absent: there is nothing gone to show. */
  show?: { current: string; all: string };
  /** Filters of the list. */
  filters?: ReactNode;
  /** What can be done with it. */
  actions?: ReactNode;
}

/** Search, filters, whether those that are gone are shown, and what can be done with the list. */
export function ListControls<Column extends string>(props: ListControlsProps<Column>) {
  const { t } = useTranslation();
  const { used, searchLabel, show, filters, actions } = props;
  const { view, change } = used;
  return (
    <div className="controls" role="group" aria-label={t('directory.show.label')}>
      <SearchField label={searchLabel} value={view.q} onSearch={(q) => change({ q })} />
      {filters}
      <span className="push list-actions">
        {show !== undefined && (
          <Segments
            label={t('directory.show.label')}
            value={view.all ? 'all' : 'current'}
            options={[
              { value: 'current', label: show.current },
              { value: 'all', label: show.all },
            ]}
            onChange={(value) => change({ all: value === 'all' })}
          />
        )}
        {actions}
      </span>
    </div>
  );
}
