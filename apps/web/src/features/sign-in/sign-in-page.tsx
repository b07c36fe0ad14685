import { useTranslation } from 'react-i18next';
import { BareFrame } from '../../app/bare-frame.js';
import { Notice } from '../../components/notice.js';
import { useSession } from '../../lib/session.js';
import { CodeForm } from './code-form.js';
import { DemoRoles } from './demo-roles.js';
import { EntryHead } from './entry-head.js';
import { PasswordForm } from './password-form.js';

/** The way in. Who comes in is sent on by the gate, to where they wanted to go. */
export function SignInPage() {
  const { t } = useTranslation();
  const { demo, ended, awaits_code: awaitsCode } = useSession();
  const host = window.location.host;
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
      {demo ? <DemoRoles /> : <PasswordForm />}
    </BareFrame>
  );
}
