import { Link } from '@tanstack/react-router';
import { Building2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { useMay } from '../../lib/session.js';

/** In the place of pages that have nothing to show before an organization is connected: who does that, and where. */
export function Unconnected() {
  const { t } = useTranslation();
  const mayConnect = useMay('organizations.write');
  return (
    <section className="card">
      <h1 className="visually-hidden">{t('organizations.empty.title')}</h1>
      <EmptyState
        title={t('organizations.empty.title')}
        icon={Building2}
        actions={
          mayConnect && (
            <Link to="/organizations" className="control primary">
              {t('organizations.empty.action')}
            </Link>
          )
        }
      >
        {t(mayConnect ? 'organizations.empty.admin' : 'organizations.empty.others')}
      </EmptyState>
    </section>
  );
}
