import { Link } from '@tanstack/react-router';
import { ExternalLink, ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../lib/session.js';
import type { KnownKey } from './known-keys.js';
import './leak-words.js';

/** OpenAI's own page of admin keys. */
const ADMIN_KEYS = 'https://platform.openai.com/settings/organization/admin-keys';

/** What to do about an admin key, which nothing here can stop. */
export function AdminKeyCard({ adminKey: { id } }: { adminKey: KnownKey }) {
  const { t } = useTranslation();
  const mayAudit = useMay('audit_events.read');
  return (
    <section className="card" aria-labelledby="admin-steps">
      <div className="card-head">
        <h2 id="admin-steps">{t('leaks.steps.title')}</h2>
      </div>
      <div className="card-body admin-steps">
        <p>{t('leaks.steps.admin')}</p>
        <div className="controls">
          <a className="control primary" href={ADMIN_KEYS} target="_blank" rel="noreferrer">
            <ExternalLink aria-hidden="true" />
            {t('leaks.steps.adminLink')}
          </a>
          {mayAudit && (
            <Link to="/audit-log" search={{ actor: id }} className="control">
              <ScrollText aria-hidden="true" />
              {t('leaks.steps.adminLog')}
            </Link>
          )}
        </div>
      </div>
    </section>
  );
}
