import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';

interface ExportLinkProps {
  address: string;
  /** What the file holds, where it is not figures. */
  words?: string;
}

/** Saves what the page shows as a file. A plain link: whoever wants the same every month can take its address. */
export function ExportLink({ address, words }: ExportLinkProps) {
  const { t } = useTranslation();
  return (
    <a href={address} download className="control" title={words ?? t('words.exportedCsv')}>
      <Download aria-hidden="true" />
      {t('words.exportCsv')}
    </a>
  );
}
