import { useTranslation } from 'react-i18next';
import { PageHead } from '../../components/page-head.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { useToday } from '../../lib/today.js';
import { DirectoryTable } from '../directory/directory-table.js';
import { ListControls } from '../directory/list-controls.js';
import { ListsChip, ListTroubles, useUnread } from '../directory/list-state.js';
import { isNarrowed, requestOf, type ListShape } from '../directory/list-view.js';
import { NoRows } from '../directory/no-rows.js';
import { useListView } from '../directory/use-list-view.js';
import { useSpendWords } from '../directory/use-spend-words.js';
import { hasEnded } from './has-ended.js';
import { useProjectColumns, type ProjectSort } from './project-columns.js';
import { ProjectsAnswer } from './projects-answer.js';

const SHAPE: ListShape<ProjectSort> = {
  sorts: ['name', 'created_at', 'spend_month_to_date', 'spend_last_30_days', 'last_activity_at'],
  first: { column: 'spend_month_to_date', descending: true },
  filters: {},
};

/** Every project of the organization, with what it holds and spends. */
export function ProjectsPage() {
  const { t } = useTranslation();
  const used = useListView(SHAPE);
  const { view, change } = used;
  const today = useToday();
  const list = useDirectoryList('projects', { ...requestOf(view), ...(!view.all && { status: ['active'] }) });
  const words = useSpendWords(list.rows);
  const columns = useProjectColumns(words);
  const unread = useUnread('projects');
  return (
    <>
      <PageHead
        title={t('projects.title')}
        answer={
          list.rows === null || today === null ? (
            t(list.error === null ? 'directory.loading' : 'projects.unavailable')
          ) : (
            <ProjectsAnswer list={list} view={view} words={words} />
          )
        }
        meta={
          <ListsChip
            sources={[
              { feed: 'projects', name: t('projects.list') },
              { feed: 'api-keys', name: t('projects.keysList') },
            ]}
          />
        }
      />
      <ListTroubles feeds={['projects', 'api-keys', 'project-members']} />
      <ListControls
        used={used}
        searchLabel={t('projects.search')}
        show={{ current: t('projects.show.current'), all: t('projects.show.all') }}
      />
      <section className="card" aria-label={t('projects.table')}>
        <DirectoryTable
          caption={t('projects.table')}
          list={list}
          columns={columns}
          sort={{ sort: view.sort, onSort: (sort) => change({ sort }) }}
          keyOf={({ organization_id, id }) => `${organization_id} ${id}`}
          isGone={hasEnded}
          empty={
            <NoRows
              narrowed={isNarrowed(view)}
              all={view.all}
              unread={unread}
              onClear={() => change({ q: '', filters: {} })}
              onShowAll={() => change({ all: true })}
            />
          }
        />
      </section>
    </>
  );
}
