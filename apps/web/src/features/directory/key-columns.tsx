import { Link } from '@tanstack/react-router';
import { Bot, UserRound } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { Badge } from '../../components/severity.js';
import { isolated } from '../../lib/names.js';
import { useProjectNames } from '../projects/project-colors.js';
import { Ago, DayCell, GoneBadge, NameOrNone, SecondLine, SpendCell } from './cells.js';
import { last30Days, SpendLink } from './costs-link.js';
import type { Column } from './directory-table.js';
import { ownerOf } from './key-owner.js';
import type { SpendWords } from './use-spend-words.js';

export type KeySort = 'name' | 'created_at' | 'last_used_at' | 'spend_last_30_days';

/** Keys of one project, or of one member: then the project stands in the place of the owner. */
export function useKeyColumns(of: 'project' | 'member', { daysHead, today }: SpendWords): Column<ApiKey, KeySort>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        name: 'key',
        head: t('directory.column.key'),
        sort: 'name',
        ascendingFirst: true,
        cell: (key) => <KeyName apiKey={key} />,
      },
      of === 'project'
        ? {
            name: 'owner',
            head: t('directory.column.owner'),
            className: 'wide-only',
            cell: (key) => <Owner of={key} />,
          }
        : {
            name: 'project',
            head: t('directory.column.project'),
            className: 'wide-only',
            cell: ({ project_id }) => <ProjectLink id={project_id} />,
          },
      {
        name: 'created',
        head: t('directory.column.created'),
        sort: 'created_at',
        className: 'number wide-only',
        cell: ({ created_at }) => <DayCell at={created_at} />,
      },
      {
        name: 'expires',
        head: t('directory.column.expires'),
        className: 'number wide-only',
        cell: ({ expires_at }) => <DayCell at={expires_at} absent={t('directory.noExpiry')} />,
      },
      {
        name: 'used',
        head: t('directory.column.lastUsed'),
        sort: 'last_used_at',
        className: 'number wide-only',
        cell: ({ last_used_at }) => <Ago at={last_used_at} absent={t('words.never')} />,
      },
      {
        name: 'days',
        head: daysHead,
        sort: 'spend_last_30_days',
        className: 'number strong',
        cell: (key) => (
          <SpendLink
            dimension="api_key_id"
            id={key.id}
            range={last30Days(today)}
            label={t('directory.costsOf', { name: isolated(key.name ?? key.id) })}
          >
            <SpendCell value={key.spend_last_30_days} />
          </SpendLink>
        ),
      },
    ],
    [t, of, daysHead, today],
  );
}

function KeyName({ apiKey }: { apiKey: ApiKey }) {
  return (
    <span className="directory-name">
      <span className="lines">
        <span className="badged">
          <NameOrNone name={apiKey.name} />
          <GoneBadge of={apiKey} />
        </span>
        <SecondLine text={shortened(apiKey.redacted_value ?? apiKey.id)} mono />
      </span>
    </span>
  );
}

/** `sk-proj-…twPM`: what tells keys apart are the last characters, not the stars. */
const shortened = (redacted: string): string => redacted.replace(/[*.]{3,}/, '\u2026');

const ICONS = { member: UserRound, serviceAccount: Bot } as const;

function Owner({ of }: { of: ApiKey }) {
  const { t } = useTranslation();
  const owner = ownerOf(of);
  if (owner === null) return <span className="none">{t('directory.owner.unknown')}</span>;
  const Icon = ICONS[owner.kind];
  const isInactive = of.owner_project_access === 'inactive';
  return (
    <span className="directory-name">
      <Icon aria-label={t(`directory.owner.${owner.kind}`)} role="img" />
      <span className="lines">
        {owner.kind === 'member' ? (
          <Link to="/members/$memberId" params={{ memberId: owner.id }}>
            <EntityName name={owner.name} />
          </Link>
        ) : (
          <EntityName name={owner.name} />
        )}
        {isInactive && <Badge tone="warning">{t('projects.detail.ownerAccess')}</Badge>}
      </span>
    </span>
  );
}

/** A project by its name as last seen, leading to its page. */
export function ProjectLink({ id }: { id: string }) {
  const nameOf = useProjectNames();
  return (
    <Link to="/projects/$projectId" params={{ projectId: id }} className="project-link">
      <EntityName name={nameOf(id) ?? id} />
    </Link>
  );
}
