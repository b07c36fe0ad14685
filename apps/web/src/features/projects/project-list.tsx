import { useTranslation } from 'react-i18next';
import type { DirectoryItem, DirectoryPath, ProjectDetail } from '@bursar/contract';
import { secondsBetween, duration, moment } from '../../lib/format.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { useNow } from '../../lib/today.js';
import { DirectoryTable, type Column } from '../directory/directory-table.js';
import { ListControls } from '../directory/list-controls.js';
import { isNarrowed, requestOf, type ListShape } from '../directory/list-view.js';
import { NoRows } from '../directory/no-rows.js';
import { useListView } from '../directory/use-list-view.js';
import { hasEnded } from './has-ended.js';

type GoneItem = { id: string; gone_at: string | null };

interface ProjectListProps<Path extends DirectoryPath, Item extends GoneItem, SortName extends string> {
  project: ProjectDetail;
  path: Path;
  /** The kind of object by which the project says when the list was read. */
  kind: string;
  shape: ListShape<SortName>;
  caption: string;
  searchLabel: string;
  /** Given what has been read, for heads that depend on it. */
  columns: readonly Column<Item, SortName>[];
  foot?: string;
}

/** Parameters of a project's page that no list may drop. */
const KEPT = ['tab', 'view'] as const;

/** One list of a project: searched, sorted, with those that are gone on request, and when it was read. */
export function ProjectList<
  Path extends DirectoryPath,
  Item extends DirectoryItem<Path> & GoneItem,
  SortName extends string,
>(props: ProjectListProps<Path, Item, SortName>) {
  const { t } = useTranslation();
  const { project, path, kind, shape, caption, searchLabel, columns, foot = '' } = props;
  const used = useListView(shape, KEPT);
  const { view, change } = used;
  // What belonged to an archived project ended with it: without the gone ones its lists would be empty.
  const isEnded = hasEnded(project);
  const asked = requestOf(isEnded ? { ...view, all: true } : view);
  const list = useDirectoryList(path, { ...asked, project_id: [project.id] });
  const readAt = project.read_at[kind] ?? null;
  const reading = useReading(readAt);
  return (
    <>
      <div className="tab-controls">
        <ListControls
          used={used}
          searchLabel={searchLabel}
          {...(!isEnded && {
            show: { current: t('projects.detail.show.current'), all: t('projects.detail.show.all') },
          })}
        />
      </div>
      <DirectoryTable
        caption={caption}
        // The list of the path holds what the columns are of.
        list={list as typeof list & { rows: readonly Item[] | null }}
        columns={columns}
        sort={{ sort: view.sort, onSort: (sort) => change({ sort }) }}
        keyOf={({ id }) => id}
        isGone={({ gone_at }) => gone_at !== null}
        empty={
          <NoRows
            narrowed={isNarrowed(view)}
            all={view.all || isEnded}
            unread={readAt === null ? 'first' : null}
            ended={isEnded}
            onClear={() => change({ q: '', filters: {} })}
            onShowAll={() => change({ all: true })}
          />
        }
        foot={`${reading} ${foot}`.trim()}
      />
    </>
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
