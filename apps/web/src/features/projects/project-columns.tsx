import { Link } from '@tanstack/react-router';
import { Archive } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@bursar/contract';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { isolated } from '../../lib/names.js';
import { GoneBadge, NameOrNone, SecondLine, StateTag, WordCell } from '../directory/cells.js';
import { countColumn, dayColumn, spendColumns } from '../directory/columns.js';
import type { Column } from '../directory/directory-table.js';
import { useIsUnread } from '../directory/list-state.js';
import type { SpendWords } from '../directory/use-spend-words.js';
import { useProjectColors } from './project-colors.js';

export type ProjectSort = 'name' | 'created_at' | 'spend_month_to_date' | 'spend_last_30_days' | 'last_activity_at';

/** The feeds of what is counted. */
const MEMBERS = ['project-members'];
const KEYS = ['api-keys'];

/** The list of projects: what each is, holds and spends. */
export function useProjectColumns(words: SpendWords): Column<Project, ProjectSort>[] {
  const { t } = useTranslation();
  const colorOf = useProjectColors();
  const noMembers = useIsUnread(MEMBERS);
  const noKeys = useIsUnread(KEYS);
  return useMemo(
    () => [
      {
        name: 'name',
        head: t('explorer.dimension.project_id'),
        sort: 'name',
        ascendingFirst: true,
        cell: (project) => <ProjectName project={project} color={colorOf(project.id)} />,
        text: ({ name }) => name,
        besides: [{ head: t('directory.column.id'), text: ({ id }) => id }],
      },
      {
        name: 'status',
        head: t('directory.column.status'),
        className: 'wide-only',
        cell: (project) => <ProjectStatus project={project} />,
        text: ({ status }) => status,
      },
      dayColumn(
        { name: 'created', head: t('directory.column.created'), sort: 'created_at' },
        ({ created_at }) => created_at,
      ),
      countColumn({ name: 'members', head: t('directory.column.members') }, 'project_user', noMembers),
      countColumn({ name: 'keys', head: t('directory.column.keys') }, 'api_key', noKeys),
      ...spendColumns<Project>(words, t, ({ id, name }) => ({
        dimension: 'project_id',
        id,
        label: t('directory.costsOf', { name: isolated(name ?? id) }),
      })),
    ],
    [t, colorOf, words, noMembers, noKeys],
  );
}

function ProjectName({ project, color }: { project: Project; color: string }) {
  return (
    <span className="directory-name">
      <i className="swatch" style={{ background: color }} aria-hidden="true" />
      <span className="lines">
        <Link to="/projects/$projectId" params={{ projectId: project.id }}>
          <NameOrNone name={project.name} />
        </Link>
        <SecondLine text={project.id} mono />
      </span>
    </span>
  );
}

/** Active is the ordinary case and stays quiet. */
export function ProjectStatus({ project }: { project: Project }) {
  const { t } = useTranslation();
  if (project.gone_at !== null) return <GoneBadge of={project} />;
  if (project.status === 'archived') {
    const { archived_at } = project;
    return (
      <StateTag icon={Archive}>
        {archived_at === null
          ? t('projects.status.archived')
          : t('projects.status.archivedOn', { day: day.full(dayOf(archived_at)) })}
      </StateTag>
    );
  }
  if (project.status === 'active') return <span className="secondary">{t('projects.status.active')}</span>;
  return <WordCell word={project.status} />;
}
