import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Offboarding } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { DayCell } from '../directory/cells.js';

/** Groups, invites, and what goes on working. */
export function OthersCard({ leaving: { groups, invites, unaffected } }: { leaving: Offboarding }) {
  const { t } = useTranslation();
  return (
    <section className="card span-4" aria-labelledby="others-title">
      <div className="card-head">
        <h2 id="others-title">{t('offboarding.others.title')}</h2>
      </div>
      <div className="card-body leaving-others">
        <h3>{t('offboarding.others.groups')}</h3>
        {groups.length === 0 ? (
          <p className="secondary">{t('offboarding.others.noGroups')}</p>
        ) : (
          <ul className="plain-list">
            {groups.map(({ group_id: id, name }) => (
              <li key={id}>
                <Link to="/groups/$groupId" params={{ groupId: id }}>
                  <EntityName name={name ?? id} />
                </Link>
              </li>
            ))}
          </ul>
        )}
        <h3>{t('offboarding.others.invites')}</h3>
        {invites === null || invites.length === 0 ? (
          <p className="secondary">
            {t(invites === null ? 'offboarding.others.invitesUnknown' : 'offboarding.others.noInvites')}
          </p>
        ) : (
          <ul className="plain-list">
            {invites.map(({ id, email, expires_at: expires }) => (
              <li key={id}>
                <EntityName name={email ?? id} />
                <span className="second-line">
                  <DayCell at={expires} />
                </span>
              </li>
            ))}
          </ul>
        )}
        <h3>{t('offboarding.others.unaffected')}</h3>
        <p className="secondary">
          {t('offboarding.others.unaffectedText', {
            accounts: t('offboarding.others.accounts', { count: unaffected.service_accounts }),
            keys: t('offboarding.others.keys', { count: unaffected.api_keys }),
          })}
        </p>
      </div>
    </section>
  );
}
