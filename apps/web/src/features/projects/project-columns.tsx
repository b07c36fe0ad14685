import { Link } from '@tanstack/react-router';
import { Archive } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@bursar/contract';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format.js';
import { isolated } from '../../lib/names.js';
import {
  Ago,
  CountCell,
  DayCell,
  GoneBadge,
  NameOrNone,
  SecondLine,
  SpendCell,
  StateTag,
  WordCell,
} from '../directory/cells.js';
import { last30Days, SpendLink } from '../directory/costs-link.js';
import type { Column } from '../directory/directory-table.js';
import type { SpendWords } from '../directory/use-spend-words.js';
import { useProjectColors } from './project-colors.js';

export type ProjectSort = 'name' | 'created_at' | 'spend_month_to_date' | 'spend_last_30_days' | 'last_activity_at';

/** The list of projects: what each is, holds and spends. */
export function useProjectColumns({ monthHead, daysHead, today }: SpendWords): Column<Project, ProjectSort>[] {
  const { t } = useTranslation();
  const colorOf = useProjectColors();
  return useMemo(() => {
    const spend = (project: Project, value: string | null, range: string) => (
      <SpendLink
        dimension="project_id"
        id={project.id}
        range={range}
        label={t('directory.costsOf', { name: isolated(project.name ?? project.id) })}
      >
        <SpendCell value={value} />
      </SpendLink>
    );
    return [
      {
        name: 'name',
        head: t('explorer.dimension.project_id'),
        sort: 'name',
        ascendingFirst: true,
        cell: (project) => <ProjectName project={project} color={colorOf(project.id)} />,
      },
      {
        name: 'status',
        head: t('directory.column.status'),
        className: 'wide-only',
        cell: (project) => <ProjectStatus project={project} />,
      },
      {
        name: 'created',
        head: t('directory.column.created'),
        sort: 'created_at',
        className: 'number wide-only',
        cell: ({ created_at }) => <DayCell at={created_at} />,
      },
      {
        name: 'members',
        head: t('directory.column.members'),
        className: 'number wide-only',
        cell: ({ counts }) => <CountCell value={counts['project_user']} />,
      },
      {
        name: 'keys',
        head: t('directory.column.keys'),
        className: 'number wide-only',
        cell: ({ counts }) => <CountCell value={counts['api_key']} />,
      },
      {
        name: 'activity',
        head: t('directory.column.lastActivity'),
        sort: 'last_activity_at',
        className: 'number wide-only',
        cell: ({ last_activity_at }) => <Ago at={last_activity_at} absent={t('words.never')} />,
      },
      {
        name: 'days',
        head: daysHead,
        sort: 'spend_last_30_days',
        className: 'number wide-only',
        cell: (project) => spend(project, project.spend_last_30_days, last30Days(today)),
      },
      {
        name: 'month',
        head: monthHead,
        sort: 'spend_month_to_date',
        className: 'number strong',
        cell: (project) => spend(project, project.spend_month_to_date, 'mtd'),
      },
    ];
  }, [t, colorOf, monthHead, daysHead, today]);
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
