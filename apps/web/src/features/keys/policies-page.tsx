import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyPolicy } from '@bursar/contract';
import { ErrorNotice } from '../../components/error-notice.js';
import { PageHead } from '../../components/page-head.js';
import { useKeyPolicies, useUndecidedKeys } from '../../lib/key-queries.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { PolicyCard } from './policy-card.js';
import { PolicyDialog } from './policy-dialog.js';
import './key-words.js';
import './keys.css';

/** What keys have to be like, of each organization. */
export function PoliciesPage() {
  const { t } = useTranslation();
  const { data: policies, error, refetch } = useKeyPolicies();
  const { data: undecided } = useUndecidedKeys();
  const [changing, setChanging] = useState<KeyPolicy | null>(null);
  const need = undecided?.summary.need_decision ?? null;
  const needWords = need === 0 ? t('keys.policies.needNone') : t('keys.policies.need', { count: need ?? 0 });
  return (
    <>
      <PageHead
        crumb={<Link to="/keys">{t('keys.title')}</Link>}
        title={t('keys.policies.title')}
        answer={
          policies === undefined
            ? t(error === null ? 'keys.policies.loading' : 'keys.policies.unavailable')
            : need === null
              ? t('keys.policies.ofOne')
              : t('keys.policies.answer', { need: needWords })
        }
      />
      {error !== null && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {error === null && policies === undefined && <PageSkeleton />}
      {policies !== undefined && <p className="secondary">{t('keys.policies.text')}</p>}
      {policies?.map((policy) => (
        <PolicyCard key={policy.organization_id} policy={policy} onChange={() => setChanging(policy)} />
      ))}
      {changing !== null && <PolicyDialog policy={changing} onClose={() => setChanging(null)} />}
    </>
  );
}
