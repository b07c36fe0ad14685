import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { TabLinks } from '../../components/tab-links.js';
import type { SearchParams } from '../../lib/search-params.js';
import { count } from '../../lib/format/numbers.js';
import { ChangesTable } from '../directory/changes-table.js';
import { hasEnded } from './has-ended.js';
import { PROJECT_TABS, TAB_KINDS, type ProjectTab } from './project-tabs.js';
import { ProjectKeys } from './project-keys.js';
import { ProjectLimits } from './project-limits.js';
import { ProjectAccounts, ProjectGroups, ProjectMembers } from './project-people.js';

/** What belongs to the project, one list at a time: a project may have thousands of keys. */
export function ProjectListsCard({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/projects/$projectId' });
  const tab = PROJECT_TABS.find((name) => name === search['tab']) ?? 'keys';
  const kept: SearchParams = search['view'] === undefined ? {} : { view: search['view'] };
  const figureOf = (name: ProjectTab): string | undefined => {
    const kind = TAB_KINDS[name];
    // Of what ended with its project nothing is counted as being there.
    if (hasEnded(project)) return undefined;
    // A list that was never read holds nothing yet, which is not none.
    const isRead = kind !== null && (project.read_at[kind] ?? null) !== null;
    return isRead ? count(project.counts[kind] ?? 0) : undefined;
  };
  return (
    <section className="card" aria-label={t('projects.detail.tabs.label')}>
      <TabLinks
        label={t('projects.detail.tabs.label')}
        current={tab}
        tabs={PROJECT_TABS.map((name) => ({
          name,
          label: t(`projects.detail.tabs.${name}`),
          figure: figureOf(name),
          search: name === 'keys' ? kept : { ...kept, tab: name },
        }))}
      />
      <Panel tab={tab} project={project} />
    </section>
  );
}

function Panel({ tab, project }: { tab: ProjectTab; project: ProjectDetail }) {
  switch (tab) {
    case 'keys':
      return <ProjectKeys project={project} />;
    case 'members':
      return <ProjectMembers project={project} />;
    case 'groups':
      return <ProjectGroups project={project} />;
    case 'accounts':
      return <ProjectAccounts project={project} />;
    case 'limits':
      return <ProjectLimits project={project} />;
    case 'changes':
      return (
        <ChangesTable
          request={{ project_id: [project.id] }}
          head={(copy) => (
            <div className="tab-controls controls">
              <span className="push">{copy}</span>
            </div>
          )}
        />
      );
  }
}
