import { Link, useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BareFrame } from '../../app/bare-frame.js';
import { PasswordField } from '../../components/form-field.js';
import { Notice } from '../../components/notice.js';
import { Sentence } from '../../components/sentence.js';
import { EntityName } from '../../components/entity-name.js';
import { useLink } from '../../lib/account-queries.js';
import { useFollowLink } from '../../lib/session.js';
import { EntryForm } from './entry-form.js';
import { EntryHead } from './entry-head.js';
import { EntryProblem } from './entry-problem.js';

/** Where the link of an invitation or a reset leads: whom it is for, and a password to choose. */
export function WelcomePage() {
  const { t } = useTranslation();
  const token = useTokenOfAddress();
  const { data: link, error } = useLink(token);
  if (token === '') {
    return (
      <BareFrame>
        <EntryHead title={t('signIn.welcome.title')}>{t('signIn.welcome.incompleteHead')}</EntryHead>
        <Notice tone="warning" title={t('signIn.welcome.incomplete')}>
          {t('signIn.welcome.incompleteText')}
        </Notice>
        <ToBursar />
      </BareFrame>
    );
  }
  if (link === undefined && error === null) return null;
  return (
    <BareFrame>
      <EntryHead title={t('signIn.welcome.title')}>{t('signIn.welcome.to', { host: window.location.host })}</EntryHead>
      {error !== null && (
        <>
          <EntryProblem error={error} known={[]} />
          <ToBursar />
        </>
      )}
      {link !== undefined && (
        <>
          <p>
            <Sentence
              of={(mark) =>
                t(link.purpose === 'invitation' ? 'signIn.welcome.invited' : 'signIn.welcome.reset', {
                  name: mark(<EntityName name={link.name} />),
                  email: mark(<EntityName name={link.email} />),
                })
              }
            />
          </p>
          <PasswordByLink token={token} email={link.email} />
        </>
      )}
    </BareFrame>
  );
}

/** Who has a password already needs no link: the gate leads to the sign-in, or on to where somebody is in. */
function ToBursar() {
  const { t } = useTranslation();
  return (
    <Link to="/" className="control">
      {t('signIn.welcome.toBursar')}
    </Link>
  );
}

/**
 * What stands behind `#`, which no server is told; taken out of the address at once.
 *
 * It opens an account: it shall stay neither in the history nor in a picture of the screen.
 */
function useTokenOfAddress(): string {
  const hash = useLocation({ select: (location) => location.hash });
  const { history } = useRouter();
  const [token, setToken] = useState(hash);
  // Another link was opened in the same tab.
  if (hash !== '' && hash !== token) setToken(hash);
  useEffect(() => {
    if (hash !== '') history.replace('/welcome');
  }, [hash, history]);
  return token;
}

function PasswordByLink({ token, email }: { token: string; email: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { mutate: follow, isPending, error } = useFollowLink();
  const fields = { password: t('signIn.password') };
  return (
    <EntryForm
      fields={fields}
      suspect="password"
      submit={t('signIn.welcome.submit')}
      busy={t('signIn.busy')}
      isBusy={isPending}
      error={error}
      onSubmit={({ password }) => follow({ token, password }, { onSuccess: () => void navigate({ to: '/' }) })}
    >
      {(errorOf) => (
        <>
          {/* For password managers: whose password it is. */}
          <input type="email" name="email" value={email} readOnly hidden autoComplete="username" />
          <PasswordField
            name="password"
            label={fields.password}
            hint={t('signIn.setUp.passwordHint')}
            error={errorOf('password')}
            autoComplete="new-password"
            required
            // The page is for nothing else.
            autoFocus
          />
        </>
      )}
    </EntryForm>
  );
}
