import { useTranslation } from 'react-i18next';

/** The page's shape while nothing is known, so that nothing jumps when the figures come. */
export function PageSkeleton({ title }: { title?: string }) {
  const { t } = useTranslation();
  return (
    <div className="page-loading" aria-busy="true">
      {title !== undefined && <h1 className="visually-hidden">{title}</h1>}
      <p className="visually-hidden">{t('words.loading')}</p>
      <div className="skeleton" style={{ height: 400 }} />
      <div className="skeleton" style={{ height: 240 }} />
    </div>
  );
}
