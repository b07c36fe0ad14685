import { useTranslation } from 'react-i18next';
import { BareFrame } from '../../app/bare-frame.js';
import { failureToast } from '../../components/toast.js';
import { usePerson, useSignOut } from '../../lib/session.js';
import { EntryHead } from '../sign-in/entry-head.js';
import './account-words.js';
import { SecondFactorSetUp } from './second-factor-set-up.js';
import './account.css';

interface SecondFactorFirstProps {
  onCodes: () => void;
  onDone: () => void;
}

/** All that somebody sees whose role needs a second factor, until they have one. */
export default function SecondFactorFirst({ onCodes, onDone }: SecondFactorFirstProps) {
  const { t } = useTranslation();
  const { role } = usePerson();
  const { mutate: signOut } = useSignOut((error) => failureToast(t('people.menu.signOutFailed'), error));
  return (
    <BareFrame>
      <EntryHead title={t('account.first.title')}>
        {t('account.first.text', { role: t(`people.role.${role}`) })}
      </EntryHead>
      <SecondFactorSetUp onCodes={onCodes} onDone={onDone} />
      <button type="button" className="control" onClick={() => signOut()}>
        {t('people.menu.signOut')}
      </button>
    </BareFrame>
  );
}
