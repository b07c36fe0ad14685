import { Link } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { PageHead } from '../../components/page-head.js';

/**
 * The page of members for who is limited to some projects.
 *
 * Members and invites are the organization's, so that the server lists none to them. An empty list would say that
 * OpenAI has none.
 */
export function LimitedMembers() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t('members.title')} answer={t('members.limited.answer')} />
      <section className="card">
        <EmptyState
          title={t('members.limited.title')}
          icon={Users}
          actions={
            <Link to="/projects" className="control">
              {t('members.limited.action')}
            </Link>
          }
        >
          {t('members.limited.text')}
        </EmptyState>
      </section>
    </>
  );
}
