import type { TFunction } from 'i18next';
import { RotateCw } from 'lucide-react';
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../lib/api.js';
import { Notice } from './notice.js';

/** What the shell says of the server already; null: nothing. */
const SaidAbove = createContext<Error | null>(null);
export const SaidAboveProvider = SaidAbove.Provider;

const isOffline = (error: Error | null): boolean => error instanceof ApiError && error.code === 'offline';

/** True for what the shell has said: that the server does not answer concerns all of a page and is said once. */
export function useIsSaidAbove(error: Error | null): boolean {
  return isOffline(useContext(SaidAbove)) && isOffline(error);
}

interface ErrorNoticeProps {
  error: Error;
  onRetry?: () => void;
}

/** A call to Bursar's own API that failed: worded by its code, with what to do and what still works. */
export function ErrorNotice({ error, onRetry }: ErrorNoticeProps) {
  const { t } = useTranslation();
  const isSaid = useIsSaidAbove(error);
  const { title, text } = wordsFor(error, t);
  const requestId = error instanceof ApiError ? error.requestId : null;
  const fields = error instanceof ApiError ? error.fields : [];
  if (isSaid) return null;
  const retry = onRetry && (
    <button type="button" className="control" onClick={onRetry}>
      <RotateCw aria-hidden="true" />
      {t('problems.retry')}
    </button>
  );
  return (
    <Notice tone="critical" title={title} action={retry}>
      <p>{text}</p>
      {fields.map((field, index) => (
        <p key={index}>
          {t('problems.field', { name: field.parameter ?? field.pointer ?? '', message: field.message })}
        </p>
      ))}
      {requestId !== null && <p className="quiet">{t('problems.requestId', { requestId })}</p>}
    </Notice>
  );
}

/** Problems whose detail says what was seen and what to do; the words here say what it is about. */
const TITLES = {
  'invalid-request': 'invalidRequest',
  'too-large-answer': 'tooLarge',
  'several-organizations': 'severalOrganizations',
  'not-found': 'notFound',
  'organization-disconnected': 'organizationDisconnected',
  'openai-refused': 'openaiRefused',
  'openai-missing-scope': 'openaiMissingScope',
  'openai-key-refused': 'openaiKeyRefused',
  'openai-other-organization': 'openaiOtherOrganization',
  'openai-busy': 'openaiBusy',
  'openai-unavailable': 'openaiUnavailable',
  'openai-answer-lost': 'openaiAnswerLost',
  'sign-in-needed': 'signInNeeded',
  'sign-in-refused': 'signInRefused',
  'not-allowed': 'notAllowed',
  'second-factor-needed': 'secondFactorNeeded',
  'too-many-attempts': 'tooManyAttempts',
} as const;
const isTitled = (code: string): code is keyof typeof TITLES => Object.hasOwn(TITLES, code);

function wordsFor(error: Error, t: TFunction): { title: string; text: string } {
  if (!(error instanceof ApiError)) return { title: t('problems.web.title'), text: error.message };
  const status = error.status ?? 0;
  if (isTitled(error.code)) return { title: t(`problems.${TITLES[error.code]}.title`), text: error.message };
  switch (error.code) {
    case 'offline':
      return { title: t('problems.offline.title'), text: t('problems.offline.text') };
    case 'unreadable':
      return { title: t('problems.unreadable.title', { status }), text: t('problems.unreadable.text') };
    case 'host-not-allowed':
    case 'origin-not-allowed':
      return { title: t('problems.address.title'), text: t('problems.address.text') };
    case 'unavailable':
      return { title: t('problems.unavailable.title'), text: t('problems.unavailable.text') };
    default:
      return { title: t('problems.other.title', { code: error.code, status }), text: error.message };
  }
}
