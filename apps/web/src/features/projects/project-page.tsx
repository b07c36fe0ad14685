import { Link, useParams } from '@tanstack/react-router';
import { ChartNoAxesCombined, CircleSlash } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { EntityName } from '../../components/entity-name.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { Notice } from '../../components/notice.js';
import { PageHead } from '../../components/page-head.js';
import { ApiError } from '../../lib/api.js';
import { useProject } from '../../lib/directory-queries.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { moment } from '../../lib/format/times.js';
import { isolated, plainName } from '../../lib/names.js';
import { useToday } from '../../lib/today.js';
import { CostCompleteness } from '../costs/cost-completeness.js';
import { DEFAULT_VIEW, type CostsView } from '../costs/costs-view.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { useCostFigures } from '../costs/use-cost-figures.js';
import { costsSearch, last30Days } from '../directory/costs-link.js';
import { ListTroubles } from '../directory/list-state.js';
import { ProjectAnswer } from './project-answer.js';
import { ProjectButtons } from './project-buttons.js';
import { ProjectListsCard } from './project-lists-card.js';
import { ProjectSettingsCard } from './project-settings-card.js';
import { ProjectSpendCard } from './project-spend-card.js';
import { ProjectTiles } from './project-tiles.js';
import '../directory/directory.css';

/** What a project costs, what it holds and what it is set to. */
export function ProjectPage() {
  const { t } = useTranslation();
  const { projectId } = useParams({ from: '/projects/$projectId' });
  const { data: project, error, refetch } = useProject(projectId);
  if (error instanceof ApiError && error.status === 404) return <NoSuchProject id={projectId} />;
  if (project !== undefined) return <FoundProject key={project.id} project={project} />;
  return (
    <>
      <PageHead
        crumb={<Link to="/projects">{t('projects.title')}</Link>}
        title={<EntityName name={projectId} />}
        answer={t(error === null ? 'directory.loading' : 'projects.detail.unavailable')}
      />
      {error === null ? <PageSkeleton /> : <ErrorNotice error={error} onRetry={() => void refetch()} />}
    </>
  );
}

function FoundProject({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const today = useToday();
  const view = useSpendView(project.id, today);
  const { figures, error, retry } = useCostFigures(view, today);
  const search = costsSearch('project_id', [project.id], today === null ? 'mtd' : last30Days(today));
  return (
    <>
      <PageHead
        crumb={<Link to="/projects">{t('projects.title')}</Link>}
        title={<EntityName name={project.name ?? project.id} />}
        actions={
          <>
            <Link to="/costs" search={search} className="control">
              <ChartNoAxesCombined aria-hidden="true" />
              {t('projects.detail.openCosts')}
            </Link>
            <ProjectButtons project={project} />
          </>
        }
        answer={<ProjectAnswer project={project} figures={figures} />}
        meta={
          <>
            {figures !== null && <CostCompleteness figures={figures} />}
            <Facts project={project} />
          </>
        }
      />
      <Ended project={project} />
      <ListTroubles feeds={FEEDS} />
      <ProjectTiles project={project} />
      {error !== null && <ErrorNotice error={error} onRetry={retry} />}
      <div className="grid">
        {error === null && <ProjectSpendCard figures={figures} />}
        <ProjectSettingsCard project={project} />
      </div>
      <ProjectListsCard project={project} />
    </>
  );
}

const FEEDS = ['projects', 'api-keys', 'project-members', 'service-accounts', 'rate-limits', 'project-groups'] as const;

/** The days and the split that the page draws: one object while they stay, for a new one would be a new question. */
function useSpendView(projectId: string, today: string | null): CostsView {
  return useMemo(
    () => ({
      ...DEFAULT_VIEW,
      range: today === null ? DEFAULT_VIEW.range : last30Days(today),
      bucket: 'day',
      groupBy: 'line_item',
      filters: { project_id: [projectId] },
      compare: 'none',
    }),
    [projectId, today],
  );
}

function Facts({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const { created_at, residency } = project;
  return (
    <p className="page-facts">
      <span className="mono">{plainName(project.id)}</span>
      {created_at !== null && (
        <span title={moment(created_at)}>
          {t('projects.detail.facts.created', { day: day.full(dayOf(created_at)) })}
        </span>
      )}
      {residency !== null && <span>{t('projects.detail.facts.residency', { value: isolated(residency) })}</span>}
    </p>
  );
}

/** An archived or vanished project says so before any of its figures. */
function Ended({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const { gone_at, status, archived_at } = project;
  if (gone_at !== null) {
    return (
      <Notice tone="notice" title={t('projects.detail.gone.title', { day: day.full(dayOf(gone_at)) })}>
        {t('projects.detail.gone.text')}
      </Notice>
    );
  }
  if (status !== 'archived') return null;
  const title =
    archived_at === null
      ? t('projects.detail.archived.titleUnknown')
      : t('projects.detail.archived.title', { day: day.full(dayOf(archived_at)) });
  return (
    <Notice tone="notice" title={title}>
      {t('projects.detail.archived.text')}
    </Notice>
  );
}

function NoSuchProject({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <section className="card">
      <h1 className="visually-hidden">{t('projects.detail.notFound.title')}</h1>
      <EmptyState
        icon={CircleSlash}
        title={t('projects.detail.notFound.title')}
        actions={
          <Link to="/projects" className="control">
            {t('projects.detail.notFound.action')}
          </Link>
        }
      >
        {t('projects.detail.notFound.text', { id: isolated(id.slice(0, 80)) })}
      </EmptyState>
    </section>
  );
}
