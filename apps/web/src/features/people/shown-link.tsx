import { useTranslation } from 'react-i18next';
import type { PersonLink } from '@bursar/contract';
import { Notice } from '../../components/notice.js';
import { SecretOnce } from '../../components/secret-once.js';
import { moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';

/** The link for somebody to choose a password by; Bursar does not keep it. */
export function ShownLink({ link, onClose }: { link: PersonLink; onClose: () => void }) {
  const { t } = useTranslation();
  const { person, link_token: token, expires_at: expiresAt, mail } = link;
  const until = moment(expiresAt);
  return (
    <div className="dialog-body">
      {mail?.is_sent === false && (
        <Notice tone="notice" title={t('people.link.notSent')}>
          {t('people.link.notSentText', { problem: startedLarge(mail.problem ?? '') })}
        </Notice>
      )}
      <p role="status">
        {mail?.is_sent === true
          ? t('people.link.sent', { email: isolated(person.email), until })
          : t('people.link.text', { name: isolated(person.name), until })}
      </p>
      <SecretOnce
        label={t('people.link.label')}
        lines={[`${window.location.origin}/welcome#${token}`]}
        done={t('people.link.copied')}
      />
      <div className="controls">
        {/* The form before has just gone with its focus. */}
        <button type="button" className="control primary" onClick={onClose} autoFocus>
          {t('people.link.done')}
        </button>
      </div>
    </div>
  );
}

/** As a sentence begins. */
const startedLarge = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
