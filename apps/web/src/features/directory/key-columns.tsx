import { Link } from '@tanstack/react-router';
import { Bot, UserRound } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { Badge } from '../../components/severity.js';
import { isolated } from '../../lib/names.js';
import { useProjectNames } from '../projects/project-colors.js';
import { GoneBadge, NameCell, NameOrNone, SpendCell } from './cells.js';
import { agoColumn, dayColumn } from './columns.js';
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
        text: ({ name }) => name,
        besides: [
          { head: t('directory.column.redacted'), text: ({ redacted_value }) => redacted_value },
          { head: t('directory.column.id'), text: ({ id }) => id },
        ],
      },
      of === 'project'
        ? {
            name: 'owner',
            head: t('directory.column.owner'),
            className: 'wide-only',
            cell: (key) => <Owner of={key} />,
            text: (key) => ownerOf(key)?.name ?? null,
          }
        : {
            name: 'project',
            head: t('directory.column.project'),
            className: 'wide-only',
            cell: ({ project_id }) => <ProjectLink id={project_id} />,
            text: ({ project_id }) => project_id,
          },
      dayColumn(
        { name: 'created', head: t('directory.column.created'), sort: 'created_at' },
        ({ created_at }) => created_at,
      ),
      dayColumn(
        { name: 'expires', head: t('directory.column.expires') },
        ({ expires_at }) => expires_at,
        t('directory.noExpiry'),
      ),
      agoColumn(
        { name: 'used', head: t('directory.column.lastUsed'), sort: 'last_used_at' },
        ({ last_used_at }) => last_used_at,
        t('words.never'),
      ),
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
        text: ({ spend_last_30_days }) => spend_last_30_days,
      },
    ],
    [t, of, daysHead, today],
  );
}

function KeyName({ apiKey }: { apiKey: ApiKey }) {
  return (
    <NameCell second={shortened(apiKey.redacted_value ?? apiKey.id)} mono>
      <Link to="/keys/$keyId" params={{ keyId: apiKey.id }} search={{ project: apiKey.project_id }}>
        <NameOrNone name={apiKey.name} />
      </Link>
      <GoneBadge of={apiKey} />
    </NameCell>
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
