import { useTranslation } from 'react-i18next';
import type { MadeApiToken } from '@bursar/contract';
import { SecretOnce } from '../../components/secret-once.js';
import { moment } from '../../lib/format/times.js';

/** A new token; Bursar keeps only what tells whether it is right. */
export function ShownToken({
  made: { token, api_token: about },
  onClose,
}: {
  made: MadeApiToken;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="dialog-body">
      <p role="status">{t('account.tokens.shownText', { until: moment(about.expires_at) })}</p>
      <SecretOnce label={t('account.tokens.label')} lines={[token]} done={t('account.tokens.copied')} />
      <div className="controls">
        {/* The form before has just gone with its focus. */}
        <button type="button" className="control primary" onClick={onClose} autoFocus>
          {t('account.tokens.kept')}
        </button>
      </div>
    </div>
  );
}
