import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryItem, ProjectDetail } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { count } from '../../lib/format/numbers.js';
import { isolated } from '../../lib/names.js';
import { GoneBadge } from '../directory/cells.js';
import type { Column } from '../directory/directory-table.js';
import type { ListShape } from '../directory/list-view.js';
import { ProjectList } from './project-list.js';

type RateLimit = DirectoryItem<'rate-limits'>;

const LIMITS = [
  'max_requests_per_1_minute',
  'max_tokens_per_1_minute',
  'max_images_per_1_minute',
  'max_audio_megabytes_per_1_minute',
  'max_requests_per_1_day',
  'batch_1_day_max_input_tokens',
] as const satisfies readonly (keyof RateLimit)[];

/** A narrow screen has room for these two. */
const WIDE_ONLY = new Set<string>(LIMITS.slice(2));

const SHAPE: ListShape<'model'> = { sorts: ['model'], first: { column: 'model', descending: false }, filters: {} };

/** What OpenAI allows of each model: every limit that it names. */
export function ProjectLimits({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
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
      ...LIMITS.map((name): Column<RateLimit, 'model'> => ({
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
    <ProjectList<'rate-limits', RateLimit, 'model'>
      project={project}
      tab="limits"
      path="rate-limits"
      shape={SHAPE}
      columns={columns}
      foot={t('projects.detail.limit.foot')}
    />
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
