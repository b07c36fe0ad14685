import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BareFrame } from '../../app/bare-frame.js';
import { Notice } from '../../components/notice.js';
import { useSession } from '../../lib/session.js';
import { CodeForm } from './code-form.js';
import { DemoRoles } from './demo-roles.js';
import { EntryHead } from './entry-head.js';
import { ForgottenForm } from './forgotten-form.js';
import { PasswordForm } from './password-form.js';
import { SignOnButton, SignOnRefused } from './sign-on.js';

/** The way in. Who comes in is sent on by the gate, to where they wanted to go. */
export function SignInPage() {
  const { t } = useTranslation();
  const { demo, ended, awaits_code: awaitsCode, local_sign_in: isLocal, sends_mail: sendsMail } = useSession();
  const [isForgotten, setForgotten] = useState(false);
  const host = window.location.host;
  if (isForgotten) {
    return (
      <BareFrame>
        <ForgottenForm onBack={() => setForgotten(false)} />
      </BareFrame>
    );
  }
  if (awaitsCode) {
    return (
      <BareFrame>
        <CodeForm />
      </BareFrame>
    );
  }
  return (
    <BareFrame>
      <EntryHead title={t('signIn.title')}>{t(demo ? 'signIn.demo.to' : 'signIn.to', { host })}</EntryHead>
      {ended === 'over' && (
        <Notice tone="notice" title={t('signIn.over.title')}>
          {t('signIn.over.text')}
        </Notice>
      )}
      <SignOnRefused on="sign-in" />
      <SignOnButton isOnly={!isLocal} />
      {demo ? <DemoRoles /> : isLocal && <PasswordForm />}
      {sendsMail && !demo && (
        <button type="button" className="control bare" onClick={() => setForgotten(true)}>
          {t('signIn.forgotten.open')}
        </button>
      )}
    </BareFrame>
  );
}
