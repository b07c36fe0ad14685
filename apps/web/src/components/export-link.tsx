import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** Saves what the page shows as a file. A plain link: whoever wants the same every month can take its address. */
export function ExportLink({ address }: { address: string }) {
  const { t } = useTranslation();
  return (
    <a href={address} download className="control" title={t('words.exportedCsv')}>
      <Download aria-hidden="true" />
      {t('words.exportCsv')}
    </a>
  );
}
