/** What stands in the tables of keys. */
import { Link } from '@tanstack/react-router';
import { AlarmClock, Bot, ShieldHalf, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KeyInventoryItem } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { count } from '../../lib/format/numbers.js';
import { moment, secondsBetween } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { useNow } from '../../lib/today.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import { DASH, GoneBadge, SecondLine } from '../directory/cells.js';
import { useProjectColors } from '../projects/project-colors.js';
import { givenName, shortened } from './key-name.js';
import { RiskTags } from './risk-tags.js';

/** The search of a key's page: which one, where its id alone is not enough. */
export const whichKey = ({ project_id: project }: Pick<KeyInventoryItem, 'project_id'>): { project?: string } =>
  project === null ? {} : { project };

/** Name, redacted value, and on a narrow screen the gravest reason; leads to the key's page. */
export function KeyCell({ item }: { item: KeyInventoryItem }) {
  const { t } = useTranslation();
  const given = givenName(item);
  const isOurs = item.label !== null && item.label === given;
  const title = isOurs ? t('keys.table.labelled', { name: isolated(item.name ?? t('keys.table.unnamed')) }) : undefined;
  return (
    <span className="directory-name key-name" title={title}>
      <span className="lines">
        <span className="badged">
          <Link to="/keys/$keyId" params={{ keyId: item.id }} search={whichKey(item)}>
            {given === null ? <span className="none">{t('keys.table.unnamed')}</span> : <EntityName name={given} />}
          </Link>
          <GoneBadge of={item} />
        </span>
        <span className="second-line mono wide-only-block">
          <EntityName name={shortened(item.redacted_value ?? item.id)} />
        </span>
        <span className="narrow-only-block">
          <RiskTags risks={item.risks} most={1} />
        </span>
      </span>
    </span>
  );
}

const ICONS: Readonly<Record<string, typeof Bot>> = { user: UserRound, service_account: Bot };

/** Who owns it, and since when they have no access any more. */
export function OwnerCell({ item: { owner, owner_has_access: hasAccess, risks } }: { item: KeyInventoryItem }) {
  const { t } = useTranslation();
  if (owner === null) return <span className="none">{t('keys.table.ownerUnknown')}</span>;
  const Icon = ICONS[owner.type ?? ''];
  const name = owner.name ?? owner.email ?? owner.id ?? t('keys.table.ownerUnknown');
  const since = risks.find(({ reason }) => reason === 'orphan')?.since ?? null;
  return (
    <span className="directory-name">
      {Icon !== undefined && (
        <Icon role="img" aria-label={t(`keys.filter.owner.${owner.type === 'user' ? 'user' : 'service_account'}`)} />
      )}
      <span className="lines">
        {owner.type === 'user' && owner.id !== null ? (
          <Link to="/members/$memberId" params={{ memberId: owner.id }} className="row-link">
            <EntityName name={name} />
          </Link>
        ) : (
          <EntityName name={name} />
        )}
        {hasAccess === false && (
          <span className="second-line lost-access">
            {since === null
              ? t('keys.table.noAccess')
              : t('keys.table.noAccessSince', { day: day.short(dayOf(since)) })}
          </span>
        )}
      </span>
    </span>
  );
}

/** The project of a key, and where several are shown the organization. */
export function ProjectCell({ item }: { item: KeyInventoryItem }) {
  const { project_id: id, project_name: name, organization_id: organizationId } = item;
  const { t } = useTranslation();
  const colorOf = useProjectColors();
  const nameOf = useSeveralOrganizations();
  const organization = nameOf?.(organizationId) ?? null;
  return (
    <span className="lines">
      {id === null ? (
        <span className="entity secondary">
          <ShieldHalf aria-hidden="true" />
          {t('keys.adminKey')}
        </span>
      ) : (
        <Link to="/projects/$projectId" params={{ projectId: id }} className="entity row-link">
          <i className="swatch" style={{ background: colorOf(id) }} aria-hidden="true" />
          <EntityName name={name ?? id} />
        </Link>
      )}
      {organization !== null && <SecondLine text={organization} />}
    </span>
  );
}

/** Reasons, and until when it is put off. */
export function RisksCell({ item: { risks, snoozed } }: { item: KeyInventoryItem }) {
  const { t } = useTranslation();
  return (
    <>
      <RiskTags risks={risks} />
      {snoozed !== null && (
        <span className="second-line snoozed" title={snoozed.reason}>
          <AlarmClock aria-hidden="true" />
          {t('keys.table.snoozedUntil', { day: day.short(dayOf(snoozed.until)) })}
        </span>
      )}
    </>
  );
}

/** Whole days since it was made. */
export function AgeCell({ at }: { at: string | null }) {
  const { t } = useTranslation();
  const now = useNow();
  if (at === null) return <span className="none">{DASH}</span>;
  return (
    <time dateTime={at} title={moment(at)}>
      {now === null
        ? day.full(dayOf(at))
        : t('keys.table.days', { count: Math.max(0, Math.floor(secondsBetween(at, now) / 86_400)) })}
    </time>
  );
}

export function RequestsCell({ value }: { value: number | null }) {
  return value === null ? <span className="none">{DASH}</span> : count(value);
}
