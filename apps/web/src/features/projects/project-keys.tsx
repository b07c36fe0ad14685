import { useTranslation } from 'react-i18next';
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
  const { t } = useTranslation();
  const columns = useKeyColumns('project', useSpendWords([project]));
  return (
    <ProjectList<'api-keys', ApiKey, KeySort>
      project={project}
      path="api-keys"
      kind="api_key"
      shape={SHAPE}
      caption={t('projects.detail.tabs.keys')}
      searchLabel={t('projects.detail.search.keys')}
      columns={columns}
    />
  );
}
