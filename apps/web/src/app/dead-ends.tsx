import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { CircleSlash } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.js';
import { Notice } from '../components/notice.js';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <section className="card">
      <h1 className="visually-hidden">{t('shell.notFound.title')}</h1>
      <EmptyState
        title={t('shell.notFound.title')}
        icon={CircleSlash}
        actions={
          <Link to="/" className="control">
            {t('shell.notFound.action')}
          </Link>
        }
      >
        {t('shell.notFound.text')}
      </EmptyState>
    </section>
  );
}

/** A mistake of ours while drawing a page: said in the page, with the rest of the application still there. */
export function PageFailed({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <>
      <h1 className="visually-hidden">{t('shell.failed.title')}</h1>
      <Notice tone="critical" title={t('shell.failed.title')}>
        <p>{t('shell.failed.text')}</p>
        <p className="mono">{error instanceof Error ? error.message : String(error)}</p>
      </Notice>
    </>
  );
}
