import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryItem, DirectoryPath, ProjectDetail } from '@bursar/contract';
import { secondsBetween, duration, moment } from '../../lib/format/times.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { useNow } from '../../lib/today.js';
import { DirectoryList, type Listed } from '../directory/directory-list.js';
import type { Column } from '../directory/directory-table.js';
import { requestOf, type ListShape } from '../directory/list-view.js';
import { useListView } from '../directory/use-list-view.js';
import { hasEnded } from './has-ended.js';
import { KEPT_WITH_PROJECT, TAB_KINDS, type ProjectListTab } from './project-tabs.js';

interface ProjectListProps<Path extends DirectoryPath, Item extends Listed, SortName extends string> {
  project: ProjectDetail;
  tab: ProjectListTab;
  path: Path;
  shape: ListShape<SortName>;
  columns: readonly Column<Item, SortName>[];
  foot?: string;
  /** What can be done with one row; absent: nothing, for whoever looks. */
  rowMenu?: ((item: Item) => ReactNode) | undefined;
  /** What can be done with the list, such as adding to it. */
  actions?: ReactNode;
}

/** One list of a project: searched, sorted, with those that are gone on request, and when it was read. */
export function ProjectList<
  Path extends DirectoryPath,
  Item extends DirectoryItem<Path> & Listed,
  SortName extends string,
>(props: ProjectListProps<Path, Item, SortName>) {
  const { t } = useTranslation();
  const { project, tab, path, shape, columns, foot = '', rowMenu, actions } = props;
  const used = useListView(shape, KEPT_WITH_PROJECT);
  // What belonged to an archived project ended with it: without the gone ones its lists would be empty.
  const isEnded = hasEnded(project);
  const asked = requestOf(isEnded ? { ...used.view, all: true } : used.view);
  const list = useDirectoryList(path, { ...asked, project_id: [project.id] });
  const readAt = project.read_at[TAB_KINDS[tab]] ?? null;
  const reading = useReading(readAt);
  return (
    <DirectoryList
      inTab
      used={used}
      // The list of the path holds what the columns are of.
      list={list as typeof list & { rows: readonly Item[] | null }}
      columns={columns}
      words={{
        caption: t(`projects.detail.tabs.${tab}`),
        search: t(`projects.detail.search.${tab}`),
        current: t('projects.detail.show.current'),
        all: t('projects.detail.show.all'),
      }}
      unread={readAt === null ? 'first' : null}
      ended={isEnded}
      foot={`${reading} ${foot}`.trim()}
      rowMenu={rowMenu}
      actions={actions}
    />
  );
}

/** "Last read 11 min ago, 21 Nov 2026, 14:01 UTC." */
function useReading(readAt: string | null): string {
  const { t } = useTranslation();
  const now = useNow();
  if (readAt === null) return t('directory.readingNever');
  const ago = duration(Math.max(0, secondsBetween(readAt, now ?? readAt)));
  return t('directory.reading', { ago, at: moment(readAt) });
}
