import { useTranslation } from 'react-i18next';
import { Notice } from './notice.js';
import { SecretOnce } from './secret-once.js';
import './action-words.js';

interface ShownKeyProps {
  /** Null: it was lost with OpenAI's answer. */
  secret: string | null;
  onClose: () => void;
}

/**
 * A key that was just made, which nobody can be shown again.
 *
 * It lives in the state of the dialog around it and goes with it; nothing else of the page may hold it.
 */
export function ShownKey({ secret, onClose }: ShownKeyProps) {
  const { t } = useTranslation();
  if (secret === null) {
    return (
      <>
        <Notice tone="warning" title={t('actions.secret.lostTitle')}>
          {t('actions.secret.lost')}
        </Notice>
        <div className="controls">
          <button type="button" className="control primary" onClick={onClose} autoFocus>
            {t('actions.close')}
          </button>
        </div>
      </>
    );
  }
  return (
    <>
      <p role="status">{t('actions.secret.text')}</p>
      <SecretOnce label={t('actions.secret.key')} lines={[secret]} done={t('actions.secret.copied')} />
      <SecretOnce
        label={t('actions.secret.line')}
        lines={[`${ENV_NAME}=${secret}`]}
        done={t('actions.secret.lineCopied')}
      />
      <div className="controls">
        {/* The form before has just gone with its focus. */}
        <button type="button" className="control primary" onClick={onClose} autoFocus>
          {t('actions.secret.kept')}
        </button>
      </div>
    </>
  );
}

/** Where OpenAI's own libraries look for a key. */
const ENV_NAME = 'OPENAI_API_KEY';
