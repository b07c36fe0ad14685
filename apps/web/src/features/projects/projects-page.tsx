import { useTranslation } from 'react-i18next';
import type { Project } from '@bursar/contract';
import { BulkBar } from '../../components/bulk-bar.js';
import { PageHead } from '../../components/page-head.js';
import { RowMenu } from '../../components/row-menu.js';
import { useSelection } from '../../components/use-selection.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { DirectoryList } from '../directory/directory-list.js';
import { ListsChip, ListTroubles, useUnread } from '../directory/list-state.js';
import { requestOf, type ListShape } from '../directory/list-view.js';
import { SpendAnswer } from '../directory/spend-answer.js';
import { useListView } from '../directory/use-list-view.js';
import { useSpendWords } from '../directory/use-spend-words.js';
import { hasEnded } from './has-ended.js';
import { CreateProjectButton } from './project-buttons.js';
import { useProjectTasks } from './project-task.js';
import { useProjectColumns, type ProjectSort } from './project-columns.js';

const SHAPE: ListShape<ProjectSort> = {
  sorts: ['name', 'created_at', 'spend_month_to_date', 'spend_last_30_days', 'last_activity_at'],
  first: { column: 'spend_month_to_date', descending: true },
  filters: {},
};

/** Every project of the organization, with what it holds and spends. */
export function ProjectsPage() {
  const { t } = useTranslation();
  const used = useListView(SHAPE);
  const { view } = used;
  const list = useDirectoryList('projects', { ...requestOf(view), ...(!view.all && { status: ['active'] }) });
  const columns = useProjectColumns(useSpendWords(list.rows));
  const unread = useUnread('projects');
  const selection = useSelection({ rows: list.rows, keyOf: keyOfProject, isSelectable: isGoingOn });
  const { actionsOf, setTask, dialog } = useProjectTasks(selection.clear);
  const bar = (
    <BulkBar selection={selection}>
      <button
        type="button"
        className="control small destructive"
        onClick={() => setTask({ kind: 'bulk-archive', projects: selection.chosen })}
      >
        {t('projectActions.archive.open')}
      </button>
    </BulkBar>
  );
  return (
    <>
      <PageHead
        title={t('projects.title')}
        actions={<CreateProjectButton />}
        answer={<SpendAnswer of="projects" list={list} view={view} nameOf={nameOf} />}
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
      <DirectoryList
        used={used}
        list={list}
        columns={columns}
        words={{
          caption: t('projects.table'),
          search: t('projects.search'),
          current: t('projects.show.current'),
          all: t('projects.show.all'),
        }}
        unread={unread}
        isGone={hasEnded}
        choosing={actionsOf === null ? undefined : { selection, nameOf, bar }}
        rowMenu={
          actionsOf === null
            ? undefined
            : (project: Project) => <RowMenu name={nameOf(project)} actions={actionsOf(project)} />
        }
      />
      {dialog}
    </>
  );
}

const keyOfProject = ({ id }: Project): string => id;
const isGoingOn = (project: Project): boolean => !hasEnded(project);
const nameOf = ({ name, id }: Project): string => name ?? id;
