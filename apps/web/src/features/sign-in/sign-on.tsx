import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SignOnRefusal } from '@bursar/contract';
import { pathToReturnTo } from '../../app/return-path.js';
import { Notice } from '../../components/notice.js';
import { signIn } from '../../lib/i18n/en/sign-in.js';
import { useSession } from '../../lib/session.js';

/** Leads to the identity provider, and from there to where somebody was on the way to; nothing where there is none. */
export function SignOnButton({ isOnly }: { isOnly: boolean }) {
  const { t } = useTranslation();
  const { single_sign_on: provider } = useSession();
  const { return_to: wanted } = useSearch({ strict: false });
  if (provider === null) return null;
  const { name } = provider;
  const returnTo = encodeURIComponent(pathToReturnTo(wanted));
  return (
    <div className="sign-on">
      {isOnly && <p className="secondary">{t('signIn.signOn.only', { name })}</p>}
      <a className={isOnly ? 'control primary' : 'control'} href={`/api/auth/oidc/start?return_to=${returnTo}`}>
        {t('signIn.signOn.with', { name })}
      </a>
      {!isOnly && <p className="sign-on-or">{t('signIn.signOn.or')}</p>}
    </div>
  );
}

/** Why somebody comes back from the identity provider as they went. */
export function SignOnRefused({ on }: { on: 'sign-in' | 'account' }) {
  const { t } = useTranslation();
  const { refused } = useSearch({ strict: false });
  if (!isRefusal(refused)) return null;
  return (
    <Notice tone="critical" title={t(on === 'account' ? 'signIn.refused.titleAccount' : 'signIn.refused.title')}>
      {t(`signIn.refused.${refused}`)}
    </Notice>
  );
}

/** Anybody can write anything into a link. */
function isRefusal(text: unknown): text is SignOnRefusal {
  return typeof text === 'string' && !text.startsWith('title') && Object.hasOwn(signIn.refused, text);
}
