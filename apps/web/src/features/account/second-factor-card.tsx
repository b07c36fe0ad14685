import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../../components/toast.js';
import { Badge } from '../../components/severity.js';
import { useRemoveSecondFactor } from '../../lib/account-queries.js';
import { usePerson } from '../../lib/session.js';
import { ConfirmForm } from './confirm-form.js';
import { SecondFactorSetUp } from './second-factor-set-up.js';

/** Codes of an authenticator besides the password: set up, or taken away. */
export function SecondFactorCard() {
  const { t } = useTranslation();
  const { has_password: hasPassword, has_second_factor: hasOne } = usePerson();
  /** Null: not yet. */
  const [isOpen, setOpen] = useState<boolean | null>(null);
  const close = () => setOpen(false);
  return (
    <section className="card" aria-labelledby="second-factor-title">
      <div className="card-head">
        <h2 id="second-factor-title">{t('account.factor.title')}</h2>
        {hasOne && <Badge tone="ok">{t('account.factor.on')}</Badge>}
      </div>
      <div className="card-body account-body">
        {!hasPassword && <p className="secondary">{t('account.factor.noPassword')}</p>}
        {hasPassword && isOpen !== true && (
          <>
            <p className="secondary">{t(hasOne ? 'account.factor.isOn' : 'account.factor.isOff')}</p>
            {/* What was closed has just gone with its focus. */}
            <button type="button" className="control" onClick={() => setOpen(true)} autoFocus={isOpen === false}>
              {t(hasOne ? 'account.factor.remove' : 'account.factor.setUp')}
            </button>
          </>
        )}
        {hasPassword && isOpen === true && <OpenForm onClose={close} />}
      </div>
    </section>
  );
}

/** Stays what it was opened for: the codes are still to be read when the session says that there is a second factor. */
function OpenForm({ onClose }: { onClose: () => void }) {
  const { has_second_factor: hasOne } = usePerson();
  const [isRemoval] = useState(hasOne);
  return isRemoval ? <Removal onClose={onClose} /> : <SecondFactorSetUp onCancel={onClose} onDone={onClose} />;
}

function Removal({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { mutate: remove, isPending, error } = useRemoveSecondFactor();
  const onSuccess = () => {
    toast(t('account.factor.removed'));
    onClose();
  };
  return (
    <ConfirmForm
      text={t('account.factor.removeText')}
      submit={t('account.factor.remove')}
      busy={t('account.factor.removing')}
      isBusy={isPending}
      error={error}
      onConfirm={(password) => remove({ password }, { onSuccess })}
      onCancel={onClose}
    />
  );
}
