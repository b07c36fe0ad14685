import { notifications } from '@mantine/notifications';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { tsv } from '../lib/copy-table.js';

interface CopyButtonProps {
  /** Head, rows and foot; amounts exact. Made when it is asked for. */
  rows: () => readonly (readonly string[])[];
}

/** Puts a table on the clipboard as tab-separated text with exact amounts. */
export function CopyButton({ rows }: CopyButtonProps) {
  const { t } = useTranslation();
  const copy = async () => {
    const table = rows();
    try {
      await navigator.clipboard.writeText(tsv(table));
      notifications.show({ message: t('words.copied', { count: table.length }) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      notifications.show({ title: t('words.notCopied'), message: reason, color: 'red', autoClose: false });
    }
  };
  return (
    <button type="button" className="control small" onClick={() => void copy()}>
      <Copy aria-hidden="true" />
      {t('words.copy')}
    </button>
  );
}
