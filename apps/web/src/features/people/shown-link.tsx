import { useTranslation } from 'react-i18next';
import type { PersonLink } from '@bursar/contract';
import { SecretOnce } from '../../components/secret-once.js';
import { moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';

/** The link for somebody to choose a password by; Bursar does not keep it. */
export function ShownLink({ link, onClose }: { link: PersonLink; onClose: () => void }) {
  const { t } = useTranslation();
  const { person, link_token: token, expires_at: expiresAt } = link;
  return (
    <div className="dialog-body">
      <p role="status">{t('people.link.text', { name: isolated(person.name), until: moment(expiresAt) })}</p>
      <SecretOnce
        label={t('people.link.label')}
        lines={[`${window.location.origin}/welcome#${token}`]}
        done={t('people.link.copied')}
      />
      <div className="controls">
        <button type="button" className="control primary" onClick={onClose} data-autofocus>
          {t('people.link.done')}
        </button>
      </div>
    </div>
  );
}
