import { SlidersHorizontal } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyPolicy } from '@bursar/contract';
import { listOf } from '../../lib/format/intl.js';
import { moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import { useMay } from '../../lib/session.js';
import { useProjectNames } from '../projects/project-colors.js';
import '../directory/directory.css';

/** What is asked of the keys of an organization, and since when. */
export function PolicyCard({ policy, onChange }: { policy: KeyPolicy; onChange: () => void }) {
  const { t } = useTranslation();
  const may = useMay('key_policies.write');
  const id = useId();
  const nameOf = useSeveralOrganizations();
  const name = nameOf?.(policy.organization_id) ?? null;
  const { changed_at: at, changed_by: by } = policy;
  const days = (value: number | null): string =>
    value === null ? t('keys.policies.asksNothing') : t('keys.policies.days', { count: value });
  const yesNo = (value: boolean): string => t(value ? 'keys.policies.yes' : 'keys.policies.no');
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{name === null ? t('keys.policies.ofOne') : t('keys.policies.of', { name: isolated(name) })}</h2>
        {may && (
          <button type="button" className="control small" onClick={onChange}>
            <SlidersHorizontal aria-hidden="true" />
            {t('keys.policies.change')}
          </button>
        )}
      </div>
      <dl className="definition-list policy-list">
        <Rule name={t('keys.policies.maxAge')} means={t('keys.policies.maxAgeMeans')}>
          {days(policy.max_age_days)}
        </Rule>
        <Rule name={t('keys.policies.stale')} means={t('keys.policies.staleMeans')}>
          {days(policy.stale_after_days)}
        </Rule>
        <Rule name={t('keys.policies.neverUsed')} means={t('keys.policies.neverUsedMeans')}>
          {days(policy.never_used_after_days)}
        </Rule>
        <Rule name={t('keys.policies.expiry')} means={t('keys.policies.expiryMeans')}>
          {yesNo(policy.require_expiry)}
        </Rule>
        <Rule name={t('keys.policies.name')} means={t('keys.policies.nameMeans')}>
          {yesNo(policy.require_name)}
        </Rule>
        <Rule name={t('keys.policies.production')} means={t('keys.policies.productionMeans')}>
          <Production policy={policy} />
        </Rule>
      </dl>
      <p className="card-foot">
        {at === null
          ? t('keys.policies.begins')
          : t('keys.policies.changed', { by: isolated(by ?? t('keys.policies.somebody')), at: moment(at) })}
      </p>
    </section>
  );
}

function Rule({ name, means, children }: { name: string; means: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <b>{children}</b>
        <span className="second-line">{means}</span>
      </dd>
    </>
  );
}

function Production({ policy: { no_member_keys_in: where } }: { policy: KeyPolicy }) {
  const { t } = useTranslation();
  const nameOf = useProjectNames();
  const parts = [
    ...(where.name_contains === null
      ? []
      : [t('keys.policies.nameContainsValue', { text: isolated(where.name_contains) })]),
    ...where.project_ids.map((id) => isolated(nameOf(id) ?? id)),
  ];
  return parts.length === 0 ? t('keys.policies.productionNone') : listOf(parts);
}
