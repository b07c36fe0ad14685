import type { ApiKey, ProjectDetail } from '@bursar/contract';
import { useKeyColumns, type KeySort } from '../directory/key-columns.js';
import type { ListShape } from '../directory/list-view.js';
import { useSpendWords } from '../directory/use-spend-words.js';
import { ProjectList } from './project-list.js';

const SHAPE: ListShape<KeySort> = {
  sorts: ['name', 'created_at', 'last_used_at', 'spend_last_30_days'],
  first: { column: 'spend_last_30_days', descending: true },
  filters: {},
};

/** The keys of a project, redacted as OpenAI sends them. */
export function ProjectKeys({ project }: { project: ProjectDetail }) {
  const columns = useKeyColumns('project', useSpendWords([project]));
  return (
    <ProjectList<'api-keys', ApiKey, KeySort>
      project={project}
      tab="keys"
      path="api-keys"
      shape={SHAPE}
      columns={columns}
    />
  );
}
