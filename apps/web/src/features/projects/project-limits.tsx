import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { RowMenu } from '../../components/row-menu.js';
import { count } from '../../lib/format/numbers.js';
import { isolated } from '../../lib/names.js';
import { GoneBadge } from '../directory/cells.js';
import type { Column } from '../directory/directory-table.js';
import type { ListShape } from '../directory/list-view.js';
import { EditLimit } from './edit-limit.js';
import { LIMIT_FIELDS, type RateLimit } from './limit-diff.js';
import { ProjectList } from './project-list.js';
import { RestoreLimit } from './restore-limit.js';
import { useMayLimit } from './spend-limit-actions.js';
import './project-action-words.js';

/** A narrow screen has room for these two. */
const WIDE_ONLY = new Set<string>(LIMIT_FIELDS.slice(2));

const SHAPE: ListShape<'model'> = { sorts: ['model'], first: { column: 'model', descending: false }, filters: {} };

/** What OpenAI allows of each model: every limit that it names. */
export function ProjectLimits({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const mayLimit = useMayLimit(project);
  const [task, setTask] = useState<{ kind: 'edit' | 'restore'; limit: RateLimit } | null>(null);
  const actionsOf = (limit: RateLimit) => [
    { label: t('projectActions.limits.edit'), onChoose: () => setTask({ kind: 'edit', limit }) },
    { label: t('projectActions.limits.restore'), onChoose: () => setTask({ kind: 'restore', limit }) },
  ];
  const Dialog = task?.kind === 'edit' ? EditLimit : RestoreLimit;
  const columns = useMemo(
    (): Column<RateLimit, 'model'>[] => [
      {
        name: 'model',
        head: t('projects.detail.limit.model'),
        sort: 'model',
        ascendingFirst: true,
        cell: (limit) => (
          <span className="badged directory-name mono">
            <EntityName name={limit.model ?? limit.id} />
            <GoneBadge of={limit} />
          </span>
        ),
        text: ({ model, id }) => model ?? id,
      },
      ...LIMIT_FIELDS.map((name): Column<RateLimit, 'model'> => ({
        name,
        head: t(`projects.detail.limit.${name}`),
        className: WIDE_ONLY.has(name) ? 'number wide-only' : 'number',
        cell: (limit) => <Limit value={limit[name]} isUnlimited={limit.unlimited.includes(name)} />,
        text: (limit) =>
          limit.unlimited.includes(name) ? t('projects.detail.limit.unlimited') : (limit[name]?.toString() ?? null),
      })),
      {
        name: 'others',
        head: t('projects.detail.limit.other'),
        className: 'wide-only capped',
        cell: (limit) => otherLimits(limit, t),
        text: (limit) => otherLimits(limit, t),
      },
    ],
    [t],
  );
  return (
    <>
      <ProjectList<'rate-limits', RateLimit, 'model'>
        project={project}
        tab="limits"
        path="rate-limits"
        shape={SHAPE}
        columns={columns}
        foot={t('projects.detail.limit.foot')}
        rowMenu={
          mayLimit
            ? (limit) => (
                <RowMenu name={limit.model ?? limit.id} actions={limit.gone_at === null ? actionsOf(limit) : []} />
              )
            : undefined
        }
      />
      {task !== null && <Dialog project={project} limit={task.limit} onClose={() => setTask(null)} />}
    </>
  );
}

function Limit({ value, isUnlimited }: { value: number | null; isUnlimited: boolean }) {
  const { t } = useTranslation();
  if (isUnlimited) return <span className="secondary">{t('projects.detail.limit.unlimited')}</span>;
  if (value !== null) return count(value);
  return (
    <span className="none" title={t('projects.detail.limit.absent')}>
      {'\u2013'}
    </span>
  );
}

/** Limits that OpenAI sends and this version has no column for: shown as they came. */
function otherLimits({ other_limits, unlimited }: RateLimit, t: TFunction): string {
  return Object.entries(other_limits)
    .map(([name, value]) => {
      const words = unlimited.includes(name) ? t('projects.detail.limit.unlimited') : count(value);
      return t('projects.detail.limit.otherItem', { name: isolated(name), value: words });
    })
    .join(', ');
}
