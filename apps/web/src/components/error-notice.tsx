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

function wordsFor(error: Error, t: TFunction): { title: string; text: string } {
  if (!(error instanceof ApiError)) return { title: t('problems.web.title'), text: error.message };
  const status = error.status ?? 0;
  switch (error.code) {
    case 'offline':
      return { title: t('problems.offline.title'), text: t('problems.offline.text') };
    case 'unreadable':
      return { title: t('problems.unreadable.title', { status }), text: t('problems.unreadable.text') };
    case 'invalid-request':
      return { title: t('problems.invalidRequest.title'), text: error.message };
    case 'too-large-answer':
      return { title: t('problems.tooLarge.title'), text: error.message };
    case 'host-not-allowed':
    case 'origin-not-allowed':
      return { title: t('problems.address.title'), text: t('problems.address.text') };
    case 'several-organizations':
      return { title: t('problems.severalOrganizations.title'), text: error.message };
    case 'sign-in-needed':
      return { title: t('problems.signInNeeded.title'), text: error.message };
    case 'sign-in-refused':
      return { title: t('problems.signInRefused.title'), text: error.message };
    case 'not-allowed':
      return { title: t('problems.notAllowed.title'), text: error.message };
    case 'second-factor-needed':
      return { title: t('problems.secondFactorNeeded.title'), text: error.message };
    case 'too-many-attempts':
      return { title: t('problems.tooManyAttempts.title'), text: error.message };
    case 'unavailable':
      return { title: t('problems.unavailable.title'), text: t('problems.unavailable.text') };
    default:
      return { title: t('problems.other.title', { code: error.code, status }), text: error.message };
  }
}
