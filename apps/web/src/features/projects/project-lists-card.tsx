import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { TabLinks } from '../../components/tab-links.js';
import type { SearchParams } from '../../lib/search-params.js';
import { count } from '../../lib/format.js';
import { ChangesTable } from '../directory/changes-table.js';
import { hasEnded } from './has-ended.js';
import { ProjectKeys } from './project-keys.js';
import { ProjectLimits } from './project-limits.js';
import { ProjectAccounts, ProjectGroups, ProjectMembers } from './project-people.js';

/** Each tab and the kind of object that is counted beside its name. */
const TABS = {
  keys: 'api_key',
  members: 'project_user',
  groups: 'project_group',
  accounts: 'service_account',
  limits: 'rate_limit',
  changes: null,
} as const;

type Tab = keyof typeof TABS;

// The keys of the table are its tabs.
const NAMES = Object.keys(TABS) as Tab[];

/** What belongs to the project, one list at a time: a project may have thousands of keys. */
export function ProjectListsCard({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/projects/$projectId' });
  const tab = NAMES.find((name) => name === search['tab']) ?? 'keys';
  const kept: SearchParams = search['view'] === undefined ? {} : { view: search['view'] };
  const figureOf = (name: Tab): string | undefined => {
    const kind = TABS[name];
    // Of what ended with its project nothing is counted as being there.
    if (hasEnded(project)) return undefined;
    return kind === null ? undefined : count(project.counts[kind] ?? 0);
  };
  return (
    <section className="card" aria-label={t('projects.detail.tabs.label')}>
      <TabLinks
        label={t('projects.detail.tabs.label')}
        current={tab}
        tabs={NAMES.map((name) => ({
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

function Panel({ tab, project }: { tab: Tab; project: ProjectDetail }) {
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
      return <ChangesTable request={{ project_id: [project.id] }} />;
  }
}
